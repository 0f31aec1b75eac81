"""Changing a period on a page: its dates, hours and plan are there; what differs is declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils import timezone

from declarations.channels.fields import words, zone_field
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import check_fields
from declarations.glossary.fields import Content, found
from declarations.glossary.findings import Finding
from declarations.hiring.context import act_of
from declarations.hiring.folding import NEVER, Act
from declarations.hiring.forms import canonical
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.rules import judge_at_its_place
from declarations.hiring.rules.fields import STUDENT

ACTION: Final = "DimonaUpdate"
PLACES: Final = {
    "first_day": "StartingDate",
    "first_hour": "StartingHour",
    "last_day": "EndingDate",
    "last_hour": "EndingHour",
    "planned_hours": "PlannedHoursNbr",
}


class ChangeForm(forms.Form):
    """What can be changed of a period, as it stands now.

    A last day that is emptied is taken away. The anomalies of the model and of the rules about this
    period stand at their questions, before anything is sent.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any = None, *, period: EmploymentPeriod) -> None:
        self.period, self.known = period, _known(period)
        super().__init__(data, initial={n: _shown(v) for n, v in self.known.items()})
        for name in self.known:
            self.fields[name] = zone_field(PLACES[name])

    def content(self) -> Content:
        """Return the declaration of what differs."""
        content: Content = {"DimonaPeriodId": self.period.number, "INSS": self.period.person.inss}
        for name, before in self.known.items():
            after = canonical(self.cleaned_data.get(name))
            if after != canonical(before):
                content[PLACES[name]] = after or NEVER
        return content

    def clean(self) -> dict[str, Any]:
        """Show each official anomaly at its question."""
        if not self.errors:
            for finding in self._findings():
                self.add_error(_question_of(finding), words(finding))
        return self.cleaned_data

    def _findings(self) -> Iterator[Finding]:
        emptied = [name for name in self.known if not self.cleaned_data[name]]
        for name in emptied:
            if name != "last_day":
                zone = glossary("dimona", "2023/1").zones[PLACES[name]]
                yield found(f"{zone.number}-001", f"{ACTION}/{zone.label}")
        if emptied in ([], ["last_day"]):
            yield from self._findings_of(self.content())

    def _findings_of(self, content: Content) -> list[Finding]:
        if self.period.is_locked:
            return [found("00913-362", f"{ACTION}/DimonaPeriodId")]
        wrong = check_fields(ACTION, content, on=timezone.localdate())
        if not wrong:
            history = self.period.history.select_related("declaration")
            acts = [act_of(each.declaration) for each in history]
            wrong, _after = judge_at_its_place(acts, Act(timezone.now(), 0, ACTION, content))
        return [finding for finding in wrong if finding.blocking]


def _known(period: EmploymentPeriod) -> dict[str, date | time | int]:
    """Return what this kind of work can change: an open period is ended by a leaving."""
    values = {
        "first_day": None if period.worker_type == STUDENT else period.since,
        "first_hour": period.starts_at,
        "last_day": period.until,
        "last_hour": period.ends_at,
        "planned_hours": period.planned_hours,
    }
    return {name: value for name, value in values.items() if value is not None}


def _shown(value: date | time | int) -> Any:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _question_of(finding: Finding) -> str | None:
    label = finding.path.rpartition("/")[2]
    return next((name for name, place in PLACES.items() if place == label), None)
