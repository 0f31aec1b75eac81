"""How exercises and what came of them are shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from casework.training.exercises import EXERCISES
from casework.training.models import Practice, PracticeResult
from portal.access.models import Capacity


def progress(capacity: Capacity) -> list[dict[str, Any]]:
    """Return the exercises with how far a caseworker is: begun, and passed on which day."""
    begun = Practice.objects.last_by_exercise(capacity)
    marks = {each.practice.exercise: each for each in PracticeResult.objects.marks([capacity])}
    return [
        {"exercise": each, "practice": begun.get(key), "mark": marks.get(key)}
        for key, each in EXERCISES.items()
    ]


def marks_of(capacities: Iterable[Capacity]) -> dict[int, list[dict[str, Any]]]:
    """Return the exercises that caseworkers passed, and on which day, by the id of the capacity."""
    found = defaultdict(list)
    for each in PracticeResult.objects.marks(capacities):
        exercise = EXERCISES.get(each.practice.exercise)
        if exercise:
            found[each.practice.capacity_id].append({"exercise": exercise, "at": each.at})
    return found
