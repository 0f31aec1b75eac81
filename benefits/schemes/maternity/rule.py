"""Maternity rest: its weeks, and a share of the pay that is higher in the first thirty days."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.health import DailyPay, daily_pay, share
from portal.law.arrays import anybody, chosen
from portal.law.days import ONE_DAY, Days, as_day
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)
LEGAL_GROUND = gettext_noop("Coordinated Act of 14 July 1994, articles 111 to 117")
WEEK = 7  # days


class Situation(base.Code):
    """Whether she works when the rest begins."""

    EMPLOYED = 1
    ENDED = 2
    UNEMPLOYED = 3


@dataclass(frozen=True)
class Facts(base.Facts):
    """One maternity rest for each place.

    ``began`` is its first day; ``multiple`` says that more than one child is expected.
    ``monthly_pay`` is gross cents, ``unemployment_day`` the benefit of a day in cents for who is
    unemployed. ``insured_months`` and ``worked_days`` are those before it.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"situation": Situation}

    began: Days
    multiple: Flags
    situation: Ints
    monthly_pay: Ints
    unemployment_day: Ints
    insured_months: Ints
    worked_days: Ints


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1994."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how many cents a day of the six-day week."""
    today = as_day(on)
    one, more = FIGURES.on("weeks", on), FIGURES.on("weeks_multiple", on)
    weeks = chosen(facts.multiple, more.value, one.value)
    ends = facts.began + (weeks * WEEK).astype("timedelta64[D]") - ONE_DAY
    pay = daily_pay(FIGURES, facts.monthly_pay, facts.began, on)
    amount, steps = _amount(facts, on, pay)
    label = gettext_noop("Weeks of rest: at most %(figure)s")
    length = (
        Step.by(one, "weeks", label, weeks, "count", applies=~facts.multiple),
        Step.by(more, "weeks", label, weeks, "count", applies=facts.multiple),
    )
    reasons = _reasons(facts, on, today, ends)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    all_steps = (*length, *pay.steps, *steps)
    return base.conclude(reasons, all_steps, facts.began, ends, grounds, amount, "day")


def _amount(facts: Facts, on: date, pay: DailyPay) -> tuple[Ints, tuple[Step, ...]]:
    """Cents a day: only who is employed has the first days without a cap."""
    days = FIGURES.on("first_days", on)
    early = as_day(on) < facts.began + np.timedelta64(days.value, "D")
    amount = np.zeros(len(facts), dtype=np.int64)
    steps = []
    for situation in Situation:
        counted = pay.whole if situation == Situation.EMPLOYED else pay.capped
        added = facts.unemployment_day if situation == Situation.UNEMPLOYED else 0
        parts = (("first", counted, early), ("later", pay.capped, ~early))
        for part, of_pay, when in parts:
            applies = when & (facts.situation == situation)
            if not anybody(applies):
                continue
            rate = FIGURES.on(f"{situation.name.lower()}_{part}", on)
            amount = chosen(applies, share(of_pay, rate) + added, amount)
            label = LABELS[part, situation == Situation.UNEMPLOYED]
            steps.append(Step.by(rate, "day_amount", label, amount, "cents", applies=applies))
    return amount, tuple(steps)


LABELS = {
    ("first", False): gettext_noop("In the first thirty days: %(figure)s of the pay of a day"),
    ("later", False): gettext_noop("After thirty days: %(figure)s of the pay of a day"),
    ("first", True): gettext_noop(
        "In the first thirty days: the unemployment benefit and %(figure)s of the pay of a day"
    ),
    ("later", True): gettext_noop(
        "After thirty days: the unemployment benefit and %(figure)s of the pay of a day"
    ),
}


def _reasons(facts: Facts, on: date, today: Days, ends: Days) -> tuple[base.Reason, ...]:
    months, days = FIGURES.on("waiting_months", on), FIGURES.on("waiting_days", on)
    first = as_day(FIGURES.period("health_day_cap").start)
    return (
        base.Reason(gettext_noop("The first day of the rest is not known."), np.isnat(facts.began)),
        base.Reason(gettext_noop("The rest has not begun yet."), facts.began > today),
        base.Reason(gettext_noop("The rest has ended."), ends < today),
        base.Reason(
            gettext_noop("For a rest that began before 2005 the amounts are not here."),
            facts.began < first,
        ),
        base.Reason(
            gettext_noop("The months of insurance or the days of work before it do not suffice."),
            (facts.insured_months < months.value) | (facts.worked_days < days.value),
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="maternity",
    title=gettext_noop("Maternity benefit"),
    institution_sector=11,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
