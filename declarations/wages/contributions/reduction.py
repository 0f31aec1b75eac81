"""The structural reduction of the employer's contributions (code 3000), for each occupation."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from declarations.wages.contributions.facts import FIGURES, Category, Kind, Wages
from declarations.wages.contributions.rates import WHOLE
from declarations.wages.contributions.share import HUNDREDTHS, Shares
from declarations.wages.quarters import first_day
from portal.law.figures import Figure
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

NAMES = {
    Category.GENERAL: "general",
    Category.MARIBEL: "maribel",
    Category.SHELTERED: "sheltered",
    Category.UNMODERATED: "unmoderated",
}
COMPONENTS = ("low", "very_low", "high")


@dataclass(frozen=True)
class Parameters:
    """Figures of a quarter, a cell for each category; what a category does not have is 0.

    ``fixed`` and the limits are in cents, the rates in ten-thousandths. ``known`` says of which
    categories the figures are held.
    """

    fixed: Ints
    rate: dict[str, Ints]
    limit: dict[str, Ints]
    known: Flags
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Reduction:
    """Cents for each occupation: ``full`` for a full quarter (R), ``amount`` for what was worked.

    ``factor`` is β as ``numerator / denominator``; ``known`` says for whom figures are held.
    """

    full: Ints
    factor: tuple[Ints, Ints]
    amount: Ints
    known: Flags


@cache
def parameters(quarter: int) -> Parameters:
    """Return the figures in force on the first day of a quarter."""
    day = first_day(quarter)
    found = {
        name: figure
        for name in FIGURES.tables
        if name.startswith("reduction_") and (figure := FIGURES.find(name, day))
    }

    def cells(last: str) -> Ints:
        names = [f"reduction_{NAMES.get(category)}_{last}" for category in Category]
        return np.array([found[name].value if name in found else 0 for name in names])

    rate = {component: cells(f"{component}_rate") for component in COMPONENTS}
    limit = {component: cells(f"{component}_limit") for component in COMPONENTS}
    known = (rate["low"] > 0) & (limit["low"] > 0) & (rate["very_low"] > 0)
    return Parameters(cells("fixed"), rate, limit, known, found)


def reduction(wages: Wages, worked: Shares, quarter: int) -> Reduction:
    """Return the reduction of each occupation (Royal Decree of 16 May 2003).

    R = F + α (S0 − S) + γ (S2 − S) + δ (W − S1), each part where positive, and P = R × µ × β, never
    more than R. Who has no paid time, or no pay that counts, has none.
    """
    figures, category = parameters(quarter), wages.category
    low, very_low, high = (
        figures.rate[name][category] * np.maximum(_above(name, wages, worked, figures), 0)
        for name in COMPONENTS
    )
    ordinary = (wages.kind == Kind.WHITE_COLLAR) | (wages.kind == Kind.MANUAL)
    counts = ordinary & (wages.paid > 0) & (wages.counted > 0) & figures.known[category]
    full = half_up(figures.fixed[category] * WHOLE + low + very_low + high, WHOLE) * counts
    factor = factors(worked.worker, wages, quarter)
    amount = half_up(full * worked.share * factor[0], HUNDREDTHS * factor[1])
    return Reduction(full, factor, np.minimum(amount, full), ordinary & figures.known[category])


def _above(name: str, wages: Wages, worked: Shares, figures: Parameters) -> Ints:
    limit = figures.limit[name][wages.category]
    return wages.counted - limit if name == "high" else limit - worked.reference


def first_hire(wages: Wages, worked: Shares, quarter: int) -> Ints:
    """Return the most that a first hire takes off for each occupation (code 3315), in cents.

    G × µ × β; MissingFigureError for a quarter whose amount was not found.
    """
    most = FIGURES.on("first_hire", first_day(quarter)).value
    over, under = factors(worked.worker, wages, quarter, "target_factor")
    amount = half_up(most * worked.share * over, HUNDREDTHS * under)
    return np.minimum(amount, most)


def factors(share: Ints, wages: Wages, quarter: int, name: str = "factor") -> tuple[Ints, Ints]:
    """Return β, as numerators and denominators, by the share of all a worker's occupations.

    Nothing below the floor, unless the contract is for half time or the work is sheltered; from the
    full share on the reduction is that of a full quarter. `name` is the figure that it begins with.
    """
    day = first_day(quarter)
    floor, step, full, start, slope = (
        FIGURES.on(name, day).value
        for name in ("share_floor", "share_step", "share_full", name, f"{name}_slope")
    )
    exempt = wages.half_time | (wages.category >= Category.SHELTERED)
    share = share * (WHOLE // HUNDREDTHS)
    rising = start + np.maximum(share - step, 0) * slope // WHOLE
    rising = np.where((share >= floor) | exempt, rising, 0)
    whole = share >= full
    return np.where(whole, WHOLE, rising), np.where(whole, share, WHOLE)


def reduction_steps(
    wages: Wages, worked: Shares, given: Reduction, quarter: int
) -> tuple[Step, ...]:
    """Explain how the reduction came about."""
    figures = parameters(quarter).figures
    own = wages.counted, worked.reference
    steps = [_reference(own[0], worked, given, quarter)]
    for category, name in NAMES.items():
        here = given.known & (wages.category == category) & (given.full > 0)
        for component in COMPONENTS:
            rate = figures.get(f"reduction_{name}_{component}_rate")
            limit = figures.get(f"reduction_{name}_{component}_limit")
            if rate and limit:
                gap = own[0] - limit.value if component == "high" else limit.value - own[1]
                steps.append(_component(rate, limit, gap, f"{component}_pay", here))
    return (*steps, *_outcome(worked, given, quarter))


def _reference(counted: Ints, worked: Shares, given: Reduction, quarter: int) -> Step:
    return Step.by(
        FIGURES.on("weeks", first_day(quarter)),
        "reference_pay",
        gettext_noop("Pay of %(pay)s, as that of a full-timer in %(figure)s full weeks"),
        worked.reference,
        "cents",
        {"pay": Quantity(counted, "cents")},
        given.full > 0,
    )


def _component(rate: Figure, limit: Figure, gap: Ints, key: str, here: Flags) -> Step:
    label = {
        "low_pay": gettext_noop("Low pay: %(figure)s of what it is below %(limit)s"),
        "very_low_pay": gettext_noop("Very low pay: %(figure)s of what it is below %(limit)s"),
        "high_pay": gettext_noop("High pay: %(figure)s of what it is above %(limit)s"),
    }[key]
    value = half_up(rate.value * np.maximum(gap, 0), WHOLE)
    params = {"limit": limit.quantity}
    step = Step.by(rate, key, label, value, "cents", params, here & (gap > 0))
    return step._replace(confirmed=rate.confirmed and limit.confirmed)


def _outcome(worked: Shares, given: Reduction, quarter: int) -> tuple[Step, ...]:
    day = first_day(quarter)
    floor, full = FIGURES.on("share_floor", day), FIGURES.on("share_full", day)
    share = {"share": Quantity(worked.worker * (WHOLE // HUNDREDTHS), "ten_thousandths")}
    has = given.full > 0
    return (
        Step.by(
            full,
            "full_reduction",
            gettext_noop("Structural reduction for at least %(figure)s of a quarter"),
            given.full,
            "cents",
            applies=has,
        ),
        Step.by(
            floor,
            "factor",
            gettext_noop("Multiplied for a share of %(share)s; nothing below %(figure)s"),
            half_up(given.factor[0] * WHOLE, given.factor[1]),
            "ten_thousandths",
            share,
            has,
        ),
        Step.by(
            FIGURES.on("factor", day),
            "reduction",
            gettext_noop("Structural reduction for the share worked"),
            given.amount,
            "cents",
            applies=given.known,
        ),
    )
