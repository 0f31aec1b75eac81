"""Periods with an inclusive last day, and calendar quarters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class Period:
    """Days from ``start`` up to and with ``end``; no end means still running."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end}, before {self.start}")

    @property
    def days(self) -> int | None:
        """Number of calendar days, both ends counted; None while it is running."""
        return None if self.end is None else (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def intersect(self, other: "Period") -> "Period | None":
        """The days in both, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return None if end is not None and end < start else Period(start, end)

    def overlaps(self, other: "Period") -> bool:
        return self.intersect(other) is not None


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; its code is year and number, as in the DmfA: ``20261``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 4):
            raise ValueError(f"no such quarter: {self.year}/{self.number}")

    @classmethod
    def from_code(cls, code: int | str) -> Self:
        """The quarter of a DmfA code; ValueError for anything else."""
        return cls(*divmod(int(code), 10))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> int:
        return self.year * 10 + self.number

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        following = (self.year, 3 * self.number + 1) if self.number < 4 else (self.year + 1, 1)
        return date(*following, 1) - timedelta(days=1)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    def shift(self, quarters: int) -> "Quarter":
        """So many quarters later, or earlier when negative."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    def next(self) -> "Quarter":
        return self.shift(1)

    def previous(self) -> "Quarter":
        return self.shift(-1)
