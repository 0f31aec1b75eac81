"""The income guarantee for the elderly: a yearly amount, less one's share of the means."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.elderly_income_guarantee.facts import FIGURES, Facts
from portal.law.arrays import alike, chosen
from portal.law.days import NO_DAY, as_day
from portal.law.figures import Figure
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

YEAR = 12  # months


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 2001."""
    return gettext_noop("Act of 22 March 2001 establishing the income guarantee for the elderly")


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how many cents a month.

    The right is examined without being asked for; who decides has enquired into the means, and
    until then the outcome is a proposal.
    """
    year, amount_steps = _amount(facts, on)
    means, means_steps = _means(facts, on)
    shared = half_up(means, np.maximum(facts.counted, 1))
    month = half_up(np.maximum(year - shared, 0), YEAR)
    article = legal_ground(on)
    steps = (
        *amount_steps,
        *means_steps,
        Step(
            "share",
            gettext_noop("Divided by the number of persons counted: %(counted)s"),
            shared,
            "cents",
            article,
            params={"counted": Quantity(facts.counted, "count")},
        ),
        Step(
            "month_amount",
            gettext_noop("A month: a twelfth of what remains of the year"),
            month,
            "cents",
            article,
        ),
    )
    starts = chosen(facts.asked_on <= as_day(on), facts.asked_on, NO_DAY)
    ends = alike(NO_DAY, len(facts))
    reasons = _reasons(facts, on, month)
    return base.conclude(reasons, steps, starts, ends, [base.LegalGround(article)], month, "month")


def _amount(facts: Facts, on: date) -> tuple[Ints, tuple[Step, ...]]:
    """The highest amount of a year, by whether one lives alone."""
    shared, increased = FIGURES.on("base_year", on), FIGURES.on("increased_year", on)
    year = chosen(facts.alone, increased.value, shared.value)
    together = gettext_noop("Living with others: at most %(figure)s a year")
    alone = gettext_noop("Living alone: at most %(figure)s a year")
    return year, (
        Step.by(shared, "most", together, year, "cents", applies=~facts.alone),
        Step.by(increased, "most", alone, year, "cents", applies=facts.alone),
    )


def _means(facts: Facts, on: date) -> tuple[Ints, tuple[Step, ...]]:
    """Means that count in cents a year, of all together."""
    pension, pay = FIGURES.on("pension_share", on), FIGURES.on("pay_share", on)
    exempt = FIGURES.on("work_exempt_year", on)
    pensions = _share(np.maximum(facts.pensions - facts.maintenance_paid, 0), pension)
    earned = _share(facts.pay, pay) + facts.business
    work = np.maximum(earned - exempt.value, 0)
    paid = {"maintenance": Quantity(facts.maintenance_paid, "cents")}
    business = {"business": Quantity(facts.business, "cents")}
    return pensions + work + facts.other, (
        Step.by(
            pension,
            "pensions_counted",
            gettext_noop("%(figure)s of the legal pensions, less maintenance paid %(maintenance)s"),
            pensions,
            "cents",
            paid,
        ),
        Step.by(
            pay,
            "earned",
            gettext_noop("%(figure)s of gross pay, and own business in full: %(business)s"),
            earned,
            "cents",
            business,
        ),
        Step.by(
            exempt, "work_counted", gettext_noop("Of work, less %(figure)s a year"), work, "cents"
        ),
        Step(
            "other_counted",
            gettext_noop("Other means of a year, which count in full"),
            facts.other,
            "cents",
            legal_ground(on),
        ),
    )


def _share(cents: Ints, share: Figure) -> Ints:
    return half_up(cents * share.value, share.parts)


def _reasons(facts: Facts, on: date, month: Ints) -> tuple[base.Reason, ...]:
    age, abroad = FIGURES.on("pension_age", on), FIGURES.on("days_abroad", on)
    early: Flags = facts.asked_on > as_day(on)
    return (
        base.Reason(gettext_noop("The request has no day."), np.isnat(facts.asked_on)),
        base.Reason(gettext_noop("The request is of a later day."), early),
        base.Reason(gettext_noop("The legal pension age is not reached."), facts.age < age.value),
        base.Reason(gettext_noop("The residence is not in Belgium."), ~facts.resides),
        base.Reason(
            gettext_noop("The conditions of nationality or stay are not met."),
            ~facts.entitled_to_stay,
        ),
        base.Reason(
            gettext_noop("The stay abroad was longer than the days allowed in a year."),
            facts.days_abroad > abroad.value,
            asks_person=True,
        ),
        base.Reason(gettext_noop("The means that count reach the highest amount."), month == 0),
        base.Reason(
            gettext_noop("The means have not been enquired into yet."),
            ~facts.means_known,
            refuses=False,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="elderly_income_guarantee",
    title=gettext_noop("Income guarantee for the elderly"),
    institution_sector=5,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
