"""A Dimona declaration as its rules look at it: what is there, and what can be read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from declarations.glossary.catalog import code_list
from declarations.glossary.fields import found, problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Code, Glossary, Zone

ORDINARY: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Subject:
    """`on` is the day of the declaration. Paths start below the action: "NaturalPerson/INSS"."""

    model: Glossary
    action: str
    content: Mapping[str, Any]
    on: date
    local_authority: bool = False
    _texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def has(self, path: str) -> bool:
        """Whether a block is there, or a zone that holds something."""
        value = self._at(path)
        if not isinstance(value, str):
            return value is not None
        element = self.model.element(path.rpartition("/")[2])
        unknown = isinstance(element, Zone) and element.zero_is_absent and value == "0"
        return bool(value.strip()) and not unknown

    def text(self, path: str) -> str:
        """The value of a zone; empty when it is absent or wrong, which the field check reports."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str:
        value = self._at(path)
        zone = self.model.element(path.rpartition("/")[2])
        if not isinstance(value, str) or not isinstance(zone, Zone) or problem_of(zone, value):
            return ""
        return value

    def day(self, path: str) -> date | None:
        """A date that can be read."""
        text = self.text(path)
        return date.fromisoformat(text) if text else None

    def moment(self, day_path: str, hour_path: str) -> datetime | None:
        """A day and an hour (HHMM) together."""
        day, hour = self.day(day_path), self.text(hour_path)
        if day is None or not hour:
            return None
        return datetime.combine(day, time(int(hour[:2]), int(hour[2:])))

    @cached_property
    def worker(self) -> Code | None:
        """The worker type, if it is one."""
        text = self.text("DimonaFeatures/WorkerType")
        return code_list("worker_types")[text] if text else None

    @property
    def rules(self) -> Mapping[str, Any]:
        """What the worker type asks for; nothing when the type is not known."""
        return (self.worker.rules if self.worker else None) or ORDINARY

    def problem(self, path: str, problem: str) -> Finding:
        """A finding about a zone or block of this declaration; the empty path is the action."""
        label = path.rpartition("/")[2] or self.action
        value = self._at(path) if path else ""
        where = f"{self.action}/{path}" if path else self.action
        return found(f"{self.model.element(label).number}-{problem}", where, value)

    def _at(self, path: str) -> Any:
        value: Any = self.content
        for label in path.split("/"):
            value = value.get(label) if isinstance(value, dict) else None
        return value


def quarter(day: date) -> tuple[int, int]:
    """(year, quarter 1 to 4)."""
    return day.year, (day.month + 2) // 3


def quarter_start(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, 3 * quarter(day)[1] - 2, 1)


def too_long(start: datetime, end: datetime) -> bool:
    """Whether more than 24 hours lie between two moments."""
    return end - start > timedelta(hours=24)
