"""The social tariff for gas and electricity, by the status of anyone in the household."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import chosen
from portal.law.days import Days, as_day, days, quarter_start, year_end
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))


class Status(base.Code):
    """The status of the household member, as its source institution reports it."""

    NONE = 0
    WELFARE_CENTRE_ALLOWANCE = 1
    DISABILITY_ALLOWANCE = 2
    ELDERLY_INCOME_GUARANTEE = 3
    SOCIAL_HOUSING_COLLECTIVE_GAS = 4
    INCREASED_REIMBURSEMENT_ONLY = 5


@dataclass(frozen=True)
class Facts(base.Facts):
    """The best status in the household: when it was decided and its last day (NaT: it lasts).

    ``at_address`` says whether its holder lives where the energy is delivered.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"status": Status}

    status: Ints
    decided_on: Days
    until: Days
    at_address: Flags


def legal_ground(on: date) -> str:
    """The law that gives the tariff; the day makes no difference so far."""
    return gettext_noop("Act of 29 April 1999, article 20; Act of 12 April 1965, article 15/10")


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the tariff on the day, from when and until when; the supplier applies the price."""
    today = as_day(on)
    applied = FIGURES.on("automatic_application", on)
    extended = facts.status == Status.INCREASED_REIMBURSEMENT_ONLY
    starts, ends = _window(facts, today, extended)
    steps = [
        Step.by(
            applied,
            "first_day",
            gettext_noop("From the first day of the quarter of the decision of %(decided_on)s"),
            starts,
            "date",
            {"decided_on": Quantity(facts.decided_on, "date")},
            applies=~np.isnat(starts),
        ),
        Step.by(
            applied,
            "last_day",
            gettext_noop("To the end of the last year in which the status is known"),
            ends,
            "date",
            applies=~np.isnat(ends),
        ),
        Step.by(
            applied,
            "household",
            gettext_noop("A member of the household with the status lives at the address"),
            facts.at_address,
            "flag",
        ),
    ]
    if extension := FIGURES.find("through_increased_reimbursement", on):
        label = gettext_noop("Increased reimbursement alone opens the tariff for the time being")
        steps.append(Step.by(extension, "extension", label, extended, "flag", applies=extended))
    reasons = _reasons(facts, today, extended, starts, ends)
    return base.conclude(reasons, steps, starts, ends, [base.LegalGround(legal_ground(on))])


def _window(facts: Facts, today: Days, extended: Flags) -> tuple[Days, Days]:
    """First and last day of the tariff; the extension has an own first and last day."""
    starts = quarter_start(facts.decided_on)
    ends = year_end(np.fmax(facts.decided_on, np.fmin(facts.until, today)))
    extension = FIGURES.period("through_increased_reimbursement")
    first, last = days(extension.start), days(extension.end)
    starts = chosen(extended, np.fmax(starts, first), starts)
    return starts, chosen(extended, np.fmin(ends, last), ends)


def _reasons(
    facts: Facts, today: Days, extended: Flags, starts: Days, ends: Days
) -> tuple[base.Reason, ...]:
    none = facts.status == Status.NONE
    housing = facts.status == Status.SOCIAL_HOUSING_COLLECTIVE_GAS
    undated = np.isnat(facts.decided_on)
    held = ~none & ~housing & ~undated
    over = held & ((ends < today) | (ends < starts))
    return (
        base.Reason(gettext_noop("Nobody in the household has a status that opens it."), none),
        base.Reason(
            gettext_noop("For collective heating in social housing the landlord must be asked."),
            housing,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The day of the decision on the status is not known."),
            ~none & ~housing & undated,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The holder of the status does not live at this address."),
            held & ~facts.at_address,
        ),
        base.Reason(
            gettext_noop(
                "Increased reimbursement alone opened the tariff only for a time,"
                " which does not include this day."
            ),
            extended & held & (over | (starts > today)),
        ),
        base.Reason(gettext_noop("The status ended in an earlier year."), over & ~extended),
        base.Reason(
            gettext_noop("The decision on the status is of a later day."),
            held & (facts.decided_on > today),
        ),
    )


SCHEME = base.Scheme(
    code="social_energy_tariff",
    title=gettext_noop("Social tariff for gas and electricity"),
    institution_sector=70,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
