"""Objections to decisions, and the answers to them: said once, never edited."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from benefits.decisions.models import Decision
from benefits.objections import queries
from benefits.objections.statuses import ObjectionOutcome
from portal.access.models import User
from portal.documents.models import Letter
from portal.people.models import Person


class Objection(models.Model):
    """What a person has against a version of a decision: at most one objection to each.

    `deadline` is the last day of the term as it was told; one that came later is taken, and marked.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="objection")
    person = models.ForeignKey(Person, models.PROTECT, related_name="objections", db_index=False)
    scheme = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    deadline = models.DateField()
    is_late = models.BooleanField()
    made_by = models.ForeignKey(User, models.PROTECT)
    made_at = models.DateTimeField(db_default=Now())

    objects = queries.ObjectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="objection_of_person")]


class ObjectionAnswer(models.Model):
    """The answer: a new version of the decision, or why the decision stands, in a letter.

    The database refuses one by who made the contested decision.
    """

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=8, choices=ObjectionOutcome)
    motivation = models.TextField()
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="answered"
    )
    letter = models.OneToOneField(
        Letter, models.PROTECT, null=True, blank=True, related_name="objection_answer"
    )
    answered_by = models.ForeignKey(User, models.PROTECT)
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_answered_by_decision_or_letter",
                condition=Q(outcome="upheld", decision__isnull=False, letter__isnull=True)
                | Q(outcome="rejected", decision__isnull=True, letter__isnull=False),
            ),
            models.CheckConstraint(name="objection_answer_says_why", condition=~Q(motivation="")),
        ]
