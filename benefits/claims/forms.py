"""The questions that only the person can answer, a form for each step."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Size
from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import EurosField, IbanField, OneOfField


class QuestionForm(forms.Form):
    """One question, written large."""

    @property
    def helper(self) -> FormHelper:
        """How the question is drawn inside the page's own form element."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.label_size = helper.legend_size = Size.MEDIUM
        return helper


class EndedByForm(QuestionForm):
    """Who ended the contract."""

    ended_by = OneOfField(
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


class PayForm(QuestionForm):
    """The last pay."""

    monthly_pay = EurosField(
        label=_("Your last gross pay for a full month, in euros"),
        help_text=_("It stands on your pay slip, before deductions. For example: 2450.50"),
        lowest=1_00,
        highest=100_000_00,
        error_messages={"required": _("Enter your last gross pay for a full month.")},
    )


class HouseholdForm(QuestionForm):
    """What the register cannot know of the household."""

    others_earn = OneOfField(
        label=_("Does anyone who lives with you have an income of their own?"),
        help_text=_("From work, a pension or a benefit. Child benefit does not count."),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no.")},
    )


class AccountForm(QuestionForm):
    """Where the money goes."""

    iban = IbanField(
        label=_("Your account number (IBAN)"),
        help_text=_("For example: BE68 5390 0754 7034"),
        max_length=42,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": _("Enter your account number.")},
    )


FORMS: dict[str, type[forms.Form]] = {
    "ending": EndedByForm,
    "pay": PayForm,
    "household": HouseholdForm,
    "account": AccountForm,
}


class TruthForm(forms.Form):
    """What stands under an application that is sent."""

    true = forms.BooleanField(
        label=_("What I filled in is true and complete."),
        error_messages={"required": _("Confirm that what you filled in is true and complete.")},
    )


def answers_of(form: forms.Form) -> dict[str, Any]:
    """Return what a valid form says, as plain JSON values (amounts in cents)."""
    return dict(form.cleaned_data)
