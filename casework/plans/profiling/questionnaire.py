"""The questions of the needs assessment, and what answers weigh: data in `questionnaire.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from casework.plans.statuses import Segment

FILE: Final = Path(__file__).with_name("questionnaire.yaml")


@dataclass(frozen=True)
class Answer:
    """One answer to choose; `least` is the smallest value of a known fact that means it."""

    key: str
    label: str
    points: int
    least: int | None = None


@dataclass(frozen=True)
class Question:
    """A question with its answers; `known` names the fact that fills it in."""

    key: str
    label: str
    group: str
    answers: tuple[Answer, ...]
    known: str = ""

    def answer(self, key: str) -> Answer:
        """Return the answer with a key; StopIteration where there is none."""
        return next(each for each in self.answers if each.key == key)

    def of_fact(self, value: int) -> Answer:
        """Return the answer that a known fact means."""
        return [each for each in self.answers if (each.least or 0) <= value][-1]


@dataclass(frozen=True)
class Rule:
    """What points to a segment: a sum of points, or answers that are all given."""

    segment: Segment
    because: str
    points: int | None = None
    when: dict[str, list[str]] = field(default_factory=dict)

    def fits(self, answers: dict[str, str], points: int) -> bool:
        """Say whether the answers, which weigh so many points together, point to the segment."""
        if self.points is not None and points < self.points:
            return False
        return all(answers[question] in keys for question, keys in self.when.items())


@dataclass(frozen=True)
class Shares:
    """How the shares of people who found work are counted and read (see the data file)."""

    within_months: int
    back_months: int
    least_people: int
    self_from: int
    help_from: int


def _question(data: dict[str, Any]) -> Question:
    answers = tuple(
        Answer(each["key"], str(each["label"]), each["points"], each.get("from"))
        for each in data.pop("answers")
    )
    return Question(**data, answers=answers)


_READ: Final[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
VERSION: Final[str] = _READ["version"]
QUESTIONS: Final = tuple(_question(each) for each in _READ["questions"])
RULES: Final = tuple(
    Rule(**{**each, "segment": Segment(each["segment"])}) for each in _READ["rules"]
)
SHARES: Final = Shares(**_READ["shares"])


def points_of(answers: dict[str, str]) -> int:
    """Return what the answers weigh together."""
    return sum(each.answer(answers[each.key]).points for each in QUESTIONS)


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Yield what the questionnaire says, with the file, for the translators."""
    for question in QUESTIONS:
        for text in (question.label, question.group, *(each.label for each in question.answers)):
            yield text, "casework/plans/profiling/questionnaire.yaml"
    for rule in RULES:
        yield rule.because, "casework/plans/profiling/questionnaire.yaml"
