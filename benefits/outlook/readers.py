"""What each rule is told of a situation: its facts, or what is missing to find them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.outlook.situation import Situation
from benefits.schemes.increased_reimbursement.rule import Status
from benefits.schemes.single import Scalars
from portal.law.days import full_years

INSURED: Final = {"insured_months": 12, "worked_days": 180}
FULL_WEEK: Final = 3800  # hundredths of an hour, where the contract's own hours are not held


@dataclass(frozen=True)
class Missing:
    """What the portal does not hold and the rule wants, in words."""

    text: str | Promise


Told = Sequence[Scalars] | Missing | None
Reader = Callable[[Situation, date], Told]


def unemployment(situation: Situation, on: date) -> Told:
    """After the last work; nothing while one works, or is ill, or at maternity rest."""
    if situation.working or situation.left_on is None or _away(situation, on):
        return None
    if not situation.monthly_pay:
        return Missing(_("your last pay: no wages of yours were declared yet"))
    start = situation.left_on + timedelta(days=1)
    return [
        {
            "claim_start": start,
            "days_counted": situation.days_counted,
            "career_days": situation.career_days,
            "monthly_pay": situation.monthly_pay,
            "age": situation.age(start) or 0,
            "category": _family(situation),
            "ended_by": "employer",
        }
    ]


def _away(situation: Situation, on: date) -> bool:
    """Say whether one is ill, or at maternity rest, on a day."""
    rest_ends = situation.rest_since and situation.rest_since + timedelta(weeks=15)
    return bool(situation.ill_since and situation.ill_since <= on) or bool(
        situation.rest_since and rest_ends and situation.rest_since <= on < rest_ends
    )


def _family(situation: Situation) -> str:
    if not situation.adults:
        return "family_charge" if situation.children else "alone"
    return "family_charge" if situation.others_income == 0 else "cohabiting"


def temporary_unemployment(situation: Situation, on: date) -> Told:
    """While the contract runs and a part of its hours is not worked."""
    if not situation.working or situation.hours_share >= 100 or _away(situation, on):
        return None
    if not situation.monthly_pay:
        return Missing(_("your pay: no wages of yours were declared yet"))
    last = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    weeks_of_a_month = 13  # thirds
    hours = FULL_WEEK * (100 - situation.hours_share) // 100 * weeks_of_a_month // 3
    return [
        {
            "month_start": on.replace(day=1),
            "month_end": last,
            "cause": "economic",
            "contract": True,
            "hours": hours,
            "weekly_hours": FULL_WEEK,
            "monthly_pay": situation.monthly_pay,
        }
    ]


def incapacity(situation: Situation, on: date) -> Told:
    """From the first day of an illness; the employer's guaranteed pay of a month comes first."""
    if situation.ill_since is None:
        return None
    if not situation.monthly_pay:
        return Missing(_("your pay: no wages of yours were declared yet"))
    paid = situation.ill_since + timedelta(days=29) if situation.working else None
    families = {"alone": "alone", "family_charge": "family", "cohabiting": "cohabiting"}
    return [
        {
            "began": situation.ill_since,
            "until": None,
            "paid_until": paid,
            "recognised": True,
            **INSURED,
            "monthly_pay": situation.monthly_pay,
            "unemployed": False,
            "unemployment_day": 0,
            "family": families[_family(situation)],
            "regular": True,
            "work_percent": 0,
        }
    ]


def maternity(situation: Situation, on: date) -> Told:
    """Fifteen weeks from the first day of the rest."""
    if situation.rest_since is None:
        return None
    if not situation.monthly_pay:
        return Missing(_("your pay: no wages of yours were declared yet"))
    return [
        {
            "began": situation.rest_since,
            "multiple": False,
            "situation": "employed" if situation.working else "ended",
            "monthly_pay": situation.monthly_pay,
            "unemployment_day": 0,
            **INSURED,
        }
    ]


def child_benefit(situation: Situation, on: date) -> Told:
    """One for each child at the address; supplements wait for the income of the household."""
    if not any(born <= on for born in situation.children):
        return None
    if situation.region is None:
        return Missing(_("the address at which the children live"))
    return [
        {
            "region": situation.region,
            "born": born,
            "age": full_years(born, on),
            "studies": False,
            "higher": False,
            "children": len(situation.children),
            "single_parent": not situation.adults,
            "invalid_parent": False,
            "income": 0,
            "income_known": False,
            "cadastral": 0,
        }
        for born in situation.children
        if born <= on
    ]


def integration_income(situation: Situation, on: date) -> Told:
    """For who has no work; the means of others at the address have to be known."""
    years = situation.age(on)
    if situation.working or situation.left_on or years is None or years < 18 or years >= 66:
        return None
    if situation.others_income is None:
        return Missing(_("what those who live with you have"))
    alone = {True: "family_charge", False: "alone"}[bool(situation.children)]
    return [
        {
            "category": alone if not situation.adults else "cohabiting",
            "asked_on": on.replace(day=1),
            "age": years,
            "resides": True,
            "willing": True,
            "enquiry": False,
            "work": 0,
            "starts_work": False,
            "other": 0,
            "partner": situation.others_income,
            "relatives": 0,
            "adults": 0,
            "cadastral": 0,
            "children": len(situation.children),
        }
    ]


def elderly_income_guarantee(situation: Situation, on: date) -> Told:
    """From the pension age on; what comes in as pension is not declared to the portal."""
    years = situation.age(on)
    if years is None or years < 66:
        return None
    return Missing(_("your pension, and what those who live with you have"))


def increased_reimbursement(situation: Situation, on: date) -> Told:
    """By a status that an institution reported."""
    known = {status.name.lower() for status in Status}
    held = [spell for spell in situation.statuses if spell.kind in known and spell.since <= on]
    if not held:
        return None
    spell = max(held, key=lambda each: (each.until is None, each.until or each.since))
    german = situation.region == "german_speaking"
    return [
        {
            "status": spell.kind,
            "since": spell.since,
            "until": spell.until,
            "german_speaking_community": german,
        }
    ]


def increased_reimbursement_income(situation: Situation, on: date) -> Told:
    """On application: the income of all at the address counts."""
    if increased_reimbursement(situation, on) is not None:
        return None
    if situation.others_income is None:
        return Missing(_("the income of those who live with you"))
    single = not situation.adults and bool(situation.children)
    month = situation.monthly_pay if situation.working else 0
    return [
        {
            "asked_on": on,
            "members": situation.adults + len(situation.children),
            "last_year": situation.year_pay + 12 * situation.others_income,
            "month": month * situation.hours_share // 100 + situation.others_income,
            "indicator": single or bool(situation.ill_since),
        }
    ]


def holiday_pay(situation: Situation, on: date) -> Told:
    """In May of each year, from the pay of the year before."""
    if on.month != 5 or not situation.year_pay:
        return None
    return [
        {
            "year_start": date(on.year, 1, 1),
            "kind": "manual" if situation.manual else "employee",
            "pay": situation.year_pay,
            "month_pay": situation.monthly_pay,
            "months": 12,
        }
    ]


READERS: Final[dict[str, Reader]] = {
    reader.__name__: reader
    for reader in (
        unemployment,
        temporary_unemployment,
        incapacity,
        maternity,
        child_benefit,
        integration_income,
        elderly_income_guarantee,
        increased_reimbursement,
        increased_reimbursement_income,
        holiday_pay,
    )
}
