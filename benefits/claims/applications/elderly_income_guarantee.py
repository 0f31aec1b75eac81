"""The application for the income guarantee for the elderly."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.asking import ACCOUNT, MOST_PAY
from benefits.claims.applications.base import Application, Left, Told, day_sent, question, sent_on
from benefits.claims.applications.establishing import cents, count, flag
from benefits.claims.applications.integration_income import age_when_sent, lives_here
from benefits.claims.applications.known import YOU
from benefits.claims.fields import CountField, EurosField

YEAR: Final = 12  # months

PENSION = question(
    "pension",
    pension=EurosField(
        label=_("Your legal pensions a month before tax, in euros"),
        help_text=_("All together, from this country and others. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
        error_messages={"required": _("Enter your pensions, or 0.")},
    ),
    other=EurosField(
        label=_("Everything else that you have a month, in euros"),
        help_text=_("Pay, rent, maintenance, interest. 0 for none."),
        lowest=0,
        highest=MOST_PAY,
    ),
)
OTHERS = question(
    "others",
    lambda told: bool(told.adults),
    others=EurosField(
        label=_("What do the adults who live with you have together a month, in euros?"),
        help_text=_("0 for nothing."),
        lowest=0,
        highest=MOST_PAY,
    ),
)
ABROAD = question(
    "abroad",
    days_abroad=CountField(
        label=_("On how many days were you abroad in the last twelve months?"), most=366
    ),
)


class Yearly:
    """Twelve times an amount that was told for a month."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __call__(self, told: Told) -> int:
        """Return cents a year."""
        return YEAR * sum(told.answer(name, 0) for name in self.names)


ELDERLY_INCOME_GUARANTEE = Application(
    scheme="elderly_income_guarantee",
    known=(
        *YOU,
        "address_since",
        "members",
        "children",
        "monthly_pay",
        "career_days",
        "statuses",
        "iban",
    ),
    questions=(PENSION, OTHERS, ABROAD, ACCOUNT),
    facts={
        "asked_on": sent_on,
        "age": age_when_sent,
        "resides": lives_here,
        "entitled_to_stay": Left(True),
        "days_abroad": lambda told: told.answer("days_abroad", 0),
        "alone": lambda told: not told.adults,
        "pensions": Yearly("pension"),
        "pay": Left(0),
        "business": Left(0),
        "other": Yearly("other", "others"),
        "maintenance_paid": Left(0),
        "counted": lambda told: 1 + len(told.members),
        "means_known": Left(False),
    },
    day=day_sent,
    establishes={
        "means_known": flag(_("The enquiry into the means has ended")),
        "entitled_to_stay": flag(_("The conditions of nationality or stay are met")),
        "days_abroad": count(_("Days abroad in the year"), 366),
        "alone": flag(_("Lives alone")),
        "pensions": cents(_("Legal pensions of a year, in euros")),
        "pay": cents(_("Gross pay of a year, in euros")),
        "business": cents(_("Net income of own business in a year, in euros")),
        "other": cents(_("Other means of a year, in euros")),
        "maintenance_paid": cents(_("Maintenance paid in a year, in euros")),
        "counted": count(_("Persons by whom the means are divided"), 30),
    },
    checked_by=_("your means and those of who lives with you"),
)
