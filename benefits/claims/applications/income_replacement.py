"""The application for the income-replacement allowance."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, MOST_YEAR
from benefits.claims.applications.base import (
    Application,
    Left,
    Told,
    answered,
    first_of_next_month,
    question,
    sent_on,
)
from benefits.claims.applications.establishing import cents, code, flag
from benefits.claims.applications.integration_income import age_when_sent, lives_here
from benefits.claims.applications.known import YOU
from benefits.claims.fields import EurosField

INCOME = question(
    "income",
    income=EurosField(
        label=_("Your taxable income of a year and that of your partner, in euros"),
        help_text=_("As on your last tax bill. 0 for none."),
        lowest=0,
        highest=MOST_YEAR,
        error_messages={"required": _("Enter the income, or 0.")},
    ),
)
CATEGORIES: Final = {
    "a": _("Category A: living with relatives"),
    "b": _("Category B: living alone, or in care"),
    "c": _("Category C: with a partner or a child to support"),
}


def _category(told: Told) -> str:
    kin = {each.get("kin") for each in told.members}
    if kin & {"partner", "child"}:
        return "c"
    return "a" if kin else "b"


INCOME_REPLACEMENT = Application(
    scheme="income_replacement",
    known=(*YOU, "address_since", "members", "career_days", "unemployment_day", "statuses", "iban"),
    questions=(INCOME, ACCOUNT),
    facts={
        "asked_on": sent_on,
        "age": age_when_sent,
        "resides": lives_here,
        "assessed": Left(False),
        "reduced": Left(False),
        "category": _category,
        "income": answered("income", 0),
    },
    day=lambda _facts, sent: first_of_next_month(sent),
    establishes={
        "assessed": flag(_("A doctor of the service has seen the person")),
        "reduced": flag(_("The earning power is at most a third of that of a healthy person")),
        "category": code(_("Category"), CATEGORIES),
        "income": cents(_("Income of a year that counts, after the exemptions, in euros")),
    },
    checked_by=_("what you can still earn, by a doctor of the service"),
)
