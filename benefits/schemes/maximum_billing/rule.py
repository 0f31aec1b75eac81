"""Maximum billing: a ceiling by status or income; what was paid above it comes back."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import alike, chosen
from portal.law.days import Days, as_day, year_end
from portal.law.figures import Figure, Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))
LEGAL_GROUND = gettext_noop("Coordinated Act of 14 July 1994, articles 37quinquies to 37octies")

# Income limits and ceilings of the same name; above the last limit the fifth ceiling holds.
TIERS = ("fourth", "third", "second", "first")


@dataclass(frozen=True)
class Facts(base.Facts):
    """One household and one calendar year for each place; amounts are cents of that year.

    ``year_start`` is its first of January. ``paid`` is what the household paid itself for care.
    ``social`` says that it holds increased reimbursement, ``chronic`` that a member had high costs
    two years in a row. ``income`` is net taxable, of the year that the law looks at, where
    ``income_known``.
    """

    year_start: Days
    paid: Ints
    social: Flags
    chronic: Flags
    income: Ints
    income_known: Flags


def legal_ground(on: date) -> str:
    """The law that gives the right."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """How many cents come back for the year up to the day, once for each year.

    Paid month by month, as soon as the ceiling is reached: what came back before is taken off by
    the payment. Figures are those of the day.
    """
    ceiling, steps = _ceiling(facts, on)
    back = np.maximum(facts.paid - ceiling, 0)
    label = gettext_noop("Of %(paid)s paid, what is above the ceiling comes back")
    params = {"paid": Quantity(facts.paid, "cents")}
    returned = Step("returned", label, back, "cents", LEGAL_GROUND, params=params)
    reasons = _reasons(facts, on, back)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    ends: Days = year_end(facts.year_start)
    return base.conclude(reasons, (*steps, returned), facts.year_start, ends, grounds, back, "once")


def _ceiling(facts: Facts, on: date) -> tuple[Ints, tuple[Step, ...]]:
    """The lowest ceiling that the household may claim."""
    factor = FIGURES.on("factor", on)
    first = _moved("first", factor, on)
    ceiling = alike(_moved("fifth", factor, on), len(facts))
    for name in TIERS:
        within = facts.income_known & (facts.income <= FIGURES.on(f"income_{name}", on).value)
        ceiling = chosen(within, _moved(name, factor, on), ceiling)
    lowest, limit = FIGURES.on("ceiling_lowest", on), FIGURES.on("income_lowest", on)
    poorest = facts.income_known & (facts.income <= limit.value)
    ceiling = chosen(poorest, lowest.value, ceiling)
    ceiling = chosen(facts.social, np.minimum(ceiling, first), ceiling)
    chronic = _moved("chronic", factor, on)
    lowered = chosen(facts.chronic, ceiling - chronic, ceiling)
    by_income = gettext_noop("Ceiling by the income of the household: its base times %(figure)s")
    by_status = gettext_noop("Ceiling with increased reimbursement: its base times %(figure)s")
    less = gettext_noop("Lowered for lasting illness")
    return lowered, (
        Step.by(factor, "ceiling", by_status, ceiling, "cents", applies=facts.social),
        Step.by(factor, "ceiling", by_income, ceiling, "cents", applies=~facts.social),
        Step.by(factor, "lowered", less, lowered, "cents", applies=facts.chronic),
    )


def _moved(name: str, factor: Figure, on: date) -> int:
    ceiling = FIGURES.on(f"ceiling_{name}", on)
    return int(half_up(ceiling.value * factor.value, factor.parts))


def _reasons(facts: Facts, on: date, back: Ints) -> tuple[base.Reason, ...]:
    last = FIGURES.on("last_known_year", on).value
    year = facts.year_start.astype("datetime64[Y]")
    undated = np.isnat(facts.year_start)
    return (
        base.Reason(gettext_noop("The year is not known."), undated),
        base.Reason(gettext_noop("The year has not begun yet."), facts.year_start > as_day(on)),
        base.Reason(gettext_noop("What was paid has not reached the ceiling."), back == 0),
        base.Reason(
            gettext_noop("The ceilings of this year are not in the tables: those of 2024 stand."),
            ~undated & (year > np.datetime64(str(last), "Y")),
            refuses=False,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The income is not known: the ceiling may be lower."),
            ~facts.income_known & ~facts.social,
            refuses=False,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="maximum_billing",
    title=gettext_noop("Maximum billing"),
    institution_sector=11,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
