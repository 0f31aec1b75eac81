"""The situations that each scheme tells in prose."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import benefits.schemes
from benefits.schemes import SCHEMES
from benefits.schemes.base import Facts

FOLDER = Path(benefits.schemes.__file__).parent


@dataclass(frozen=True)
class Situation:
    """One person on one day, and what was worked out by hand for them."""

    title: str
    why: str
    day: date
    facts: dict[str, Any]
    granted: bool
    needs_person: bool = False
    amount: int = 0
    starts: date | None = None
    ends: date | None = None
    reasons: list[str] = field(default_factory=list)
    steps: dict[str, Any] = field(default_factory=dict)
    scheme: str = ""

    @property
    def person(self) -> Facts:
        person: Facts = SCHEMES[self.scheme].Facts.one(**self.facts)
        return person


def situations(code: str) -> list[Situation]:
    """The situations of a scheme; an unknown or missing key is an error."""
    text = (FOLDER / code / "situations.yaml").read_text(encoding="utf-8")
    return [Situation(**each, scheme=code) for each in yaml.safe_load(text)]


ALL = [situation for code in SCHEMES for situation in situations(code)]
