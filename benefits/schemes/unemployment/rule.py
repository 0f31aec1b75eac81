"""Full unemployment: entry, length and day amount, by the version of the law at the start."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from benefits.schemes.unemployment import before_2026, since_2026
from benefits.schemes.unemployment.amount import day_amount
from benefits.schemes.unemployment.facts import FIGURES, EndedBy, Facts
from benefits.schemes.unemployment.version import Conditions
from portal.law.arrays import anybody, chosen
from portal.law.days import NO_DAY, ONE_DAY, Days, add_months, as_day, full_months
from portal.law.money import Integers, Ints
from portal.law.steps import Flags, Step

REFORM = np.datetime64(since_2026.FIRST_DAY)


@dataclass(frozen=True)
class _Claim:
    """What both versions of the law come to for each person, on the day looked at."""

    day: Days
    reformed: Flags
    required_days: Ints
    month_number: Ints
    known_months: Integers
    exempt: Flags
    ends: Days
    steps: tuple[Step, ...]


def legal_ground(on: date) -> str:
    """The law for claims begun on that day."""
    reformed = on >= since_2026.FIRST_DAY
    return since_2026.LEGAL_GROUND if reformed else before_2026.LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """Who has the right, how long, and the amount a day on the day ``on``.

    A claim follows the version in force on its first day; figures are those of ``on``. Before
    its first day a claim is looked at as on its first day.
    """
    claim = _claim(facts, on)
    amount, steps = day_amount(facts, on, claim.month_number, claim.known_months)
    reasons = (*_endings(facts), *_refusals(facts, on, claim), *_questions(claim))
    return base.conclude(
        reasons,
        (*claim.steps, *steps),
        facts.claim_start,
        claim.ends,
        _grounds(claim.reformed),
        amount,
        "day",
    )


def _claim(facts: Facts, on: date) -> _Claim:
    reformed = facts.claim_start >= REFORM
    conditions = _conditions(facts, on, reformed)
    months = conditions.months
    day: Days = np.maximum(facts.claim_start, as_day(on))
    last = add_months(facts.claim_start, months) - ONE_DAY
    return _Claim(
        day,
        reformed,
        conditions.required_days,
        full_months(facts.claim_start, day - ONE_DAY) + 1,
        conditions.known_months,
        conditions.exempt,
        chosen(months > 0, last, NO_DAY),
        conditions.steps,
    )


def _conditions(facts: Facts, on: date, reformed: Flags) -> Conditions:
    """The conditions of each claim, by its version; a version that nobody has is not asked."""
    if not anybody(reformed):
        return before_2026.conditions(facts, on)
    new = since_2026.conditions(facts, on)
    if not anybody(~reformed):
        return new
    old = before_2026.conditions(facts, on)
    return Conditions(
        chosen(reformed, new.required_days, old.required_days),
        chosen(reformed, new.months, old.months),
        reformed & new.exempt,
        chosen(reformed, new.known_months, old.known_months),
        (*_only(new.steps, reformed), *_only(old.steps, ~reformed)),
    )


def _only(steps: tuple[Step, ...], persons: Flags) -> tuple[Step, ...]:
    """The steps, taken for these persons alone."""
    return tuple(
        step._replace(applies=persons if step.applies is None else persons & step.applies)
        for step in steps
    )


def _grounds(reformed: Flags) -> tuple[base.LegalGround, ...]:
    return (
        base.LegalGround(since_2026.LEGAL_GROUND, reformed),
        base.LegalGround(before_2026.LEGAL_GROUND, ~reformed),
    )


def _endings(facts: Facts) -> tuple[base.Reason, ...]:
    """Ends of contract of which a person must judge whether the worker chose them."""
    texts = {
        EndedBy.WORKER: gettext_noop(
            "The worker ended the contract; a caseworker looks at the reason for leaving."
        ),
        EndedBy.MUTUAL: gettext_noop(
            "Worker and employer ended the contract together; a caseworker looks at the reason."
        ),
        EndedBy.UNKNOWN: gettext_noop("It is not known how the contract ended."),
    }
    asked = (
        base.Reason(text, facts.ended_by == how, asks_person=True) for how, text in texts.items()
    )
    goes_on = gettext_noop("The work did not end: the employer corrected the declaration.")
    return (*asked, base.Reason(goes_on, facts.ended_by == EndedBy.NOT_ENDED))


def _refusals(facts: Facts, on: date, claim: _Claim) -> tuple[base.Reason, ...]:
    pension_age = FIGURES.on("pension_age", on)
    return (
        base.Reason(
            gettext_noop("The first day without work is not known."),
            np.isnat(facts.claim_start),
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("There are too few days of work in the reference period."),
            facts.days_counted < claim.required_days,
        ),
        base.Reason(gettext_noop("The right has run out on this day."), claim.ends < claim.day),
        base.Reason(
            gettext_noop("From the legal pension age a pension takes the place of this right."),
            facts.age >= pension_age.value,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The last pay is not known."), facts.monthly_pay == 0, asks_person=True
        ),
    )


def _questions(claim: _Claim) -> tuple[base.Reason, ...]:
    """What a person must settle although the right is open."""
    crossed = ~claim.reformed & (claim.day >= REFORM)
    return (
        base.Reason(
            gettext_noop(
                "The claim began before 1 March 2026;"
                " a caseworker sets its last day by the transitional rules."
            ),
            crossed,
            refuses=False,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("Age and career may lift the limit of two years; a caseworker checks it."),
            claim.exempt,
            refuses=False,
            asks_person=True,
        ),
        base.Reason(
            gettext_noop("The amount for this month of unemployment is not in the tables."),
            claim.month_number > claim.known_months,
            refuses=False,
            asks_person=True,
        ),
    )


SCHEME = base.Scheme(
    code="unemployment",
    title=gettext_noop("Unemployment benefit"),
    institution_sector=18,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
