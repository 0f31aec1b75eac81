"""The work bonus (code 0001): a worker with low pay pays less, reckoned month by month."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from declarations.wages.contributions.facts import FIGURES, Kind, Wages
from declarations.wages.contributions.ordinary import Ordinary
from declarations.wages.contributions.rates import WHOLE
from declarations.wages.contributions.share import HUNDREDTHS, Shares
from declarations.wages.quarters import first_day
from portal.law.figures import Figure, MissingFigureError
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Step

MONTHS = 3
ZONES = ("most", "lower", "upper", "slope", "most_manual", "slope_manual")


@dataclass(frozen=True)
class Line:
    """A line of the formula: ``most`` less ``slope`` times what S is above ``lower``.

    It holds for pay above ``beyond`` up to ``upper``. Cents; slopes in ten-thousandths.
    """

    figure: Figure = field(compare=False)
    most: int
    lower: int
    upper: int
    slope: int
    most_manual: int
    slope_manual: int
    beyond: int = -1

    def amount(self, reference: Ints, manual: Flags) -> Ints:
        """Return the bonus by this line for a full month at some full-time pay."""
        most = np.where(manual, self.most_manual, self.most)
        slope = np.where(manual, self.slope_manual, self.slope)
        fallen = slope * np.maximum(reference - self.lower, 0)
        here = (reference > self.beyond) & (reference <= self.upper)
        return np.maximum(half_up(most * WHOLE - fallen, WHOLE), 0) * here


@cache
def lines(on: date) -> tuple[Line, ...]:
    """Return the formula of the month of a day; MissingFigureError where it was not found."""
    found = [_line(name, on) for name in ("bonus", "bonus_a", "bonus_b")]
    first = found[0]
    if first:
        found.append(_line("bonus_beyond", on, first.upper))
    held = tuple(line for line in found if line)
    if not held:
        raise MissingFigureError(f"no work bonus on {on}")
    return held


def _line(name: str, on: date, beyond: int = -1) -> Line | None:
    most = FIGURES.find(f"{name}_most", on)
    if most is None:
        return None
    values = {zone: FIGURES.on(f"{name}_{zone}", on).value for zone in ZONES}
    return Line(figure=most, beyond=beyond, **values)


def month_bonus(on: date, reference: Ints, share: Ints, manual: Flags, due: Ints) -> Ints:
    """Return the bonus of the month of a day, in cents (law of 20 December 1999).

    ``reference`` is the full-time pay of the month (S), ``share`` the hundredths of the month that
    were worked, ``due`` the worker's contribution, which the bonus never exceeds.
    """
    full = sum((line.amount(reference, manual) for line in lines(on)), np.zeros_like(reference))
    part = half_up(full * np.minimum(share, HUNDREDTHS), HUNDREDTHS)
    return np.minimum(part, due)


def highest(on: date, manual: Flags) -> Ints:
    """Return the most that a month can bring."""
    return month_bonus(
        on,
        np.zeros(len(manual), dtype=np.int64),
        np.full(len(manual), HUNDREDTHS),
        manual,
        np.full(len(manual), 1 << 40),
    )


def months_of(quarter: int) -> tuple[date, ...]:
    """Return the first day of each month of a quarter."""
    start = first_day(quarter)
    return tuple(start.replace(month=start.month + number) for number in range(MONTHS))


def is_known(quarter: int) -> bool:
    """Say whether the formula of every month of a quarter is held."""
    try:
        return all(lines(month) for month in months_of(quarter))
    except MissingFigureError:
        return False


def quarter_bonus(wages: Wages, worked: Shares, due: Ordinary, quarter: int) -> Ints:
    """Return the bonus of a quarter as if pay and work were alike in its months.

    The declaration has no months: the true bonus is reckoned with each month's pay.
    """
    manual = wages.kind == Kind.MANUAL
    ordinary = manual | (wages.kind == Kind.WHITE_COLLAR)
    reference = half_up(worked.reference, MONTHS)
    owed = half_up(due.worker, MONTHS)
    total = np.zeros_like(reference)
    # Months of the same formula come to the same.
    for months in _alike(quarter):
        bonus = month_bonus(months[0], reference, worked.share, manual, owed)
        total += bonus * len(months)
    return np.minimum(total, due.worker) * (ordinary & due.known)


def _alike(quarter: int) -> list[list[date]]:
    return [list(months) for _formula, months in groupby(months_of(quarter), key=lines)]


def bonus_step(given: Ints, quarter: int) -> Step:
    """Explain the work bonus."""
    line = lines(months_of(quarter)[0])[0]
    return Step.by(
        line.figure,
        "work_bonus",
        gettext_noop("Work bonus of three months alike; the most a month, first part: %(figure)s"),
        given,
        "cents",
        applies=given > 0,
    )
