"""Surveys of an office's staff. No row says who answered what: answers are counts.

Who answered is in a table apart, as a digest that only this installation's key makes.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casework.surveys import queries
from portal.access.models import Capacity
from portal.people.models import Institution


class Survey(models.Model):
    """Staff of an office are asked the same few questions until a day, that day included."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Institution, models.PROTECT, related_name="surveys")
    opened_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    closes = models.DateField()

    objects = queries.SurveyQuerySet.as_manager()


class SurveyCount(models.Model):
    """How many people gave a score to a question of a survey."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="counts", db_index=False)
    question = models.CharField(max_length=16)
    score = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="survey_count_once", fields=["survey", "question", "score"]
            ),
            models.CheckConstraint(
                name="survey_score_from_1_to_5", condition=Q(score__gte=1, score__lte=5)
            ),
        ]


class SurveyToken(models.Model):
    """That somebody answered a survey: a digest of the survey and the account."""

    digest = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="tokens")
