"""Temporary incapacity after an accident at work: a share of the pay of an average day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import chosen
from portal.law.days import ONE_DAY, Days, as_day
from portal.law.figures import Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)
LEGAL_GROUND = gettext_noop("Act of 10 April 1971 on accidents at work, articles 22 and 40")


@dataclass(frozen=True)
class Facts(base.Facts):
    """One accident for each place.

    ``accident_on`` is its day, which the employer pays; ``until`` the last day of the incapacity
    (NaT: it goes on); ``paid_until`` the last day of the employer's guaranteed pay (NaT: none), for
    which the insurer pays the employer back. ``accepted`` says that the insurer takes it as an
    accident at work, ``base_pay`` is gross cents of the year before it, up to the legal maximum.
    """

    accident_on: Days
    until: Days
    paid_until: Days
    accepted: Flags
    base_pay: Ints


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1972."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how many cents for each day of the calendar.

    It begins on the day after the accident, or after the employer's guaranteed pay.
    """
    rate, year = FIGURES.on("total_rate", on), FIGURES.on("year_days", on)
    amount = half_up(facts.base_pay * rate.value, rate.parts * year.value)
    paid = chosen(np.isnat(facts.paid_until), facts.accident_on, facts.paid_until)
    starts: Days = np.maximum(facts.accident_on + ONE_DAY, paid + ONE_DAY)
    label = gettext_noop(
        "A day of the calendar: %(figure)s of %(pay)s, divided by the days of a year"
    )
    params = {"pay": Quantity(facts.base_pay, "cents")}
    step = Step.by(rate, "day_amount", label, amount, "cents", params)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    reasons = _reasons(facts, starts, as_day(on))
    return base.conclude(reasons, (step,), starts, facts.until, grounds, amount, "day")


def _reasons(facts: Facts, starts: Days, today: Days) -> tuple[base.Reason, ...]:
    unknown = np.isnat(facts.accident_on)
    return (
        base.Reason(gettext_noop("The day of the accident is not known."), unknown),
        base.Reason(
            gettext_noop("The employer still pays: the guaranteed pay comes first."),
            ~unknown & (starts > today),
        ),
        base.Reason(
            gettext_noop("The incapacity has ended."),
            (facts.until < today) | (facts.until < starts),
        ),
        base.Reason(
            gettext_noop("The insurer has not accepted the accident yet."),
            ~facts.accepted,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The pay of the year before the accident is not known."),
            facts.base_pay == 0,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="work_accident",
    title=gettext_noop("Benefit for an accident at work"),
    institution_sector=1,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
    week="1111111",
)
