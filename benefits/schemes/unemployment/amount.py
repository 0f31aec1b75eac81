"""The day amount of full unemployment."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes.unemployment.facts import FIGURES, Category, Facts
from portal.law.arrays import chosen
from portal.law.figures import Figure
from portal.law.money import Integers, Ints, half_up
from portal.law.steps import Quantity, Step

CATEGORY_LABELS = {
    Category.FAMILY_CHARGE: gettext_noop(
        "Category A, with a family to support: its minimum is not known and was not applied"
    ),
    Category.ALONE: gettext_noop(
        "Category N, living alone: its minimum is not known and was not applied"
    ),
    Category.COHABITING: gettext_noop(
        "Category B, living with others: its minimum is not known and was not applied"
    ),
}


@dataclass(frozen=True)
class Pay:
    """Daily pay counted, as the fraction of a cent ``numerator / denominator``."""

    numerator: Ints
    denominator: int
    steps: tuple[Step, ...]

    def share(self, rate: Figure) -> Ints:
        """A share of the daily pay in cents, rounded once."""
        return half_up(self.numerator * rate.value, self.denominator * rate.parts)


def daily_pay(monthly_pay: Ints, on: date) -> Pay:
    """Gross monthly pay spread over the paid days of a month, up to the cap of the day."""
    month, cap = FIGURES.on("days_per_month", on), FIGURES.on("day_wage_cap", on)
    # Pay is in cents and the cap in parts of a cent: both over the same denominator.
    parts = cap.parts // 100
    pay, most = monthly_pay * parts, cap.value * month.value
    counted = np.minimum(pay, most)
    denominator = month.value * parts
    gross = {"gross": Quantity(monthly_pay, "cents")}
    return Pay(
        counted,
        denominator,
        (
            Step.by(
                month,
                "daily_pay",
                gettext_noop("Gross pay of %(gross)s a month, spread over %(figure)s days"),
                half_up(pay * 100, denominator),
                "ten_thousandths",
                gross,
            ),
            Step.by(
                cap,
                "daily_pay_counted",
                gettext_noop("Daily pay counted, at most %(figure)s"),
                half_up(counted * 100, denominator),
                "ten_thousandths",
            ),
        ),
    )


def day_amount(
    facts: Facts, on: date, month_number: Ints, known_months: Integers
) -> tuple[Ints, tuple[Step, ...]]:
    """Cents a day in the running month, 0 where that month's amount is not known; and steps.

    Two published rates by month, on exact pay: the institution itself reads the amount from wage
    brackets that are not in the tables, so the outcome may differ by some cents.
    """
    pay = daily_pay(facts.monthly_pay, on)
    first, later = FIGURES.on("first_rate", on), FIGURES.on("later_rate", on)
    last = FIGURES.on("first_rate_months", on)
    early = month_number <= last.value
    at_first, afterwards = pay.share(first), pay.share(later)
    amount = chosen(early, at_first, afterwards)
    amount = chosen(month_number <= known_months, amount, 0)
    steps = (
        *pay.steps,
        _rate_step(first, "first_amount", at_first, last),
        _rate_step(later, "later_amount", afterwards, last),
        *_category_steps(facts, first.article),
        _month_step(on, amount, month_number),
    )
    return amount, steps


def _rate_step(rate: Figure, key: str, amount: Ints, last: Figure) -> Step:
    label = {
        "first_amount": gettext_noop("A day, up to month %(last)s: %(figure)s of the pay counted"),
        "later_amount": gettext_noop("A day, after month %(last)s: %(figure)s of the pay counted"),
    }[key]
    return Step.by(rate, key, label, amount, "cents", {"last": last.quantity})


def _category_steps(facts: Facts, article: str) -> tuple[Step, ...]:
    return tuple(
        Step(
            "category",
            label,
            facts.category,
            "code",
            article,
            confirmed=False,
            applies=facts.category == category,
        )
        for category, label in CATEGORY_LABELS.items()
    )


def _month_step(on: date, amount: Ints, month_number: Ints) -> Step:
    month = FIGURES.on("days_per_month", on)
    return Step.by(
        month,
        "month_amount",
        gettext_noop("In month %(number)s: %(figure)s days at %(amount)s"),
        amount * month.value,
        "cents",
        {"number": Quantity(month_number, "count"), "amount": Quantity(amount, "cents")},
        amount > 0,
    )
