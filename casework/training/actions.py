"""Begin an exercise, keep what is done in it, and say what came of it."""

from typing import Any

from casework.training.exercises import VERSION, Exercise
from casework.training.models import Practice, PracticeResult
from portal.access.models import Capacity


class SentMeanwhileError(Exception):
    """Another form was sent in the exercise since, as by a double press."""


def begin(capacity: Capacity, exercise: Exercise) -> Practice:
    """Begin an exercise, or begin it again: what was done before stays apart."""
    office = capacity.institution
    assert office is not None  # noqa: S101 - a caseworker has an office
    return Practice.objects.create(
        capacity=capacity, office=office, exercise=exercise.key, version=VERSION
    )


def keep(practice: Practice, step: list[str]) -> None:
    """Keep a form that was sent, to be repeated. Raises `SentMeanwhileError`."""
    kept = Practice.objects.filter(pk=practice.pk, steps=practice.steps)
    if not kept.update(steps=[*practice.steps, step]):
        raise SentMeanwhileError


def conclude(practice: Practice, points: list[dict[str, Any]]) -> PracticeResult:
    """Keep what was right and what not; where all is right, it is a mark."""
    return PracticeResult.objects.create(
        practice=practice, points=points, passed=all(each["right"] for each in points)
    )
