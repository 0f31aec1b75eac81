"""Temporary unemployment: a share of the capped pay for each day that was not worked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.unemployment.amount import Pay, daily_pay
from portal.law.arrays import chosen
from portal.law.days import Days
from portal.law.figures import Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)
LEGAL_GROUND = gettext_noop("Royal Decree of 25 November 1991, articles 106 and 114")


class Cause(base.Code):
    """Why the work stops, as the employer declares it (WECH002)."""

    UNKNOWN = 0
    ECONOMIC = 1
    WEATHER = 2
    TECHNICAL = 3
    FORCE_MAJEURE = 4
    MEDICAL = 5
    COLLECTIVE_HOLIDAY = 6
    STRIKE = 7
    PROTECTED_WORKER = 8
    EMPLOYEE_SUSPENSION = 9


# A strike is decided upon by the office, and a protected worker's cause is looked at first.
FOR_A_PERSON = [Cause.STRIKE, Cause.PROTECTED_WORKER]


@dataclass(frozen=True)
class Facts(base.Facts):
    """One worker and one month for each place.

    ``month_start`` and ``month_end`` bound the days declared. ``hours`` are those without work, in
    hundredths; ``weekly_hours`` those of a full week under the contract, in hundredths.
    ``monthly_pay`` is gross cents, as if full-time. ``contract`` says that the contract runs on.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"cause": Cause}

    month_start: Days
    month_end: Days
    cause: Ints
    contract: Flags
    hours: Ints
    weekly_hours: Ints
    monthly_pay: Ints


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1992."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right for the month, with the figures of the day, and what it comes to.

    Allowances are counted in halves, six whole ones to a full week.
    """
    pay = daily_pay(facts.monthly_pay, on)
    amount, amount_steps = _amount(facts, on, pay)
    halves, halves_steps = _halves(facts, on)
    month = half_up(amount * halves, 2)
    label = gettext_noop("The month: half allowances at %(amount)s a whole one")
    params = {"amount": Quantity(amount, "cents")}
    total = Step("month_amount", label, month, "cents", LEGAL_GROUND, params=params)
    steps = (*pay.steps, *amount_steps, *halves_steps, total)
    return base.conclude(
        _reasons(facts, halves),
        steps,
        facts.month_start,
        facts.month_end,
        [base.LegalGround(LEGAL_GROUND)],
        month,
        "month",
    )


def _amount(facts: Facts, on: date, pay: Pay) -> tuple[Ints, tuple[Step, ...]]:
    """Cents a day: the share by cause, not below the least amount."""
    usual, major = FIGURES.on("rate", on), FIGURES.on("force_majeure_rate", on)
    least = FIGURES.on("least_day", on)
    force = facts.cause == Cause.FORCE_MAJEURE
    share = chosen(force, pay.share(major), pay.share(usual))
    amount = np.maximum(share, least.value)
    label = gettext_noop("A day: %(figure)s of the pay counted")
    floor = gettext_noop("A day, not below %(figure)s")
    return amount, (
        Step.by(usual, "share", label, share, "cents", applies=~force),
        Step.by(major, "share", label, share, "cents", applies=force),
        Step.by(least, "day_amount", floor, amount, "cents"),
    )


def _halves(facts: Facts, on: date) -> tuple[Ints, tuple[Step, ...]]:
    """Half allowances of the month: a week without work holds six whole ones."""
    week = FIGURES.on("week_days", on)
    hours = np.maximum(facts.weekly_hours, 1)
    halves = half_up(facts.hours * week.value * 2, hours)
    label = gettext_noop("Half allowances: hours × %(figure)s × 2 ÷ hours of a full week")
    return halves, (Step.by(week, "half_allowances", label, halves, "count"),)


def _reasons(facts: Facts, halves: Ints) -> tuple[base.Reason, ...]:
    undated = np.isnat(facts.month_start) | np.isnat(facts.month_end)
    unordered = ~undated & (facts.month_end < facts.month_start)
    return (
        base.Reason(gettext_noop("The month is not known."), undated | unordered),
        base.Reason(
            gettext_noop("The contract has ended: this is full unemployment."), ~facts.contract
        ),
        base.Reason(gettext_noop("No hours without work were declared."), halves == 0),
        base.Reason(
            gettext_noop("The cause is not known."), facts.cause == Cause.UNKNOWN, asks_person=True
        ),
        base.Reason(
            gettext_noop("The office decides itself upon this cause."),
            np.isin(facts.cause, FOR_A_PERSON),
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The hours of a full week under the contract are not known."),
            facts.weekly_hours == 0,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="temporary_unemployment",
    title=gettext_noop("Temporary unemployment benefit"),
    institution_sector=18,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
