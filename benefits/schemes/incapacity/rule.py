"""Incapacity for work: who is insured, from when, and how many cents a day."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.health import daily_pay
from benefits.schemes.incapacity.amount import LEGAL_GROUND, day_amount
from benefits.schemes.incapacity.facts import FIGURES, Facts
from portal.law.arrays import chosen
from portal.law.days import ONE_DAY, Days, as_day, full_months
from portal.law.steps import Flags


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1994."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how many cents a day of the six-day week.

    It begins after the employer's guaranteed pay. The share and the least amount go by the month
    of the incapacity in which the day lies.
    """
    today = as_day(on)
    month = full_months(facts.began, today - ONE_DAY) + 1
    pay = daily_pay(FIGURES, facts.monthly_pay, facts.began, on)
    amount, steps = day_amount(facts, on, pay.capped, month)
    paid = chosen(np.isnat(facts.paid_until), facts.began - ONE_DAY, facts.paid_until)
    starts: Days = np.maximum(facts.began, paid + ONE_DAY)
    reasons = _reasons(facts, on, starts, today)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    return base.conclude(reasons, (*pay.steps, *steps), starts, facts.until, grounds, amount, "day")


def _reasons(facts: Facts, on: date, starts: Days, today: Days) -> tuple[base.Reason, ...]:
    months, days = FIGURES.on("waiting_months", on), FIGURES.on("waiting_days", on)
    first = as_day(FIGURES.period("health_day_cap").start)
    undated = np.isnat(facts.began)
    waiting: Flags = (facts.insured_months < months.value) | (facts.worked_days < days.value)
    return (
        base.Reason(gettext_noop("The first day of the incapacity is not known."), undated),
        base.Reason(
            gettext_noop("For an incapacity that began before 2005 the amounts are not here."),
            ~undated & (facts.began < first),
            asks_person=True,
        ),
        base.Reason(gettext_noop("The incapacity has not begun yet."), facts.began > today),
        base.Reason(
            gettext_noop("The employer still pays: the guaranteed pay comes first."),
            (facts.began <= today) & (starts > today),
        ),
        base.Reason(
            gettext_noop("The incapacity has ended."),
            (facts.until < today) | (facts.until < starts),
        ),
        base.Reason(
            gettext_noop("The adviser has not recognised the incapacity yet."),
            ~facts.recognised,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The months of insurance or the days of work before it do not suffice."),
            waiting,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("More hours than full ones are no incapacity."), facts.work_percent > 100
        ),
    )


SCHEME = base.Scheme(
    code="incapacity",
    title=gettext_noop("Benefit for incapacity for work"),
    institution_sector=11,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
