"""Integration income: an amount by category, less the means that count."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.integration_income.facts import FIGURES, Category, Facts
from portal.law.arrays import alike, chosen
from portal.law.days import NO_DAY, as_day
from portal.law.figures import Figure
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

YEAR = 12  # months

CATEGORIES = {
    Category.COHABITING: ("cohabiting", gettext_noop("Category 1, living with others")),
    Category.ALONE: ("alone", gettext_noop("Category 2, living alone")),
    Category.FAMILY_CHARGE: ("family_charge", gettext_noop("Category 3, with a family to support")),
}


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 2002."""
    return gettext_noop("Act of 26 May 2002 on the right to social integration, article 3")


@dataclass(frozen=True)
class Counted:
    """A part of the means, in cents a year, with the step that explains it."""

    cents: Ints
    step: Step


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, and how much a month: cents, what is not granted is 0.

    The centre decides after a social enquiry and may depart from the amount for reasons of
    equity; without an enquiry the outcome is a proposal that a person has to look at.
    """
    year, amount_steps = _by_category(facts, on)
    means = [count(facts, on) for count in (_work, _other, _partner, _relatives, _property)]
    total = np.sum([each.cents for each in means], axis=0)
    exempt, exemption_steps = _exemption(facts, on, total)
    counted = np.maximum(total - exempt, 0)
    month = half_up(np.maximum(year - counted, 0), YEAR)
    steps = (
        *amount_steps,
        *(each.step for each in means),
        *exemption_steps,
        Step(
            "month_amount",
            gettext_noop("A month: a twelfth of what remains of the year"),
            month,
            "cents",
            legal_ground(on),
        ),
    )
    starts = chosen(facts.asked_on <= as_day(on), facts.asked_on, NO_DAY)
    ends = alike(NO_DAY, len(facts))
    reasons = _reasons(facts, on, month)
    grounds = [base.LegalGround(legal_ground(on))]
    return base.conclude(reasons, steps, starts, ends, grounds, month, "month")


def _by_category(facts: Facts, on: date) -> tuple[Ints, tuple[Step, ...]]:
    """The yearly amount of the category, indexed, and its month."""
    year = np.zeros(len(facts), dtype=np.int64)
    steps = []
    for category, (name, label) in CATEGORIES.items():
        figure = FIGURES.on(f"{name}_year", on)
        applies = facts.category == category
        year = chosen(applies, figure.value, year)
        steps.append(Step.by(figure, "category_year", label, year, "cents", applies=applies))
    return year, tuple(steps)


def _work(facts: Facts, on: date) -> Counted:
    exempt = FIGURES.on("work_exemption_month", on)
    kept = chosen(facts.starts_work, exempt.value, 0)
    cents = np.maximum(facts.work - kept, 0) * YEAR
    label = gettext_noop(
        "Pay of a year; of %(pay)s a month, %(figure)s is exempt in the first years of work"
    )
    params = {"pay": Quantity(facts.work, "cents")}
    return Counted(cents, Step.by(exempt, "work_counted", label, cents, "cents", params))


def _other(facts: Facts, on: date) -> Counted:
    cents = facts.other * YEAR
    label = gettext_noop("Other means of a year, which count in full")
    article = gettext_noop("Act of 26 May 2002, article 16")
    return Counted(cents, Step("other_counted", label, cents, "cents", article, confirmed=False))


def _partner(facts: Facts, on: date) -> Counted:
    """All that a partner has counts with a family to support; else what is above category 1."""
    own = FIGURES.on("cohabiting_year", on)
    income = facts.partner * YEAR
    family = facts.category == Category.FAMILY_CHARGE
    cents = chosen(family, income, np.maximum(income - own.value, 0))
    label = gettext_noop(
        "Means of the partner that count: all in category 3, else what is above %(figure)s a year"
    )
    return Counted(cents, Step.by(own, "partner_counted", label, cents, "cents"))


def _relatives(facts: Facts, on: date) -> Counted:
    """What each adult relative has above the amount of a cohabitant, taken together."""
    own = FIGURES.on("cohabiting_year", on)
    above = facts.relatives * YEAR - facts.adults * own.value
    cents = chosen(facts.category == Category.COHABITING, np.maximum(above, 0), 0)
    label = gettext_noop(
        "Means of parents and adult children in the household above %(figure)s a year each"
    )
    article = FIGURES.find("relatives_counted", on)
    step = Step.by(article or own, "relatives_counted", label, cents, "cents", _figure(own))
    return Counted(cents, step)


def _figure(figure: Figure) -> dict[str, Quantity]:
    return {"figure": figure.quantity}


def _property(facts: Facts, on: date) -> Counted:
    exempt, child = (
        FIGURES.on("property_exempt_year", on),
        FIGURES.on("property_exempt_child_year", on),
    )
    factor = FIGURES.on("property_factor", on)
    above = facts.cadastral - exempt.value - facts.children * child.value
    cents = np.maximum(above, 0) * factor.value
    label = gettext_noop(
        "Property: %(figure)s times the cadastral income above %(exempt)s and %(child)s a child"
    )
    params = {"exempt": exempt.quantity, "child": child.quantity}
    return Counted(cents, Step.by(factor, "property_counted", label, cents, "cents", params))


def _exemption(facts: Facts, on: date, total: Ints) -> tuple[Ints, tuple[Step, ...]]:
    """The flat exemption of the category, taken last."""
    exempt = np.zeros(len(facts), dtype=np.int64)
    steps = []
    for category, (name, _label) in CATEGORIES.items():
        figure = FIGURES.on(f"{name}_exemption_year", on)
        applies = facts.category == category
        exempt = chosen(applies, np.minimum(figure.value, total), exempt)
        label = gettext_noop("Taken off last, in each category its own: %(figure)s a year")
        steps.append(Step.by(figure, "exemption", label, exempt, "cents", applies=applies))
    return exempt, tuple(steps)


def _reasons(facts: Facts, on: date, month: Ints) -> tuple[base.Reason, ...]:
    young = facts.age < FIGURES.on("majority", on).value
    early: Flags = facts.asked_on > as_day(on)
    left_to_the_centre = (facts.relatives > 0) & (FIGURES.find("relatives_counted", on) is None)
    return (
        base.Reason(gettext_noop("The request has no day."), np.isnat(facts.asked_on)),
        base.Reason(gettext_noop("The request is of a later day."), early),
        base.Reason(gettext_noop("This right is for adults and those who are held to be."), young),
        base.Reason(gettext_noop("The residence is not in Belgium."), ~facts.resides),
        base.Reason(
            gettext_noop("The means that count reach the amount of the category."), month == 0
        ),
        base.Reason(
            gettext_noop("Readiness to work, or the reason why not, has not been shown."),
            facts.enquiry & ~facts.willing,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("A social enquiry comes first."),
            ~facts.enquiry,
            refuses=False,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("Whether the means of relatives count is left to the centre."),
            left_to_the_centre,
            refuses=False,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="integration_income",
    title=gettext_noop("Integration income"),
    institution_sector=17,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
