"""The share of a full quarter that was worked, and the pay that a full-timer would have had."""

from dataclasses import dataclass

import numpy as np

from declarations.wages.contributions.facts import FIGURES, Wages
from declarations.wages.quarters import first_day
from portal.law.money import Ints, half_up

HUNDREDTHS = 100
NO_PAY = 1 << 40  # cents: above every limit, for who has no paid time to compare with


@dataclass(frozen=True)
class Shares:
    """``share`` of each occupation (µ), ``worker`` of all of a worker's (µ(glob)); in hundredths.

    ``reference`` is the pay S of a full-time worker in a full quarter, in cents.
    """

    share: Ints
    worker: Ints
    reference: Ints


def shares(wages: Wages, quarter: int) -> Shares:
    """Return shares and reference pay (Royal Decree of 16 May 2003, article 2).

    Each fraction is rounded half up to two decimals; then S is, to the cent.
    """
    weeks = FIGURES.on("weeks", first_day(quarter)).value
    full = weeks * wages.week
    some = full > 0
    share = half_up(wages.worked * HUNDREDTHS * some, np.where(some, full, 1))
    paid = (wages.paid > 0) & (wages.counted > 0)
    ratio = half_up(full * HUNDREDTHS, np.where(paid, wages.paid, 1))
    reference = half_up(wages.counted * ratio, HUNDREDTHS)
    return Shares(share, _together(share, wages.worker), np.where(paid, reference, NO_PAY))


def _together(values: Ints, worker: Ints) -> Ints:
    """Sum the values of each worker's rows, which follow each other, and give each row its sum."""
    if not len(worker):
        return values
    first = np.flatnonzero(np.diff(worker, prepend=worker[0] - 1))
    if len(first) == len(worker):
        return values
    sums = np.add.reduceat(values, first)
    return np.repeat(sums, np.diff(first, append=len(worker)))
