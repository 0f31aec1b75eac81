"""Full unemployment for claims begun since 1 March 2026."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes.unemployment.facts import FIGURES, Facts
from benefits.schemes.unemployment.version import Conditions
from portal.law.arrays import alike, chosen
from portal.law.money import Ints
from portal.law.steps import Flags, Quantity, Step

FIRST_DAY = date(2026, 3, 1)
LEGAL_GROUND = gettext_noop(
    "Royal Decree of 25 November 1991, as changed by the Programme Act of 18 July 2025"
)

# How the amount falls in the second year is not in the tables.
KNOWN_MONTHS = 12


def conditions(facts: Facts, on: date) -> Conditions:
    """One entry condition for everyone; a year, and more by career, up to two years."""
    day = max(on, FIRST_DAY)
    required, window = FIGURES.on("entry_days", day), FIGURES.on("entry_window", day)
    entry = Step.by(
        required,
        "entry",
        gettext_noop(
            "Days of work counted in the last %(window)s months: %(counted)s; needed: %(figure)s"
        ),
        facts.days_counted >= required.value,
        "flag",
        {"window": window.quantity, "counted": Quantity(facts.days_counted, "days")},
    )
    exempt, exemption = _exemption(facts, day)
    months, duration = _duration(facts, day, ~exempt)
    return Conditions(
        alike(required.value, len(facts)),
        chosen(exempt, 0, months),
        exempt,
        KNOWN_MONTHS,
        (entry, *duration, exemption),
    )


def _duration(facts: Facts, day: date, limited: Flags) -> tuple[Ints, tuple[Step, ...]]:
    """Months of the right, with the steps that lead to them."""
    base, most = FIGURES.on("base_months", day), FIGURES.on("most_months", day)
    each = FIGURES.on("career_days_per_month", day)
    extra = facts.career_days // each.value
    months = np.minimum(base.value + extra, most.value)
    career = {"career": Quantity(facts.career_days, "days")}
    return months, (
        Step.by(
            base,
            "base_months",
            gettext_noop("Months that everyone has"),
            alike(base.value, len(facts)),
            "months",
            applies=limited,
        ),
        Step.by(
            each,
            "career_months",
            gettext_noop("One month more for every %(figure)s days of a career of %(career)s days"),
            extra,
            "months",
            career,
            limited,
        ),
        Step.by(
            most,
            "months",
            gettext_noop("Months in all, never more than %(figure)s"),
            months,
            "months",
            applies=limited,
        ),
    )


def _exemption(facts: Facts, day: date) -> tuple[Flags, Step]:
    """Who may fall outside the limit of two years, by age and career."""
    age, years = FIGURES.on("exempt_age", day), FIGURES.on("exempt_career_years", day)
    year = FIGURES.on("career_year_days", day)
    long_career = facts.career_days >= years.value * year.value
    exempt = (facts.age >= age.value) & long_career
    step = Step.by(
        years,
        "exempt",
        gettext_noop(
            "Aged %(age)s or more, with a career of at least %(figure)s years of %(year)s days"
        ),
        exempt,
        "flag",
        {"age": age.quantity, "year": year.quantity},
        exempt,
    )
    return exempt, step
