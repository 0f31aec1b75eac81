"""The income-replacement allowance: an amount by category, less the income that counts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import alike, chosen
from portal.law.days import NO_DAY, Days, as_day
from portal.law.figures import Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)
YEAR = 12  # months


class Category(base.Code):
    """How one lives: A with relatives, B alone or in care, C with a partner or a child."""

    A = 1
    B = 2
    C = 3


LABELS = {
    Category.A: gettext_noop("Category A: living with relatives"),
    Category.B: gettext_noop("Category B: living alone, or in care"),
    Category.C: gettext_noop("Category C: with a partner or a child to support"),
}


@dataclass(frozen=True)
class Facts(base.Facts):
    """One person for each place.

    ``asked_on`` is the day of the request; the right begins on the first of the next month.
    ``assessed`` says that a doctor of the service has seen the person, ``reduced`` that the earning
    power is at most a third of that of a healthy person. ``income`` is cents a year, of oneself
    and a partner, after the exemptions that the service has applied.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"category": Category}

    asked_on: Days
    age: Ints
    resides: Flags
    assessed: Flags
    reduced: Flags
    category: Ints
    income: Ints


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1987."""
    return gettext_noop("Act of 27 February 1987 on allowances for people with a disability")


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how many cents a month."""
    year = np.zeros(len(facts), dtype=np.int64)
    steps = []
    for category, label in LABELS.items():
        figure = FIGURES.on(f"category_{category.name.lower()}_year", on)
        applies = facts.category == category
        year = chosen(applies, figure.value, year)
        steps.append(Step.by(figure, "category_year", label, year, "cents", applies=applies))
    month = half_up(np.maximum(year - facts.income, 0), YEAR)
    article = legal_ground(on)
    income = gettext_noop("Income of a year that counts, after the exemptions")
    twelfth = gettext_noop("A month: a twelfth of what remains of the year")
    steps += [
        Step("income", income, facts.income, "cents", article, confirmed=False),
        Step("month_amount", twelfth, month, "cents", article),
    ]
    starts = _first_of_next_month(facts.asked_on)
    starts = chosen(starts <= as_day(on), starts, NO_DAY)
    ends = alike(NO_DAY, len(facts))
    grounds = [base.LegalGround(article)]
    reasons = _reasons(facts, on, starts, month)
    return base.conclude(reasons, steps, starts, ends, grounds, month, "month")


def _first_of_next_month(days: Days) -> Days:
    return (days.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")


def _reasons(facts: Facts, on: date, starts: Days, month: Ints) -> tuple[base.Reason, ...]:
    lowest, pension = FIGURES.on("lowest_age", on), FIGURES.on("pension_age", on)
    known = ~np.isnat(facts.asked_on)
    return (
        base.Reason(gettext_noop("The request has no day."), ~known),
        base.Reason(
            gettext_noop("The right begins on the first day of the month after the request."),
            known & np.isnat(starts),
        ),
        base.Reason(
            gettext_noop("This right begins at the age of eighteen."), facts.age < lowest.value
        ),
        base.Reason(
            gettext_noop("From the pension age on it can no longer be asked for."),
            facts.age >= pension.value,
        ),
        base.Reason(gettext_noop("The residence is not in Belgium."), ~facts.resides),
        base.Reason(
            gettext_noop("A doctor of the service has to see the person first."),
            ~facts.assessed,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The earning power is above a third of that of a healthy person."),
            facts.assessed & ~facts.reduced,
        ),
        base.Reason(
            gettext_noop("The income that counts reaches the amount of the category."), month == 0
        ),
    )


SCHEME = base.Scheme(
    code="income_replacement",
    title=gettext_noop("Income-replacement allowance"),
    institution_sector=16,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
