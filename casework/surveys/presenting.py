"""How the results of surveys read."""

from collections.abc import Iterable, Mapping
from typing import Any

from casework.surveys.models import Survey
from casework.surveys.questions import QUESTIONS, SCORES


def rows(
    surveys: Iterable[Survey], results: Mapping[int, Mapping[str, Mapping[int, int]]]
) -> list[dict[str, Any]]:
    """Return surveys with, for each question, how many gave each score, the best first."""
    return [
        {"survey": survey, "questions": _questions(results.get(survey.pk, {}))}
        for survey in surveys
    ]


def _questions(found: Mapping[str, Mapping[int, int]]) -> list[list[Any]]:
    return [
        [str(words), *(found[code].get(score, 0) for score in SCORES)]
        for code, words in QUESTIONS.items()
        if code in found
    ]
