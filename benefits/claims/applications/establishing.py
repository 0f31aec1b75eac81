"""Facts that a caseworker finds, as fields with the names of the rule's own facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import CountField, EurosField, OneOfField
from portal.dates import date_format

FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)


class FlagField(forms.TypedChoiceField):
    """Yes or no."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[(True, _("Yes")), (False, _("No"))],
            coerce=lambda text: text == "True",
            widget=forms.RadioSelect,
            **options,
        )

    def written(self, value: bool) -> str:
        """Write what was found for reading."""
        return str(_("Yes") if value else _("No"))


class FoundDayField(forms.DateField):
    """A day that a caseworker found, within reason."""

    default_error_messages = {"bounds": _("Enter a day from %(first)s to %(last)s.")}

    def clean(self, value: Any) -> date | None:
        """Return the day; refuse one of another age."""
        day: date | None = super().clean(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            limits = {"first": date_format(FIRST_DAY), "last": date_format(LAST_DAY)}
            raise forms.ValidationError(self.error_messages["bounds"], "bounds", limits)
        return day

    def written(self, value: date | None) -> str:
        """Write what was found for reading."""
        return date_format(value) if value else "–"


def flag(label: Any) -> FlagField:
    """Ask whether something is so."""
    return FlagField(label=label)


def day(label: Any, *, required: bool = True) -> FoundDayField:
    """Ask for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return FoundDayField(label=label, required=required, widget=widget)


def cents(label: Any, highest: int = 1_000_000_00) -> EurosField:
    """Ask for an amount, from nothing."""
    return EurosField(label=label, lowest=0, highest=highest)


def count(label: Any, most: int) -> CountField:
    """Ask for a whole number, from nothing."""
    return CountField(label=label, most=most)


def code(label: Any, choices: Mapping[str, Any]) -> OneOfField:
    """Ask which of the codes of the rule it is."""
    return OneOfField(label=label, choices=list(choices.items()))
