"""The application for incapacity for work, and for maternity rest: both of health insurance."""

from datetime import date, timedelta
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, HOUSEHOLD, PAY_OF_WORK, family, monthly_pay
from benefits.claims.applications.base import (
    Application,
    Left,
    Told,
    answered_day,
    held,
    is_always,
    question,
)
from benefits.claims.applications.establishing import cents, code, count, day, flag
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.fields import DayField
from benefits.schemes.single import Scalars

GUARANTEED: Final = timedelta(days=30)  # that an employer goes on paying
FAMILIES: Final = {"alone": "alone", "family_charge": "family", "cohabiting": "cohabiting"}


def _ordered(told: dict[str, Any]) -> dict[str, Any]:
    """Refuse an end before the beginning (ISO texts sort as days do)."""
    wrong = told["until"] and told["until"] < told["began"]
    return {"until": _("The last day cannot lie before the first.")} if wrong else {}


ILLNESS = question(
    "illness",
    lambda told: "ill_since" not in told.known,
    check=_ordered,
    began=DayField(
        label=_("From which day are you unable to work?"),
        help_text=_("It stands on the certificate of your doctor."),
        back=3 * 366,
        ahead=31,
        error_messages={"required": _("Enter the first day.")},
    ),
    until=DayField(
        label=_("Until which day, if the certificate says so?"),
        help_text=_("Leave it empty if you do not know yet."),
        back=3 * 366,
        ahead=2 * 366,
        required=False,
    ),
)


def worked_on(told: Told, moment: date) -> bool:
    """Say whether the contract that is known ran on a day."""
    since, until = told.held_day("since"), told.held_day("until")
    return since is not None and since <= moment and (until is None or until >= moment)


def _began(told: Told) -> date | None:
    """Return the first day of the incapacity: as the employer declared it, or the person said."""
    return told.held_day("ill_since") or told.answered_day("began")


def _paid_until(told: Told) -> date | None:
    """Return the last day of the employer's guaranteed pay, never after the contract."""
    began = _began(told)
    if began is None or not worked_on(told, began):
        return None
    last = began + GUARANTEED - timedelta(days=1)
    until = told.held_day("until")
    return min(last, until) if until else last


def first_paid(facts: Scalars, sent: date) -> date:
    """Return the first day of the benefit: the employer's guaranteed pay comes first."""
    began, paid = cast(date, facts["began"] or sent), cast(date | None, facts["paid_until"])
    return max(began, paid + timedelta(days=1)) if paid else began


INCAPACITY = Application(
    scheme="incapacity",
    known=(
        *YOU,
        "members",
        *WORK,
        "monthly_pay",
        "ill_since",
        "days_of_year",
        "insured_months",
        "unemployment_day",
        "iban",
    ),
    questions=(ILLNESS, PAY_OF_WORK, HOUSEHOLD, ACCOUNT),
    facts={
        "began": _began,
        "until": answered_day("until"),
        "paid_until": _paid_until,
        "recognised": Left(False),
        "insured_months": held("insured_months"),
        "worked_days": held("days_of_year"),
        "monthly_pay": monthly_pay,
        "unemployed": lambda told: "unemployment_day" in told.known,
        "unemployment_day": held("unemployment_day", 0),
        "family": lambda told: FAMILIES[family(told)],
        "regular": Left(True),
        "work_percent": is_always(0),
    },
    day=first_paid,
    establishes={
        "recognised": flag(_("The adviser has recognised the incapacity")),
        "began": day(_("First day of the incapacity")),
        "until": day(_("Last day recognised"), required=False),
        "paid_until": day(_("Last day of the employer's guaranteed pay"), required=False),
        "insured_months": count(_("Months of insurance before it"), 720),
        "worked_days": count(_("Days of work before it"), 3000),
        "monthly_pay": cents(_("Gross pay of a whole month, in euros"), 100_000_00),
        "family": code(
            _("Family situation"),
            {
                "family": _("In charge of others without income"),
                "alone": _("Living alone"),
                "cohabiting": _("Living with others who have an income"),
            },
        ),
        "regular": flag(_("Is a regular worker")),
    },
    checked_by=_("whether you are unable to work, by the doctor of your fund"),
    as_sent=("ill_since",),
)
