"""The questions that only the person can answer, a form for each step."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.numbers import InvalidNumber, clean_iban


class EndedByForm(forms.Form):
    """Who ended the contract."""

    ended_by = forms.ChoiceField(
        label=_("Who ended your contract?"),
        widget=forms.RadioSelect,
        choices=[
            ("employer", _("My employer")),
            ("term", _("It ended on the agreed date")),
            ("mutual", _("My employer and I together")),
            ("worker", _("I did")),
        ],
        error_messages={"required": _("Choose who ended your contract.")},
    )


class PayForm(forms.Form):
    """The last pay."""

    monthly_pay = forms.DecimalField(
        label=_("Your last gross pay for a full month, in euros"),
        help_text=_("It stands on your pay slip, before deductions. For example: 2450.50"),
        min_value=Decimal("1"),
        max_value=Decimal("100000"),
        max_digits=8,
        decimal_places=2,
        error_messages={
            "required": _("Enter your last gross pay for a full month."),
            "invalid": _("Enter an amount in euros, such as 2450.50."),
        },
    )

    def clean_monthly_pay(self) -> int:
        """Return the pay in cents."""
        pay: Decimal = self.cleaned_data["monthly_pay"]
        return int(pay * 100)


class HouseholdForm(forms.Form):
    """What the register cannot know of the household."""

    others_earn = forms.ChoiceField(
        label=_("Does anyone who lives with you have an income of their own?"),
        help_text=_("From work, a pension or a benefit. Child benefit does not count."),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no.")},
    )


class AccountForm(forms.Form):
    """Where the money goes."""

    iban = forms.CharField(
        label=_("Your account number (IBAN)"),
        help_text=_("For example: BE68 5390 0754 7034"),
        max_length=42,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter your account number.")},
    )

    def clean_iban(self) -> str:
        """Return the number compact; refuse wrong check digits."""
        text: str = self.cleaned_data["iban"]
        try:
            return clean_iban(text)
        except InvalidNumber as error:
            raise forms.ValidationError(
                _("This account number is not valid. Check each character."), code="iban"
            ) from error


FORMS: dict[str, type[forms.Form]] = {
    "ending": EndedByForm,
    "pay": PayForm,
    "household": HouseholdForm,
    "account": AccountForm,
}


def answers_of(form: forms.Form) -> dict[str, Any]:
    """Return what a valid form says, as plain JSON values (amounts in cents)."""
    return dict(form.cleaned_data)
