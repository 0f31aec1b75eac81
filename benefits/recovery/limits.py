"""Between which amounts a plan to pay back is set."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from benefits.payments.dues import FIGURES as PAYMENTS
from portal.law.figures import Figures

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))


@dataclass(frozen=True)
class Limits:
    """The least and the most cents a month of a plan; 0, which lets the debt rest, is always one.

    `longest` is the number of months in which a debt is paid back, where that can be.
    """

    least: int
    most: int
    longest: int

    def allow(self, cents: int) -> bool:
        """Say whether a plan may be for so many cents a month."""
        return cents == 0 or self.least <= cents <= self.most


def limits_of(debt: int, paid: int, month: date) -> Limits:
    """Return the limits for a debt in cents of whom so many cents are paid a month.

    Nothing is taken of the protected minimum; of whom nothing is paid, any part may be paid back by
    transfer.
    """
    free = max(paid - PAYMENTS.on("protected_month", month).value, 0) if paid else debt
    most, longest = min(free, debt), FIGURES.on("plan_longest", month).value
    in_time = -(-debt // longest)
    least = max(FIGURES.on("plan_least", month).value, in_time)
    return Limits(min(least, most), most, longest)
