"""How the debt is found that money pays, and why."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.queries import debts_of
from benefits.recovery.queries import named_debts
from benefits.recovery.references import debt_named
from portal.people.models import Person
from portal.people.numbers import InvalidNumber, clean_inss
from portal.templatetags.solida import euros

OF_A_DEBT: Final = 12  # digits of a structured communication


class DebtorForm(forms.Form):
    """Who owes: by the reference of a debt, or by the whole national number."""

    number = forms.CharField(
        label=_("Structured communication of the debt, or national number of who owes"),
        help_text=_("Twelve digits as on the letter, or eleven as on the identity card."),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": _("Type one of the two numbers.")},
    )

    def clean_number(self) -> Person:
        """Return who owes something; nothing else is told of who owes nothing."""
        digits = re.sub(r"\D", "", self.cleaned_data["number"])
        if len(digits) == OF_A_DEBT:
            person = _by_reference(digits)
        else:
            try:
                person = Person.objects.identify(clean_inss(digits))
            except InvalidNumber as error:
                raise forms.ValidationError(error.message) from None
        if person is None:
            raise forms.ValidationError(_("No debt and nobody in the register has this number."))
        return person


def _by_reference(digits: str) -> Person | None:
    number = debt_named(digits)
    began = named_debts([number]).get(number) if number else None
    return began.person if began else None


class AllocationForm(forms.Form):
    """Which debt of a person the money pays, and why one thinks so."""

    number = forms.CharField(widget=forms.HiddenInput, max_length=30)
    scheme = forms.ChoiceField(
        label=_("Which debt does it pay?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the debt.")},
    )
    reason = forms.CharField(
        label=_("How you know"),
        help_text=_("For example: the payer's name and the amount are those of the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say how you know: it is kept with the money.")},
    )

    def __init__(self, person: Person, number: str, data: Any = None) -> None:
        super().__init__(data, initial={"number": number})
        scheme = self.fields["scheme"]
        assert isinstance(scheme, forms.ChoiceField)  # noqa: S101 - declared above
        scheme.choices = [
            (code, gettext("%(right)s: %(amount)s") % _words(code, cents))
            for code, cents in sorted(debts_of(person).items())
        ]


def _words(code: str, cents: int) -> dict[str, str]:
    return {"right": scheme_title(code), "amount": euros(cents)}


class BackForm(forms.Form):
    """Why the money goes back."""

    reason = forms.CharField(
        label=_("Why it goes back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say why: it is kept with the money.")},
    )
