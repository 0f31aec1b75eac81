"""The amount of a day: a share of the pay, not below the least, less what work takes."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes.health import share
from benefits.schemes.incapacity.facts import FIGURES, Facts, Family
from portal.law.arrays import anybody, chosen
from portal.law.figures import Figure
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

LEGAL_GROUND = gettext_noop("Coordinated Act of 14 July 1994, articles 86 to 101")
WHOLE = 100  # percent


def day_amount(facts: Facts, on: date, pay: Ints, month: Ints) -> tuple[Ints, tuple[Step, ...]]:
    """Cents a day in the month of the incapacity; ``pay`` is capped, in ten-thousandths."""
    first = month <= FIGURES.on("first_year_months", on).value
    base, share_steps = _share(facts, on, pay, first)
    amount, least_steps = _least(facts, on, base, month)
    capped, cap_steps = _unemployed(facts, on, amount, month)
    left, work_steps = _work(facts, on, capped)
    return left, (*share_steps, *least_steps, *cap_steps, *work_steps)


def _share(facts: Facts, on: date, pay: Ints, first: Flags) -> tuple[Ints, tuple[Step, ...]]:
    rate = FIGURES.on("first_year_rate", on)
    amount = share(pay, rate)
    year = gettext_noop("In the first year: %(figure)s of the pay of a day")
    steps = [Step.by(rate, "share", year, amount, "cents", applies=first)]
    later = ~first
    for family in Family:
        applies = later & (facts.family == family)
        if not anybody(applies):
            continue
        rate = FIGURES.on(f"invalidity_{family.name.lower()}_rate", on)
        amount = chosen(applies, share(pay, rate), amount)
        label = gettext_noop("After the first year, by the family: %(figure)s of the pay of a day")
        steps.append(Step.by(rate, "share", label, amount, "cents", applies=applies))
    return amount, tuple(steps)


def _least(facts: Facts, on: date, amount: Ints, month: Ints) -> tuple[Ints, tuple[Step, ...]]:
    """The least amount: by regular work and family, in full only after the first half-year."""
    begins, full = FIGURES.on("least_from_month", on), FIGURES.on("least_full_from_month", on)
    family = facts.family == Family.FAMILY
    early = (month >= begins.value) & (month < full.value)
    late = month >= full.value
    alone = facts.family == Family.ALONE
    due = {
        "least_regular_family": (early | late) & family & facts.regular,
        "least_irregular_family": (early | late) & family & ~facts.regular,
        "least_other_early": early & ~family,
        "least_regular_alone": late & alone & facts.regular,
        "least_regular_cohabiting": late & ~family & ~alone & facts.regular,
        "least_irregular_other": late & ~family & ~facts.regular,
    }
    steps = []
    for name, applies in due.items():
        if not anybody(applies):
            continue
        figure: Figure = FIGURES.on(name, on)
        amount = chosen(applies, np.maximum(amount, figure.value), amount)
        label = gettext_noop("In month %(month)s: a day, not below %(figure)s")
        params = {"month": Quantity(month, "count")}
        steps.append(Step.by(figure, "least", label, amount, "cents", params, applies))
    return amount, tuple(steps)


def _unemployed(facts: Facts, on: date, amount: Ints, month: Ints) -> tuple[Ints, tuple[Step, ...]]:
    """Who was unemployed gets, at first, no more than the unemployment benefit."""
    months = FIGURES.on("unemployed_months", on)
    applies = facts.unemployed & (month <= months.value)
    capped = chosen(applies, np.minimum(amount, facts.unemployment_day), amount)
    label = gettext_noop("In the first %(figure)s months not above the unemployment benefit")
    return capped, (Step.by(months, "as_unemployed", label, capped, "cents", applies=applies),)


def _work(facts: Facts, on: date, amount: Ints) -> tuple[Ints, tuple[Step, ...]]:
    """Hours worked with leave take their share, above the first part."""
    kept = FIGURES.on("work_kept_percent", on)
    taken = np.clip(facts.work_percent - kept.value, 0, WHOLE)
    left = half_up(amount * (WHOLE - taken), WHOLE)
    label = gettext_noop(
        "Working %(work)s of full hours: only what is above %(figure)s is taken off"
    )
    params = {"work": Quantity(facts.work_percent, "percent")}
    works = facts.work_percent > 0
    day = Step("day_amount", gettext_noop("Amount of a day"), left, "cents", LEGAL_GROUND)
    return left, (Step.by(kept, "work", label, left, "cents", params, works), day)
