"""What is due for a month: each running right by the law of its days, over arrays.

A right that a person granted with another amount than the rule's is paid as it was granted.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Self

import numpy as np

from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.many import Columns, amounts, facts_of
from benefits.schemes.unemployment import Category
from portal.law.days import ONE_DAY, Days
from portal.law.figures import Figures, MissingFigureError
from portal.law.money import Ints, half_up
from portal.law.steps import Flags

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
UNTAXED_FAMILIES: Final = {"unemployment": (Category.FAMILY_CHARGE, Category.ALONE)}
A_DAY, A_MONTH, ONCE = range(3)  # what an amount is for


@dataclass(frozen=True)
class Rights:
    """Months of rights to one benefit: a decision and one month of it in each place.

    `first` to `last` are the days that it covers of the month; `decided` is the day by whose law
    the amount was granted, `unit` one of A_DAY, A_MONTH and ONCE.
    """

    scheme: str
    facts: Facts
    decided: Days
    amount: Ints
    unit: Ints
    month: Days
    first: Days
    last: Days

    @classmethod
    def of(cls, scheme: str, columns: Columns) -> Self:
        """Return columns that were read of decisions, under these names, as rights."""
        return cls(scheme, facts_of(scheme, columns), *(columns[name] for name in COLUMNS))

    def only(self, places: Flags) -> Self:
        """Return some of them."""
        columns = {name: getattr(self, name)[places] for name in COLUMNS}
        return replace(self, facts=self.facts.of(places), **columns)


COLUMNS: Final = ("decided", "amount", "unit", "month", "first", "last")


@dataclass(frozen=True)
class Due:
    """Cents due for rights, and the tax on them, in the order of the rights.

    `unclear` marks those of which the rule does not know the amount: a person has to find it.
    """

    cents: Ints
    tax: Ints
    unclear: Flags


def due(rights: Rights) -> Due:
    """Return what is due for months of rights to the same benefit."""
    start, end = _by_law(rights)
    week = SCHEMES[rights.scheme].week
    days = np.busday_count(rights.first, rights.last + ONE_DAY, weekmask=week)
    length = ((rights.last - rights.first) // ONE_DAY + 1).astype(np.int64)
    daily, monthly = rights.unit == A_DAY, rights.unit == A_MONTH
    cents = np.select(
        [daily, monthly],
        [start * days, half_up(start * length, _days_of_month(rights.month))],
        rights.amount,
    )
    changes = daily & (start != end)
    cents[changes] = _day_by_day(rights.only(changes))
    return Due(cents, _tax(rights, cents), (start == 0) & (rights.amount > 0))


def _by_law(rights: Rights) -> tuple[Ints, Ints]:
    """Amounts on the first and on the last day of each right's part of the month."""
    known: dict[date, Ints] = {}
    by_rule = _each_on_its_day(rights, rights.decided, known) == rights.amount
    starts = _each_on_its_day(rights, rights.first, known)
    ends = _each_on_its_day(rights, rights.last, known)
    return np.where(by_rule, starts, rights.amount), np.where(by_rule, ends, rights.amount)


def _each_on_its_day(rights: Rights, days: Days, known: dict[date, Ints]) -> Ints:
    """Amounts of each right on a day of its own; 0 where the tables do not reach it.

    `known` keeps those of a day that all have in common.
    """
    different = [day.item() for day in np.unique(days)]
    if len(different) == 1:
        day = different[0]
        known[day] = known[day] if day in known else _on(rights, day)
        return known[day]
    found = np.zeros(len(days), dtype=np.int64)
    for day in different:
        there = days == np.datetime64(day)
        found[there] = _on(rights.only(there), day)
    return found


def _on(rights: Rights, day: date) -> Ints:
    try:
        return amounts(rights.scheme, rights.facts, day)
    except MissingFigureError:
        return np.zeros(len(rights.amount), dtype=np.int64)


def _day_by_day(rights: Rights) -> Ints:
    """Cents of months in which the amount of a day changes."""
    cents = np.zeros(len(rights.amount), dtype=np.int64)
    if not len(cents):
        return cents
    for day in np.arange(rights.first.min(), rights.last.max() + ONE_DAY):
        there = (rights.first <= day) & (day <= rights.last)
        if there.any() and np.is_busday(day, weekmask=SCHEMES[rights.scheme].week):
            some = rights.only(there)
            cents[there] += amounts(some.scheme, some.facts, day.astype(date))
    return cents


def _days_of_month(months: Days) -> Ints:
    following = (months.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
    return ((following - months) // ONE_DAY).astype(np.int64)


def _tax(rights: Rights, cents: Ints) -> Ints:
    """What is withheld from each, by the rate of its month."""
    tax = np.zeros(len(cents), dtype=np.int64)
    table = f"{rights.scheme}_tax"
    if table not in FIGURES.tables:
        return tax
    taxed = ~np.isin(
        getattr(rights.facts, "category", tax), UNTAXED_FAMILIES.get(rights.scheme, ())
    )
    for month in np.unique(rights.month):
        if rate := FIGURES.find(table, month.item()):
            here = taxed & (rights.month == month)
            tax[here] = half_up(cents[here] * rate.value, rate.parts)
    return tax
