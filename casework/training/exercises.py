"""The exercises of the training office: data in `exercises.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).with_name("exercises.yaml")


@dataclass(frozen=True)
class Exercise:
    """What somebody practises: a situation, steps in words, and what is checked at the end.

    `checks` holds for each point the name of its check, its words and what it is held against;
    amounts are cents.
    """

    key: str
    title: str
    goal: str
    scheme: str
    story: str
    person: dict[str, Any]
    address: dict[str, str]
    answers: dict[str, dict[str, Any]]
    note: str
    steps: list[str]
    hints: list[str]
    checks: list[dict[str, Any]]
    decided: dict[str, Any] = field(default_factory=dict)
    objects: str = ""

    @property
    def texts(self) -> Iterator[str]:
        """Yield what a page says of it; what people in the story wrote stays as they wrote it."""
        yield from (self.title, self.goal, *self.steps, *self.hints)
        yield from (check["words"] for check in self.checks)


def _load() -> tuple[dict[str, Any], dict[str, Exercise]]:
    data = yaml.safe_load(FILE.read_text())
    return data, {each["key"]: Exercise(**each) for each in data["exercises"]}


_DATA, EXERCISES = _load()
VERSION: Final[str] = _DATA["version"]
OFFICE: Final[str] = _DATA["office"]
COLLEAGUE: Final[dict[str, Any]] = _DATA["colleague"]


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Yield what the exercises say, with the file, for the translators."""
    yield OFFICE, "casework/training/exercises.yaml"
    for exercise in EXERCISES.values():
        for text in exercise.texts:
            yield text, "casework/training/exercises.yaml"
