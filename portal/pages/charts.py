"""Where the bars of the charts stand. Shares of the width are text in percent, so that no language
writes them with a comma.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from portal.dates import date_format

TICK_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)  # months between two marks of the axis
MOST_TICKS = 4  # that a telephone shows without overlap


class Period(NamedTuple):
    """Something that lasted from `start` to `end`, both days included; without end it goes on."""

    label: str
    start: date
    end: date | None = None
    note: str = ""
    tone: str = "neutral"


class Bar(NamedTuple):
    """A period as drawn: `x` and `width` in percent of the axis."""

    label: str
    note: str
    start: date
    end: date | None
    x: str
    width: str
    tone: str

    @property
    def open(self) -> bool:
        """Whether the period has no end."""
        return self.end is None


class Tick(NamedTuple):
    """A mark of the axis."""

    x: str
    label: str


def bars(periods: Iterable[Period], first: date, last: date) -> list[Bar]:
    """Place the periods that touch the days `first` to `last`; what lies outside is cut off."""
    drawn = []
    for period in periods:
        start, end = max(period.start, first), min(period.end or last, last)
        if start <= end:
            x, width = _share(start, first, last), _length(start, end, first, last)
            drawn.append(
                Bar(period.label, period.note, period.start, period.end, x, width, period.tone)
            )
    return drawn


def ticks(first: date, last: date) -> list[Tick]:
    """Mark the axis with at most four beginnings of a month, quarter or year."""
    candidates = (list(_beginnings(first, last, step)) for step in TICK_STEPS)
    days = next((days for days in candidates if len(days) <= MOST_TICKS), [])
    pattern = "Y" if all(day.month == 1 for day in days) else "M Y"
    return [Tick(_share(day, first, last), date_format(day, pattern)) for day in days]


def shares(amounts: Sequence[int]) -> list[str]:
    """Return each amount in percent of the largest one; nothing below zero is drawn."""
    largest = max([1, *amounts])
    return [f"{max(0, amount) / largest * 100:.2f}" for amount in amounts]


def _beginnings(first: date, last: date, step: int) -> Iterable[date]:
    """Yield the first days of months that fall `step` months apart, counted from a January."""
    for months in count((first.year * 12 + first.month - 1) // step * step, step):
        day = date(months // 12, months % 12 + 1, 1)
        if day > last:
            return
        if day >= first:
            yield day


def _share(day: date, first: date, last: date) -> str:
    return f"{(day - first).days / _days(first, last) * 100:.2f}"


def _length(start: date, end: date, first: date, last: date) -> str:
    return f"{_days(start, end) / _days(first, last) * 100:.2f}"


def _days(first: date, last: date) -> int:
    return (last - first + timedelta(days=1)).days
