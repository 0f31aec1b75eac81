"""Form fields made from the information model, and anomalies as errors at a field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.channels.presenting import code_words
from declarations.glossary.catalog import anomaly, glossary
from declarations.glossary.findings import Finding
from declarations.glossary.model import Zone

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)
LONGEST_ANSWER: Final = 64


class DayField(DateInputField):
    """A day in three parts, from `earliest` to `latest`; whatever is typed, the error is here."""

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **options: Any) -> None:
        super().__init__(require_all_fields=False, **options)
        self.earliest, self.latest = earliest, latest
        self.error_messages["required"] = _("Enter a day, a month and a year.")
        for part in self.widget.widgets:
            part.attrs["inputmode"] = "numeric"

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        """Return the day, or None where nothing was typed and nothing is asked."""
        parts = [(part or "").strip() for part in value or ()]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise ValidationError(_("Enter a day that exists, such as 27 3 2026."), code="invalid")
        return self._within(parts)

    def _within(self, parts: Sequence[str]) -> date:
        try:
            chosen = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(
                _("Enter a day that exists, such as 27 3 2026."), code="invalid"
            ) from None
        if not self.earliest <= chosen <= self.latest:
            raise ValidationError(
                _("Enter a year from %(first)s to %(last)s."),
                code="bounds",
                params={"first": self.earliest.year, "last": self.latest.year},
            )
        return chosen


def zone_field(label: str, *, optional: bool = False) -> forms.Field:
    """Return a form field for a zone, with the name and the hint of the information model.

    It cleans no more than it must: what is wrong is said by the official anomalies.
    """
    zone = glossary("dimona", "2023/1").element(label)
    assert isinstance(zone, Zone)  # noqa: S101 - the caller names zones only
    title = _("%(field)s (optional)") % {"field": zone.title} if optional else zone.title
    words: dict[str, Any] = {"label": title, "help_text": zone.hint, "required": False}
    if zone.type == "date":
        return DayField(**words)
    if zone.codes:
        codes = [(code, capfirst(code_words(zone, code))) for code in zone.codes]
        words["help_text"] = ""  # the codes stand there in words
        return forms.ChoiceField(choices=codes, widget=forms.RadioSelect, **words)
    field = forms.CharField(max_length=LONGEST_ANSWER, **words)
    if zone.type == "number":
        field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}
    return field


def words(finding: Finding) -> str:
    """Return an anomaly as an error at its field: what is wrong, what to do, the official code."""
    problem = capfirst(gettext(anomaly(finding.code).problem))
    return f"{problem}. {finding.explanation} ({finding.code})"
