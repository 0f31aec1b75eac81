"""The application for unemployment benefit, after work that ended."""

from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import (
    ACCOUNT,
    HOUSEHOLD,
    PAY,
    family,
    monthly_pay,
)
from benefits.claims.applications.base import (
    Application,
    Told,
    answered,
    day_of,
    held,
    held_day,
    question,
)
from benefits.claims.applications.establishing import cents, code, count
from benefits.claims.applications.known import WORK, YOU
from benefits.claims.fields import OneOfField
from portal.law.days import full_years

ENDING = question(
    "ending",
    ended_by=OneOfField(
        label=_("Who ended your contract?"),
        widget=forms.RadioSelect,
        choices=[
            ("employer", _("My employer")),
            ("term", _("It ended on the agreed date")),
            ("mutual", _("My employer and I together")),
            ("worker", _("I did")),
        ],
        error_messages={"required": _("Choose who ended your contract.")},
    ),
)


def _start(told: Told) -> date:
    return cast(date, told.held_day("claim_start"))


def _age(told: Told) -> int:
    born = told.held_day("birth_date")
    return full_years(born, _start(told)) if born else 0


UNEMPLOYMENT = Application(
    scheme="unemployment",
    known=(
        *YOU,
        "members",
        *WORK,
        "monthly_pay",
        "claim_start",
        "days_counted",
        "career_days",
        "iban",
    ),
    questions=(ENDING, PAY, HOUSEHOLD, ACCOUNT),
    facts={
        "claim_start": held_day("claim_start"),
        "days_counted": held("days_counted"),
        "career_days": held("career_days"),
        "monthly_pay": monthly_pay,
        "age": _age,
        "category": family,
        "ended_by": answered("ended_by"),
    },
    day=day_of("claim_start"),
    establishes={
        "ended_by": code(
            _("How the contract ended"),
            {
                "employer": _("By the employer, or by the worker for a good reason"),
                "term": _("On the agreed date"),
                "mutual": _("By worker and employer together"),
                "worker": _("By the worker, without a good reason"),
            },
        ),
        "days_counted": count(_("Working days in the reference period"), 3000),
        "monthly_pay": cents(_("Last gross pay for a full month, in euros"), 100_000_00),
        "category": code(
            _("Family category"),
            {
                "family_charge": _("In charge of others without income"),
                "alone": _("Living alone"),
                "cohabiting": _("Living with others who have an income"),
            },
        ),
    },
    about="period",
    checked_by=_("why your contract ended"),
)
