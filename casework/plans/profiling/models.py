"""Needs assessments and the support that was chosen on them: never edited."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from casework.plans.models import SupportFile
from casework.plans.statuses import Segment
from portal.access.models import User


class Assessment(models.Model):
    """What was answered, what was known, and three voices on what follows.

    `known` are the questions that what the portal holds filled in: fact, answer and source.
    `judgement` is the caseworker's own, given before the others are shown; `rule` and `outcomes`
    are what those said then, with why (`voices.py`).
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.PROTECT, related_name="assessments")
    version = models.CharField(max_length=16)  # of the questionnaire
    answers = models.JSONField()  # question and answer, each in words
    known = models.JSONField()
    judgement = models.CharField(max_length=9, choices=Segment)
    why = models.TextField()
    rule = models.JSONField()
    outcomes = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="assessment_says_why", condition=~Q(why="")),
        ]
        ordering = ["id"]


class SegmentChoice(models.Model):
    """Which support the caseworker chose on an assessment; with a reason where a voice differs."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="choice")
    segment = models.CharField(max_length=9, choices=Segment)
    reason = models.TextField(blank=True)
    chosen_by = models.ForeignKey(User, models.PROTECT)
    chosen_at = models.DateTimeField(db_default=Now())


class OutcomeShare(models.Model):
    """Of people of an age who lost a job that lasted so long, how many had work again in a year.

    Counted from all declared work, at night; no row is about fewer than some people.
    """

    age = models.PositiveSmallIntegerField()  # a band: see `voices.py`
    tenure = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outcome_share_once", fields=["age", "tenure"]),
            models.CheckConstraint(
                name="outcome_share_of_all", condition=Q(found__lte=F("people"))
            ),
        ]
