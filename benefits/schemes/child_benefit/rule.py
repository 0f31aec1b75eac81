"""Child benefit: who has it, until when, and how many cents a month."""

from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.child_benefit.facts import FIGURES, Amount, Facts, Region
from benefits.schemes.child_benefit.regions import REGIONS
from portal.law.arrays import anybody, chosen
from portal.law.days import ONE_DAY, Days, add_months, as_day
from portal.law.steps import Flags, Step

# From when on a child must be born for the new system; before, older amounts go on.
FIRST_BORN = {Region.FLANDERS: "2019-01-01", Region.WALLONIA: "2020-01-01"}
GROUNDS = {
    Region.FLANDERS: gettext_noop("Flemish Decree of 27 April 2018"),
    Region.WALLONIA: gettext_noop("Walloon Decree of 8 February 2018"),
    Region.BRUSSELS: gettext_noop("Brussels Ordinance of 25 April 2019"),
    Region.GERMAN_SPEAKING: gettext_noop(
        "Decree of the German-speaking Community of 23 April 2018"
    ),
}


def legal_ground(on: date) -> str:
    """The laws of the four regions together; an outcome names that of the child's own."""
    return gettext_noop("Decrees and Ordinance on family benefits of 2018 and 2019")


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Which child has it on the day, and how many cents a month, supplements included.

    It begins on the first day of the month after the birth and ends with the month of the last
    birthday that counts.
    """
    amount = Amount.none(len(facts))
    for region, system in REGIONS.items():
        here = facts.region == region
        if anybody(here):
            system(facts, on, here, amount)
    starts = _first_of_next_month(facts.born)
    months = 12 * chosen(facts.studies, *_ages(on))
    ends = _first_of_next_month(add_months(facts.born, months)) - ONE_DAY
    total = Step(
        "month_amount", gettext_noop("In all a month"), amount.cents, "cents", legal_ground(on)
    )
    grounds = [base.LegalGround(text, facts.region == region) for region, text in GROUNDS.items()]
    reasons = _reasons(facts, on, amount, starts, ends)
    return base.conclude(
        reasons, [*amount.steps, total], starts, ends, grounds, amount.cents, "month"
    )


def _ages(on: date) -> tuple[int, int]:
    """The last age with studies and without, in years."""
    return FIGURES.on("last_age", on).value, FIGURES.on("adult_age", on).value


def _first_of_next_month(days: Days) -> Days:
    return (days.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")


def _reasons(
    facts: Facts, on: date, amount: Amount, starts: Days, ends: Days
) -> tuple[base.Reason, ...]:
    today = as_day(on)
    old: Flags = np.zeros(len(facts), dtype=bool)
    for region, first in FIRST_BORN.items():
        old |= (facts.region == region) & (facts.born < np.datetime64(first))
    return (
        base.Reason(gettext_noop("The day of birth is not known."), np.isnat(facts.born)),
        base.Reason(gettext_noop("It begins in the month after the birth."), starts > today),
        base.Reason(
            gettext_noop("It has ended with the month of the last birthday that counts."),
            ends < today,
        ),
        base.Reason(
            gettext_noop("This child is in the older system, of which the amounts are not here."),
            old,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("Whether a supplement is due is known once the income is."),
            ~facts.income_known,
            refuses=False,
        ),
        base.Reason(
            gettext_noop("A part of the amount is not in the tables for this day."),
            amount.unknown,
            refuses=False,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="child_benefit",
    title=gettext_noop("Child benefit"),
    institution_sector=7,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
