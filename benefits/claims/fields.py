"""Fields of the questions: an amount and an account number, as people write them."""

import re
from datetime import date, timedelta
from typing import Any, Final

from babel.numbers import format_decimal
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.dates import date_format
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


class DayField(forms.DateField):
    """A day within so many days back and ahead of today, both included; kept as ISO text."""

    default_error_messages = {
        "invalid": _("Enter a day that exists, such as 31/3/2026."),
        "bounds": _("Enter a day from %(first)s to %(last)s."),
    }

    def __init__(self, *, back: int, ahead: int, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
        )
        self.back, self.ahead = timedelta(days=back), timedelta(days=ahead)

    def clean(self, value: Any) -> Any:
        """Return the day as ISO text, or None where nothing has to be said; refuse another age."""
        day = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        first, last = today - self.back, today + self.ahead
        if not first <= day <= last:
            limits = {"first": date_format(first), "last": date_format(last)}
            raise forms.ValidationError(self.error_messages["bounds"], "bounds", limits)
        return day.isoformat()

    def written(self, value: str) -> str:
        """Write a kept day for reading."""
        return date_format(date.fromisoformat(value))


class CountField(forms.IntegerField):
    """A whole number between two bounds, both included."""

    def __init__(self, *, most: int, least: int = 0, **options: Any) -> None:
        attrs = {"class": "govuk-input--width-5"}
        widget = forms.NumberInput(attrs=attrs)
        super().__init__(min_value=least, max_value=most, widget=widget, **options)

    def written(self, value: int) -> str:
        """Write a kept number for reading."""
        return number_format(value)


class OneOfField(forms.ChoiceField):
    """A choice of which the words can be read again."""

    def written(self, value: str) -> str:
        """Write the words of a kept choice."""
        words: dict[str, Any] = dict(self.widget.choices)
        return str(words[value])


def yes_no(label: Any, **options: Any) -> OneOfField:
    """Return a question that is answered with "yes" or "no"."""
    return OneOfField(
        label=label,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no.")},
        **options,
    )
