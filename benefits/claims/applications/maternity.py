"""The application for maternity benefit."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, PAY_OF_WORK, monthly_pay
from benefits.claims.applications.base import (
    Application,
    Told,
    day_of,
    held,
    question,
    said_yes,
)
from benefits.claims.applications.establishing import cents, code, count, day, flag
from benefits.claims.applications.incapacity import worked_on
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.fields import DayField, yes_no

MULTIPLE = yes_no(_("Do you expect more than one child?"))
REST = question(
    "rest",
    lambda told: "rest_since" not in told.known,
    began=DayField(
        label=_("On which day does your rest begin?"),
        help_text=_("At the latest one week before the expected birth."),
        back=366,
        ahead=183,
        error_messages={"required": _("Enter the first day.")},
    ),
    multiple=MULTIPLE,
)
CHILDREN = question("children", lambda told: "rest_since" in told.known, multiple=MULTIPLE)


def _began(told: Told) -> date | None:
    """Return the first day of the rest: as the employer declared it, or she said."""
    return told.held_day("rest_since") or told.answered_day("began")


def _situation(told: Told) -> str:
    if worked_on(told, _began(told) or told.on):
        return "employed"
    return "unemployed" if "unemployment_day" in told.known else "ended"


MATERNITY = Application(
    scheme="maternity",
    known=(
        *YOU,
        *WORK,
        "monthly_pay",
        "rest_since",
        "days_of_year",
        "insured_months",
        "unemployment_day",
        "iban",
    ),
    questions=(REST, CHILDREN, PAY_OF_WORK, ACCOUNT),
    facts={
        "began": _began,
        "multiple": said_yes("multiple"),
        "situation": _situation,
        "monthly_pay": monthly_pay,
        "unemployment_day": held("unemployment_day", 0),
        "insured_months": held("insured_months"),
        "worked_days": held("days_of_year"),
    },
    day=day_of("began"),
    establishes={
        "began": day(_("First day of the rest")),
        "multiple": flag(_("More than one child is expected")),
        "situation": code(
            _("Situation when the rest begins"),
            {
                "employed": _("Works under a contract"),
                "ended": _("The contract has ended"),
                "unemployed": _("Has unemployment benefit"),
            },
        ),
        "monthly_pay": cents(_("Gross pay of a whole month, in euros"), 100_000_00),
        "insured_months": count(_("Months of insurance before it"), 720),
        "worked_days": count(_("Days of work before it"), 3000),
    },
    checked_by=_("the medical certificate with the expected day of birth"),
    as_sent=("rest_since",),
)
