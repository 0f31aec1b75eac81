"""The application for child benefit: one for each child at the address."""

from datetime import date
from typing import cast

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, MOST_YEAR
from benefits.claims.applications.base import (
    Application,
    Left,
    Told,
    answered,
    first_of_next_month,
    held,
    held_day,
    question,
    said_yes,
)
from benefits.claims.applications.establishing import cents, count, flag
from benefits.claims.applications.known import YOU
from benefits.claims.fields import EurosField, yes_no
from benefits.schemes.single import Scalars
from portal.law.days import full_years


def _day(facts: Scalars, sent: date) -> date:
    """Return the day of the application, or the first day of the right where that lies ahead."""
    born = cast(date | None, facts["born"])
    return max(sent, first_of_next_month(born)) if born else sent


def _age(told: Told) -> int:
    born = told.held_day("child_born")
    return full_years(born, _day({"born": born}, told.on)) if born else 0


STUDIES = question(
    "studies",
    lambda told: _age(told) >= 18,
    studies=yes_no(_("Is this child still at school, studying or in training?")),
    higher=yes_no(_("Is it higher education?")),
)
INCOME = question(
    "income",
    income=EurosField(
        label=_("Taxable income of your household in a year, in euros"),
        help_text=_(
            "Only if you think that it is low: it may give a supplement, and is then checked."
            " Leave it empty to get the basic amount at once."
        ),
        lowest=0,
        highest=MOST_YEAR,
        required=False,
    ),
)

CHILD_BENEFIT = Application(
    scheme="child_benefit",
    known=(*YOU, "members", "children", "child", "child_born", "region", "iban"),
    questions=(STUDIES, INCOME, ACCOUNT),
    facts={
        "region": held("region"),
        "born": held_day("child_born"),
        "age": _age,
        "studies": said_yes("studies"),
        "higher": said_yes("higher"),
        "children": held("children"),
        "single_parent": lambda told: not told.adults,
        "invalid_parent": Left(False),
        "income": answered("income", 0),
        "income_known": lambda told: told.answer("income") is not None,
        "cadastral": Left(0),
    },
    day=_day,
    establishes={
        "income_known": flag(_("The income of the household is known")),
        "income": cents(_("Taxable income of the household in a year, in euros")),
        "cadastral": cents(_("Cadastral income of the household, in euros")),
        "children": count(_("Children with child benefit in the family"), 30),
        "single_parent": flag(_("The parent lives without a partner")),
        "invalid_parent": flag(_("A parent is an invalid")),
        "studies": flag(_("School, studies or training goes on")),
        "higher": flag(_("It is higher education")),
    },
    about="child",
    checked_by=_("what sources do not say, such as the income of your household"),
    # What the register says suffices for the basic amount of a child under age.
    alone=lambda told: told.answer("income") is None and told.answer("studies") is None,
)
