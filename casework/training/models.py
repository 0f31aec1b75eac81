"""What caseworkers practise, and what came of it. Of what is practised itself nothing is kept."""

import uuid

from django.db import models
from django.db.models.functions import Now

from casework.training import queries
from casework.training.exercises import EXERCISES, Exercise
from portal.access.models import Capacity
from portal.people.models import Institution


class Practice(models.Model):
    """An exercise that a caseworker began, with the forms that they sent in it, in their order.

    `steps` holds for each the path and the fields, as they were sent. `rehearsing` is true within
    a transaction that plays the exercise, and the database refuses to commit that.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="practices", db_index=False)
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    exercise = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)  # of the exercises
    steps = models.JSONField(default=list)
    begun_at = models.DateTimeField(db_default=Now())
    rehearsing = models.BooleanField(default=False, db_default=False, editable=False)

    objects = queries.PracticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["capacity", "-id"], name="practice_of_capacity")]

    @property
    def told(self) -> Exercise:
        """Return the exercise."""
        return EXERCISES[self.exercise]


class PracticeResult(models.Model):
    """What was right and what not when a caseworker asked for it; never edited.

    `points` holds for each check its words and whether it was right. One that `passed` is a mark in
    the list of competences.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="results")
    points = models.JSONField()
    passed = models.BooleanField()
    at = models.DateTimeField(db_default=Now())

    objects = queries.ResultQuerySet.as_manager()
