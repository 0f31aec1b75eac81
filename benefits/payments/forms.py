"""Where a person wants to be paid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import IbanField


class AccountForm(forms.Form):
    """The account number, checked digit by digit."""

    iban = IbanField(
        label=_("Your account number (IBAN)"),
        help_text=_("We pay all your rights into this account. It must be in your name."),
        error_messages={"required": _("Enter your account number.")},
    )
