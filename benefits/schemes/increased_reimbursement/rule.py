"""Increased reimbursement, for those who hold a status that opens it without a claim."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import chosen
from portal.law.days import ONE_DAY, Days, add_months, as_day, full_months, year_end
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))


class Status(base.Code):
    """The status that a source institution reports."""

    NONE = 0
    INTEGRATION_INCOME = 1
    EQUIVALENT_AID = 2
    ELDERLY_INCOME_GUARANTEE = 3
    INCOME_REPLACEMENT = 4
    INTEGRATION_ALLOWANCE = 5
    ELDERLY_CARE_ALLOWANCE = 6
    DISABLED_CHILD = 7
    UNACCOMPANIED_MINOR = 8
    FULL_ORPHAN = 9


AFTER_WAITING = [Status.INTEGRATION_INCOME, Status.EQUIVALENT_AID]


@dataclass(frozen=True)
class Facts(base.Facts):
    """``since`` is the first day of the unbroken status, ``until`` its last (NaT: it lasts)."""

    CODES: ClassVar[dict[str, type[base.Code]]] = {"status": Status}

    status: Ints
    since: Days
    until: Days
    german_speaking_community: Flags


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 2014."""
    return gettext_noop(
        "Coordinated Act of 14 July 1994, article 37, paragraph 19; Royal Decree of 15 January 2014"
    )


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right on the day, from when and until when; there is no amount."""
    today = as_day(on)
    waits = (facts.status == AFTER_WAITING[0]) | (facts.status == AFTER_WAITING[1])
    held_until = np.fmin(facts.until, today)
    waiting, years = FIGURES.on("waiting_months", on), FIGURES.on("years_after", on)
    # Today is not over, so the month that it ends is not full before tomorrow.
    months = full_months(facts.since, np.fmin(facts.until, today - ONE_DAY))
    starts = chosen(waits, add_months(facts.since, waiting.value), facts.since)
    ends = year_end(np.fmax(starts, held_until), years.value)
    begun = starts <= today
    steps = (*_conditions(facts, on, months, waits), *_effects(facts, on, ends, held_until, begun))
    reasons = _reasons(facts, on, waits & (months < waiting.value), starts, ends)
    return base.conclude(reasons, steps, starts, ends, [base.LegalGround(legal_ground(on))])


def _conditions(facts: Facts, on: date, months: Ints, waits: Flags) -> tuple[Step, ...]:
    """The status, and how long it must have lasted."""
    return (
        Step(
            "status",
            gettext_noop("A status is known that opens the right without a claim"),
            facts.status != Status.NONE,
            "flag",
            legal_ground(on),
        ),
        Step.by(
            FIGURES.on("waiting_months", on),
            "full_months",
            gettext_noop("Full months of the status without a break; %(figure)s are needed"),
            months,
            "months",
            applies=waits,
        ),
    )


def _effects(
    facts: Facts, on: date, ends: Days, held_until: Days, begun: Flags
) -> tuple[Step, ...]:
    """How long the right lasts, and whom it covers."""
    years = FIGURES.on("years_after", on)
    return (
        Step.by(
            years,
            "last_day",
            gettext_noop(
                "The right lasts to the end of the year after the last day of the status known,"
                " %(held_until)s"
            ),
            ends,
            "date",
            {"held_until": Quantity(held_until, "date")},
            applies=begun,
        ),
        Step(
            "household",
            gettext_noop("Partner and dependants are covered too"),
            np.ones(len(facts), dtype=bool),
            "flag",
            legal_ground(on),
            source=years.source,
            confirmed=False,
            applies=begun,
        ),
    )


def _reasons(
    facts: Facts, on: date, too_short: Flags, starts: Days, ends: Days
) -> tuple[base.Reason, ...]:
    today = as_day(on)
    none = facts.status == Status.NONE
    dated = ~none & ~np.isnat(facts.since)
    care = facts.status == Status.ELDERLY_CARE_ALLOWANCE
    opens = FIGURES.find("elderly_care_in_german_community", on) is not None
    begun = starts <= today
    return (
        base.Reason(
            gettext_noop(
                "No status is known that opens the right by itself."
                " It can still be claimed on the household's income."
            ),
            none,
        ),
        base.Reason(
            gettext_noop("The first day of the status is not known."),
            ~none & ~dated,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The status has not yet lasted, or did not last, three full months."),
            dated & too_short,
        ),
        base.Reason(gettext_noop("The status has not begun yet."), dated & ~too_short & ~begun),
        base.Reason(gettext_noop("The status ended too long ago."), dated & begun & (ends < today)),
        base.Reason(
            gettext_noop(
                "In the German-speaking Community the care allowance for the elderly"
                " no longer opens this right."
            ),
            care & facts.german_speaking_community & (not opens),
        ),
    )


SCHEME = base.Scheme(
    code="increased_reimbursement",
    title=gettext_noop("Increased reimbursement of health care"),
    institution_sector=11,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
