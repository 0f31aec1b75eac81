"""Form fields made from the information model, and anomalies as errors at a field."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.channels.presenting import code_words
from declarations.glossary.catalog import anomaly, glossary
from declarations.glossary.findings import Finding
from declarations.glossary.model import Zone
from portal.days import DayField

LONGEST_ANSWER: Final = 64


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
