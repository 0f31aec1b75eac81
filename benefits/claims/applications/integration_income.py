"""The application for integration income."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, MOST_PAY
from benefits.claims.applications.base import (
    Application,
    Left,
    Told,
    answered,
    day_sent,
    held,
    question,
    said_yes,
    sent_on,
)
from benefits.claims.applications.establishing import cents, code, count, flag
from benefits.claims.applications.known import YOU
from benefits.claims.fields import EurosField, yes_no
from portal.law.days import full_years

WORKING = question(
    "willing",
    willing=yes_no(
        _("Are you ready to work?"),
        help_text=_("Health, studies or care for others may be a good reason why not."),
    ),
)
MEANS = question(
    "means",
    means=yes_no(
        _("Do you have any money coming in, or any property?"),
        help_text=_(
            "Pay, a pension, a benefit, maintenance, a house. Child benefit does not count."
        ),
    ),
)
AMOUNTS = question(
    "amounts",
    lambda told: told.answer("means") == "yes",
    work=EurosField(
        label=_("Net pay a month, in euros"),
        help_text=_("0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
    other=EurosField(
        label=_("Everything else a month, in euros"),
        help_text=_("Pensions, benefits, maintenance. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
    cadastral=EurosField(
        label=_("Cadastral income of what you own, a year, in euros"),
        help_text=_("It stands on the tax bill of your house. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
)
OTHERS = question(
    "others",
    lambda told: bool(told.adults),
    others=EurosField(
        label=_("What do the adults who live with you have together a month, in euros?"),
        help_text=_("A partner, parents, adult children. 0 for nothing."),
        lowest=0,
        highest=MOST_PAY,
    ),
)
CATEGORIES: Final = {
    "cohabiting": _("Category 1, living with others"),
    "alone": _("Category 2, living alone"),
    "family_charge": _("Category 3, with a family to support"),
}


def has_partner(told: Told) -> bool:
    """Say whether a partner lives at the address, as the register says."""
    return any(each.get("kin") == "partner" for each in told.members)


def _relatives(told: Told) -> int:
    return 0 if has_partner(told) else len(told.adults)


def _category(told: Told) -> str:
    """Return the category: a child under age to support makes the third one."""
    with_relatives = bool(told.adults) and not has_partner(told)
    if told.held("children", 0) and not with_relatives:
        return "family_charge"
    return "cohabiting" if told.adults else "alone"


def age_when_sent(told: Told) -> int:
    """Return the age on the day of the application; 0 where the register knows no birth."""
    born = told.held_day("birth_date")
    return full_years(born, told.on) if born else 0


def lives_here(told: Told) -> bool:
    """Say whether the register knows an address in the country."""
    return bool(told.held("address"))


INTEGRATION_INCOME = Application(
    scheme="integration_income",
    known=(
        *YOU,
        "address_since",
        "members",
        "children",
        "career_days",
        "unemployment_day",
        "statuses",
        "iban",
    ),
    questions=(WORKING, MEANS, AMOUNTS, OTHERS, ACCOUNT),
    facts={
        "category": _category,
        "asked_on": sent_on,
        "age": age_when_sent,
        "resides": lives_here,
        "willing": said_yes("willing"),
        "enquiry": Left(False),
        "work": answered("work", 0),
        "starts_work": Left(False),
        "other": answered("other", 0),
        "partner": lambda told: told.answer("others", 0) if has_partner(told) else 0,
        "relatives": lambda told: 0 if has_partner(told) else told.answer("others", 0),
        "adults": _relatives,
        "cadastral": answered("cadastral", 0),
        "children": held("children", 0),
    },
    day=day_sent,
    establishes={
        "enquiry": flag(_("The social enquiry has been held")),
        "willing": flag(_("Is ready to work, or excused")),
        "category": code(_("Category"), CATEGORIES),
        "work": cents(_("Net pay a month, in euros")),
        "starts_work": flag(_("Is in the first three years of a first job or training")),
        "other": cents(_("Other means a month, in euros")),
        "partner": cents(_("Means of the partner a month, in euros")),
        "relatives": cents(_("Means of relatives in the household a month, in euros")),
        "adults": count(_("How many relatives those are"), 20),
        "cadastral": cents(_("Cadastral income a year, in euros")),
    },
    checked_by=_("your situation, in a talk with a social worker"),
)
