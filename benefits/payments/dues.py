"""What is due for a month: each running right by the law of its days, over arrays.

A right that a person granted with another amount than the rule's is paid as it was granted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benefits.schemes.many import amounts, thawed
from portal.law.days import ONE_DAY, SIX_DAY_WEEK, Days
from portal.law.figures import Figures, MissingFigureError
from portal.law.money import Ints, half_up

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
UNTAXED_FAMILIES: Final = {"unemployment": ("family_charge", "alone")}


class Right(NamedTuple):
    """A decision and one month of it: `first` to `last` are the days that it covers there."""

    decision: int
    person: int
    facts: dict[str, Any] | None  # None: nothing is granted, what was booked goes back
    amount: int
    unit: str
    month: date
    first: date
    last: date


@dataclass(frozen=True)
class Due:
    """Cents due for rights of one scheme, and the tax on them, in the order of the rights.

    `unclear` marks those of which the rule does not know the amount: a person has to find it.
    """

    cents: Ints
    tax: Ints
    unclear: NDArray[np.bool_]


def due(scheme: str, rights: Sequence[Right]) -> Due:
    """Return what is due for months of rights to the same benefit."""
    cents = np.zeros(len(rights), dtype=np.int64)
    unclear = np.zeros(len(rights), dtype=bool)
    for places in _by_month(rights):
        some = [rights[place] for place in places]
        found, unknown = _of_a_month(scheme, some)
        cents[places], unclear[places] = found, unknown
    return Due(cents, _tax(scheme, rights, cents), unclear)


def _by_month(rights: Sequence[Right]) -> Iterator[list[int]]:
    months: dict[date, list[int]] = {}
    for place, right in enumerate(rights):
        if right.facts is not None:
            months.setdefault(right.month, []).append(place)
    yield from months.values()


def _of_a_month(scheme: str, rights: Sequence[Right]) -> tuple[Ints, NDArray[np.bool_]]:
    """Cents of one month, and for whom the rule knows none."""
    first = np.array([right.first for right in rights], dtype="datetime64[D]")
    last = np.array([right.last for right in rights], dtype="datetime64[D]")
    granted = np.array([right.amount for right in rights], dtype=np.int64)
    unit = np.array([right.unit for right in rights])
    start, end = _on_days(scheme, rights, granted, first, last)
    days = np.busday_count(first, last + ONE_DAY, weekmask=SIX_DAY_WEEK)
    length = ((last - first) // ONE_DAY + 1).astype(np.int64)
    whole = _days_of_month(rights[0].month)
    cents = np.select(
        [unit == "day", unit == "month"],
        [start * days, half_up(start * length, whole)],
        granted,
    )
    for place in np.flatnonzero((unit == "day") & (start != end)).tolist():
        cents[place] = _day_by_day(scheme, rights[place])
    return cents, (start == 0) & (granted > 0)


def _on_days(
    scheme: str, rights: Sequence[Right], granted: Ints, first: Days, last: Days
) -> tuple[Ints, Ints]:
    """Amounts on the first and on the last day of each right's part of the month."""
    facts = thawed(scheme, [right.facts or {} for right in rights])
    decided = np.array([(right.facts or {})["on"] for right in rights], dtype="datetime64[D]")
    by_rule = _each_on_its_day(scheme, facts, decided) == granted
    starts = _each_on_its_day(scheme, facts, first)
    ends = _each_on_its_day(scheme, facts, last)
    return np.where(by_rule, starts, granted), np.where(by_rule, ends, granted)


def _each_on_its_day(scheme: str, facts: Any, days: Days) -> Ints:
    """Amounts of each person on a day of their own; 0 where the tables do not reach it."""
    found = np.zeros(len(days), dtype=np.int64)
    for day in np.unique(days):
        there = days == day
        try:
            found[there] = amounts(scheme, facts.of(there), day.item())
        except MissingFigureError:
            continue
    return found


def _day_by_day(scheme: str, right: Right) -> int:
    """Cents of a month in which the amount of a day changes."""
    facts = thawed(scheme, [right.facts or {}])
    days = np.arange(np.datetime64(right.first), np.datetime64(right.last) + ONE_DAY)
    paid = days[np.is_busday(days, weekmask=SIX_DAY_WEEK)]
    return sum(int(amounts(scheme, facts, day.item())[0]) for day in paid)


def _days_of_month(month: date) -> int:
    following = np.datetime64(month, "M") + np.timedelta64(1, "M")
    return int((following.astype("datetime64[D]") - np.datetime64(month)) // ONE_DAY)


def _tax(scheme: str, rights: Sequence[Right], cents: Ints) -> Ints:
    """What is withheld from each, by the rate of its month."""
    if f"{scheme}_tax" not in FIGURES.tables:
        return np.zeros(len(rights), dtype=np.int64)
    free = UNTAXED_FAMILIES.get(scheme, ())
    taxed = [(right.facts or {}).get("category") not in free for right in rights]
    tax = np.zeros(len(rights), dtype=np.int64)
    for month in {right.month for right in rights}:
        rate = FIGURES.find(f"{scheme}_tax", month)
        here = np.array([right.month == month for right in rights]) & np.array(taxed)
        if rate is not None:
            tax[here] = half_up(cents[here] * rate.value, rate.parts)
    return tax
