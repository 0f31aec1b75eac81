"""Daily pay that health insurance counts: capped by the day on which the risk began."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from portal.law.days import Days, days
from portal.law.figures import Figure, Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Quantity, Step

MONTH = 26  # days that a month of pay is spread over, in the six-day week
PARTS = 100  # ten-thousandths of a euro in a cent


@dataclass(frozen=True)
class DailyPay:
    """Pay of a day in ten-thousandths of a euro, all of it and up to the cap; and the steps."""

    whole: Ints
    capped: Ints
    steps: tuple[Step, ...]


def daily_pay(figures: Figures, monthly_pay: Ints, began: Days, on: date) -> DailyPay:
    """Spread gross cents a month over the days paid; ``on`` says where the index stands.

    The cap is that of the day on which the risk began, moved by the index since. Raises KeyError
    where the figures hold no ``health_day_cap``.
    """
    whole = half_up(monthly_pay * PARTS, MONTH)
    caps = _caps(figures, on)
    # Who began before the first row, or on no known day, is refused elsewhere: any cap will do.
    cap = caps.values[np.searchsorted(caps.starts, began, side="right")]
    capped = np.minimum(whole, cap)
    label = gettext_noop("Pay of a day: %(pay)s a month ÷ 26, at most %(cap)s")
    params = {"pay": Quantity(monthly_pay, "cents"), "cap": Quantity(cap, "ten_thousandths")}
    step = Step.by(caps.newest, "daily_pay", label, capped, "ten_thousandths", params)
    return DailyPay(whole, capped, (step,))


def share(pay: Ints, rate: Figure) -> Ints:
    """A share of a day's pay in cents, rounded once."""
    return half_up(pay * rate.value, PARTS * rate.parts)


class _Caps(NamedTuple):
    """The caps by the day on which a risk began: ``starts`` of each but the first."""

    starts: Days
    values: Ints
    newest: Figure


@lru_cache(maxsize=1_000)  # the same days come again
def _caps(figures: Figures, on: date) -> _Caps:
    """The caps as they stand on a day."""
    caps = figures.by_start("health_day_cap", on)
    starts = days(np.array([cap.since for cap in caps[1:]]))
    return _Caps(starts, np.array([cap.value for cap in caps], dtype=np.int64), caps[-1])
