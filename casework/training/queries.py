"""Reads of exercises: who did which, and what came of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from portal.access.models import Capacity

if TYPE_CHECKING:
    from casework.training.models import Practice, PracticeResult


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Exercises that were begun."""

    def of(self, capacity: Capacity) -> "PracticeQuerySet":
        """Return those of a caseworker, the last first."""
        return self.filter(capacity=capacity).order_by("-pk")

    def last_by_exercise(self, capacity: Capacity) -> dict[str, "Practice"]:
        """Return the last one of each exercise that a caseworker began."""
        last = self.filter(capacity=capacity).order_by("exercise", "-pk").distinct("exercise")
        return {each.exercise: each for each in last}


class ResultQuerySet(models.QuerySet["PracticeResult"]):
    """What came of exercises."""

    def marks(self, capacities: Iterable[Capacity]) -> "ResultQuerySet":
        """Return the first result of each exercise that each of these caseworkers passed."""
        found = self.filter(passed=True, practice__capacity__in=[each.pk for each in capacities])
        first = found.order_by("practice__capacity", "practice__exercise", "pk")
        return first.distinct("practice__capacity", "practice__exercise").select_related("practice")
