"""Fields of the questions: an amount and an account number, as people write them."""

import re
from typing import Any, Final

from babel.numbers import format_decimal
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.law.money import parse_euros
from portal.people.numbers import InvalidNumber, clean_iban, format_iban
from portal.templatetags.solida import LOCALES, euros

# What sets thousands apart besides a space; it never does where other than three digits follow.
GROUPING: Final = {"en": ",", "fr": ".", "nl": ".", "de": "."}


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


class EurosField(forms.CharField):
    """An amount typed in euros, kept as integer cents between two bounds (cents, included)."""

    default_error_messages = {
        "invalid": _("Enter an amount in euros, such as 2450.50."),
        "bounds": _("Enter an amount from %(lowest)s to %(highest)s."),
    }

    def __init__(self, *, lowest: int, highest: int, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "spellcheck": "false"}
        widget = forms.TextInput(attrs={**attrs, "class": "govuk-input--width-10"})
        super().__init__(max_length=40, widget=widget, **options)
        self.lowest, self.highest = lowest, highest

    def clean(self, value: Any) -> Any:
        """Return cents; refuse what is no amount in the active language or out of bounds.

        Nothing, where nothing has to be said, is None.
        """
        text = super().clean(value).replace("€", "")
        if not text.strip():  # and it may be empty
            return None
        grouped = re.compile(rf"(?<=\d){re.escape(GROUPING[_language()])}(?=\d{{3}}(?!\d))")
        try:
            cents = parse_euros(grouped.sub("", text))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not self.lowest <= cents <= self.highest:
            limits = {"lowest": euros(self.lowest), "highest": euros(self.highest)}
            raise forms.ValidationError(self.error_messages["bounds"], "bounds", limits)
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Write kept cents as the active language does; leave what somebody typed."""
        if not isinstance(value, int):
            return value
        whole, cents = divmod(value, 100)
        point = "." if _language() == "en" else ","
        return f"{format_decimal(whole, locale=LOCALES[_language()])}{point}{cents:02}"

    def written(self, value: int) -> str:
        """Write a kept amount for reading."""
        return euros(value)


class IbanField(forms.CharField):
    """An account number, kept compact."""

    default_error_messages = {
        "iban": _("This account number is not valid. Check each character."),
    }

    def clean(self, value: Any) -> Any:
        """Return the number compact; refuse wrong check digits."""
        text = super().clean(value)
        try:
            return clean_iban(text)
        except InvalidNumber as error:
            raise forms.ValidationError(self.error_messages["iban"], code="iban") from error

    def prepare_value(self, value: Any) -> Any:
        """Write a valid number in groups of four; leave what somebody typed otherwise."""
        try:
            return format_iban(clean_iban(value)) if value else value
        except InvalidNumber:
            return value

    def written(self, value: str) -> str:
        """Write a kept number for reading."""
        return format_iban(value)


class OneOfField(forms.ChoiceField):
    """A choice of which the words can be read again."""

    def written(self, value: str) -> str:
        """Write the words of a kept choice."""
        words: dict[str, Any] = dict(self.widget.choices)
        return str(words[value])
