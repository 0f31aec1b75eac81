"""Fields of a quarter as people type them: euros, days and hours; stored as they are sent."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from declarations.channels.fields import LONGEST_ANSWER, words
from declarations.channels.presenting import code_words
from declarations.glossary.catalog import values_of
from declarations.glossary.fields import found, problem_of
from declarations.glossary.model import Zone
from portal.days import DayField
from portal.law.money import parse_euros

# Zones that hold hundredths: people write 7.6 hours, the message says 760.
HUNDREDTHS: Final = frozenset(
    {
        *("ServiceNbrDays", "ServiceNbrHours", "RemunAmount", "PercentagePaid"),
        *("WorkingDaysSystem", "MeanWorkingHours", "RefMeanWorkingHours", "StudentRemunAmount"),
    }
)


class ZoneField(forms.CharField):
    """A zone as text; what is wrong with it is said by the official anomalies of the zone."""

    def __init__(self, zone: Zone, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ANSWER, required=False, **options)
        self.zone = zone
        if zone.type == "number":
            digits = "decimal" if zone.label in HUNDREDTHS else "numeric"
            self.widget.attrs |= {"inputmode": digits, "class": "govuk-input--width-10"}
        self.widget.attrs["autocomplete"] = "off"

    def prepare_value(self, value: Any) -> Any:
        """Return the sent form of a value as people write it; what was typed stays."""
        sent = isinstance(value, Sent)
        return written(self.zone, str(value)) if sent else value

    def clean(self, value: Any) -> str:
        """Return the value as it is sent; empty where nothing was typed."""
        typed: str = super().clean(value).strip()
        if not typed:
            return ""
        text = _sent(self.zone, typed)
        problem = "002" if text is None else problem_of(self.zone, text)
        if problem:
            raise ValidationError(words(found(f"{self.zone.number}-{problem}", "")))
        return text or ""


class Sent(str):
    """A value in the form in which it is sent, to be shown in a field."""

    __slots__ = ()


def written(zone: Zone, value: str) -> str:
    """Return a value as people type it: 760 hundredths are 7.6, or 7,6."""
    if zone.label not in HUNDREDTHS or not value.isdigit():
        return value
    whole, rest = divmod(int(value), 100)
    decimals = f"{rest:02}" if zone.label.endswith("RemunAmount") else f"{rest:02}".rstrip("0")
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{decimals}" if decimals else str(whole)


def zone_field(zone: Zone, label: Any = "", *, help_text: Any = "") -> forms.Field:
    """Return a field for a zone: a day, a choice among its codes, or text."""
    title = label or zone.title
    if zone.type == "date":
        return DayField(label=title, required=False, help_text=help_text)
    listed = values_of(zone)
    if zone.codes and listed:
        choices = [(code, capfirst(code_words(zone, code))) for code in zone.codes]
        return forms.ChoiceField(
            label=title, required=False, choices=choices, widget=forms.RadioSelect
        )
    return ZoneField(zone, label=title, help_text=help_text)


def code_field(zone: Zone, label: Any, codes: list[tuple[str, str]]) -> forms.ChoiceField:
    """Return a list of codes with their words, to choose one or none."""
    none = ("", _("None"))
    field = forms.ChoiceField(label=label, required=False, choices=[none, *codes])
    field.zone = zone  # type: ignore[attr-defined]
    return field


def _sent(zone: Zone, typed: str) -> str | None:
    """Return what was typed as it is sent; None for what is no number."""
    if zone.label not in HUNDREDTHS:
        return typed
    try:
        hundredths = parse_euros(typed)
    except ValueError:
        return None
    return str(hundredths) if hundredths >= 0 else None
