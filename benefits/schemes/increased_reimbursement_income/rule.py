"""Increased reimbursement on income: last year's, or a month's for who is in a known situation."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.days import Days, as_day, year_end
from portal.law.figures import Figure, Figures
from portal.law.money import Ints
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))
LEGAL_GROUND = gettext_noop(
    "Coordinated Act of 14 July 1994, article 37, paragraph 19; Royal Decree of 15 January 2014"
)
YEAR = 12  # months


@dataclass(frozen=True)
class Facts(base.Facts):
    """One household for each place; amounts are gross taxable cents.

    ``asked_on`` is the day of the application. ``members`` are those beside the applicant.
    ``last_year`` is the income of the year before, ``month`` that of the month before the
    application. ``indicator`` says that somebody is a widow or widower, pensioner, invalid,
    disabled, three months unemployed or sick, or a single parent: the month may be looked at.
    """

    asked_on: Days
    members: Ints
    last_year: Ints
    month: Ints
    indicator: Flags


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 2014."""
    return LEGAL_GROUND


@dataclass(frozen=True)
class _Way:
    """One of the two ways: whose income lies below, and the step; None where there is no limit."""

    below: Flags
    known: bool
    steps: tuple[Step, ...]


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day; there is no amount. The ceilings are those of the day."""
    year_label = gettext_noop("Income of last year, %(income)s, below %(figure)s and more a member")
    month_label = gettext_noop(
        "Income of the month before × 12, %(income)s, below %(figure)s and more a member"
    )
    everybody = np.ones(len(facts), dtype=bool)
    year = _way("year", year_label, facts, facts.last_year, everybody, on)
    month = _way("month", month_label, facts, facts.month * YEAR, facts.indicator, on)
    ends: Days = year_end(facts.asked_on, FIGURES.on("years_after", on).value)
    steps = (*year.steps, *month.steps, _length(on, ends))
    reasons = _reasons(facts, on, year, month)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    return base.conclude(reasons, steps, facts.asked_on, ends, grounds)


def _way(name: str, label: str, facts: Facts, income: Ints, applies: Flags, on: date) -> _Way:
    ceiling = FIGURES.find(f"{name}_ceiling", on)
    member = FIGURES.find(f"{name}_ceiling_member", on)
    if ceiling is None or member is None:
        return _Way(np.zeros(len(facts), dtype=bool), False, ())
    most = ceiling.value + facts.members * member.value
    below = applies & (income < most)
    params = {"income": Quantity(income, "cents")}
    steps = (
        _most(name, ceiling, most, applies),
        Step.by(ceiling, f"{name}_income", label, below, "flag", params, applies),
    )
    return _Way(below, True, steps)


def _most(name: str, ceiling: Figure, most: Ints, applies: Flags) -> Step:
    label = gettext_noop("Ceiling of the household: %(figure)s and the part of each other member")
    return Step.by(ceiling, f"{name}_most", label, most, "cents", applies=applies)


def _length(on: date, ends: Days) -> Step:
    years = FIGURES.on("years_after", on)
    label = gettext_noop("The right lasts to the end of the next year and is then looked at again")
    return Step.by(years, "last_day", label, ends, "date", applies=~np.isnat(ends))


def _reasons(facts: Facts, on: date, year: _Way, month: _Way) -> tuple[base.Reason, ...]:
    today = as_day(on)
    below = year.below | month.below
    open_ = ~below & (not year.known)
    ended = year_end(facts.asked_on, FIGURES.on("years_after", on).value) < today
    return (
        base.Reason(gettext_noop("The application has no day."), np.isnat(facts.asked_on)),
        base.Reason(gettext_noop("The application is of a later day."), facts.asked_on > today),
        base.Reason(gettext_noop("The right of that application has run out."), ended),
        base.Reason(
            gettext_noop("The income of the household is not below the ceiling."),
            ~below & year.known,
        ),
        base.Reason(
            gettext_noop("The ceiling of this year is not in the tables."), open_, asks_person=True
        ),
    )


SCHEME = base.Scheme(
    code="increased_reimbursement_income",
    title=gettext_noop("Increased reimbursement of health care, on income"),
    institution_sector=11,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
