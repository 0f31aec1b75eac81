"""What a caseworker asks the person of a case, and what the person answers: never edited."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.attachments.models import Content
from casework.cases.models import Case
from casework.questions import queries
from portal.access.models import User


class Wanted(models.TextChoices):
    """What is missing."""

    DOCUMENT = "document", _("a document")
    FACT = "fact", _("an answer")


class Question(models.Model):
    """What is missing for a case, in the caseworker's words, and until when it is waited for."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    wanted = models.CharField(max_length=8, choices=Wanted)
    text = models.TextField()
    answer_by = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT)
    asked_at = models.DateTimeField(db_default=Now())

    objects = queries.QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="question_says_something", condition=~Q(text=""))
        ]
        ordering = ["id"]


class Answer(models.Model):
    """What the person answered; a question can be answered more than once."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(User, models.PROTECT)
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]


class AnswerFile(models.Model):
    """A document that came with an answer."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="answers")
    name = models.CharField(max_length=100)
