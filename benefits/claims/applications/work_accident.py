"""The application for the benefit after an accident at work: decided by the employer's insurer."""

from datetime import date, timedelta
from typing import cast

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT
from benefits.claims.applications.base import Application, Left, Told, held, question
from benefits.claims.applications.establishing import cents, day, flag
from benefits.claims.applications.incapacity import GUARANTEED, worked_on
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.fields import DayField
from benefits.schemes.single import Scalars

ACCIDENT = question(
    "accident",
    lambda told: "accident_on" not in told.known,
    accident_on=DayField(
        label=_("On which day did the accident happen?"),
        back=3 * 366,
        ahead=0,
        error_messages={"required": _("Enter the day of the accident.")},
    ),
)


def _happened(told: Told) -> date | None:
    """Return the day of the accident: as the employer declared it, or the person said."""
    return told.held_day("accident_on") or told.answered_day("accident_on")


def _paid_until(told: Told) -> date | None:
    """Return the last day of the employer's guaranteed pay, never after the contract."""
    happened = _happened(told)
    if happened is None or not worked_on(told, happened):
        return None
    last, until = happened + GUARANTEED, told.held_day("until")
    return min(last, until) if until else last


def _first_paid(facts: Scalars, sent: date) -> date:
    """Return the first day of the benefit: the day after, or after the guaranteed pay."""
    paid = cast(date | None, facts["paid_until"] or facts["accident_on"])
    return paid + timedelta(days=1) if paid else sent


WORK_ACCIDENT = Application(
    scheme="work_accident",
    known=(*YOU, *WORK, "year_pay", "accident_on", "iban"),
    questions=(ACCIDENT, ACCOUNT),
    facts={
        "accident_on": _happened,
        "until": Left(None),
        "paid_until": _paid_until,
        "accepted": Left(False),
        "base_pay": held("year_pay", 0),
    },
    day=_first_paid,
    establishes={
        "accepted": flag(_("The insurer takes it as an accident at work")),
        "accident_on": day(_("Day of the accident")),
        "until": day(_("Last day of the incapacity"), required=False),
        "paid_until": day(_("Last day of the employer's guaranteed pay"), required=False),
        "base_pay": cents(_("Pay of the year before, up to the legal maximum, in euros")),
    },
    checked_by=_("whether it was an accident at work, by the insurer of your employer"),
    as_sent=("accident_on",),
)
