"""The special contribution, which depends on how a household is assessed."""

from datetime import date

import numpy as np

from declarations.wages.contributions.facts import FIGURES
from declarations.wages.contributions.rates import WHOLE
from portal.law.money import Ints, half_up

BRACKETS = 4


def special_contribution(on: date, basis: Ints, months: int = 1) -> Ints:
    """Return the special contribution of a worker assessed alone, in cents (law of 30 March 1994).

    ``basis`` is the pay of so many months, as it counts for contributions; the scale is that of a
    month, stretched. A declaration does not say how a household is assessed.
    """
    limits = [FIGURES.on(f"special_limit_{number + 1}", on).value for number in range(BRACKETS)]
    owed = np.zeros_like(basis)
    for number, lower in enumerate(limits):
        upper = limits[number + 1] if number + 1 < BRACKETS else np.iinfo(np.int64).max // months
        within = np.clip(basis, lower * months, upper * months) - lower * months
        owed += within * FIGURES.on(f"special_rate_{number + 1}", on).value
    return np.minimum(half_up(owed, WHOLE), special_most(on, months))


def special_most(on: date, months: int = 1) -> int:
    """Return the most that anybody owes of it, in cents."""
    return FIGURES.on("special_most", on).value * months
