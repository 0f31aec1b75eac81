"""The application for temporary unemployment: one for each month."""

from datetime import date, timedelta
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, PAY_OF_WORK, monthly_pay
from benefits.claims.applications.base import Application, Told, day_of, held, question
from benefits.claims.applications.base import first_of_next_month as next_month
from benefits.claims.applications.establishing import cents, code, count, flag
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.applications.without_work import CAUSES
from benefits.claims.fields import CountField, OneOfField
from portal.dates import date_format

MONTHS_BACK: Final = 3
HUNDREDTHS: Final = 100


def months() -> list[tuple[str, str]]:
    """Return the months that can be asked for: this one and the three before, newest first."""
    first = timezone.localdate().replace(day=1)
    found = []
    for _number in range(MONTHS_BACK + 1):
        found.append((first.isoformat(), date_format(first, "F Y")))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


class MonthField(OneOfField):
    """A month, kept as its first day; one that was kept can be read when it is long past."""

    def written(self, value: str) -> str:
        """Write the month."""
        return date_format(date.fromisoformat(value), "F Y")


def _is_not_declared(told: Told) -> bool:
    return "month_without_work" not in told.known


MONTH = question(
    "month",
    _is_not_declared,
    month=MonthField(
        label=_("For which month?"),
        widget=forms.RadioSelect,
        choices=months,
        error_messages={"required": _("Choose the month.")},
    ),
)
CAUSE = question(
    "cause",
    _is_not_declared,
    cause=OneOfField(
        label=_("Why was there no work?"),
        widget=forms.RadioSelect,
        choices=list(CAUSES.items()),
        error_messages={"required": _("Choose why there was no work.")},
    ),
    hours=CountField(
        label=_("How many hours did you not work in that month?"),
        help_text=_("As your employer told you, in whole hours."),
        least=1,
        most=250,
        error_messages={"required": _("Enter the hours.")},
    ),
)


def _first(told: Told) -> date:
    declared = told.held_day("month_without_work")
    return declared or told.answered_day("month") or told.on.replace(day=1)


def _last(told: Told) -> date:
    return next_month(_first(told)) - timedelta(days=1)


def _under_contract(told: Told) -> bool:
    since, until = told.held_day("since"), told.held_day("until")
    return since is not None and since <= _last(told) and (until is None or until >= _last(told))


def _hours(told: Told) -> int:
    return int(told.held("hours_without_work") or told.answer("hours", 0) * HUNDREDTHS)


DECLARED: Final = ("month_without_work", "cause_without_work", "hours_without_work")
TEMPORARY_UNEMPLOYMENT = Application(
    scheme="temporary_unemployment",
    known=(*YOU, *WORK, "monthly_pay", "weekly_hours", *DECLARED, "iban"),
    questions=(MONTH, CAUSE, PAY_OF_WORK, ACCOUNT),
    facts={
        "month_start": _first,
        "month_end": _last,
        "cause": lambda told: told.held("cause_without_work") or told.answer("cause"),
        "contract": _under_contract,
        "hours": _hours,
        "weekly_hours": held("weekly_hours", 0),
        "monthly_pay": monthly_pay,
    },
    day=day_of("month_end"),
    establishes={
        "cause": code(_("Cause, as the employer declared it"), CAUSES),
        "contract": flag(_("The contract goes on")),
        "hours": count(_("Hours without work in the month, in hundredths of an hour"), 30_000),
        "weekly_hours": count(_("Hours of a full week, in hundredths of an hour"), 5_000),
        "monthly_pay": cents(_("Gross pay of a whole month, in euros"), 100_000_00),
    },
    checked_by=_("the hours and the cause, with your employer"),
    # The employer declared the hours and the wages: nothing rests on the person's word.
    alone=lambda told: "month_without_work" in told.known and "monthly_pay" in told.known,
    as_sent=DECLARED,
)
