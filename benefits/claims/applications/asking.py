"""Questions that several applications ask, and facts that follow from their answers."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.base import Question, Told, question
from benefits.claims.fields import EurosField, IbanField, yes_no

MOST_PAY: Final = 100_000_00  # cents a month
MOST_YEAR: Final = 1_000_000_00  # cents a year

PAY: Final = question(
    "pay",
    lambda told: "monthly_pay" not in told.known,
    monthly_pay=EurosField(
        label=_("Your last gross pay for a full month, in euros"),
        help_text=_("It stands on your pay slip, before deductions. For example: 2450.50"),
        lowest=1_00,
        highest=MOST_PAY,
        error_messages={"required": _("Enter your last gross pay for a full month.")},
    ),
)
# For rights that are also there for who has no work: nothing is asked of them.
PAY_OF_WORK: Final = Question(
    "pay", PAY.form, lambda told: "monthly_pay" not in told.known and "employer" in told.known
)
HOUSEHOLD: Final = question(
    "household",
    lambda told: bool(told.members),
    others_earn=yes_no(
        _("Does anyone who lives with you have an income of their own?"),
        help_text=_("From work, a pension or a benefit. Child benefit does not count."),
    ),
)
ACCOUNT: Final = question(
    "account",
    lambda told: "iban" not in told.known,
    iban=IbanField(
        label=_("Your account number (IBAN)"),
        help_text=_("For example: BE68 5390 0754 7034"),
        max_length=42,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": _("Enter your account number.")},
    ),
)


def monthly_pay(told: Told) -> int:
    """Return the gross pay of a whole month in cents: as declared, or as the person said."""
    return int(told.held("monthly_pay") or told.answer("monthly_pay", 0))


def family(told: Told) -> str:
    """Return the family category: alone, cohabiting, or in charge of those without income."""
    if not told.members:
        return "alone"
    return "cohabiting" if told.answer("others_earn") == "yes" else "family_charge"
