"""The questions of a declaration of a social risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from declarations.channels.fields import LONGEST_ANSWER, words
from declarations.channels.presenting import code_words
from declarations.glossary.catalog import code_list
from declarations.glossary.findings import Finding
from declarations.glossary.model import Code, Zone
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.amounts import is_money
from declarations.social_risk.pages.drafting import Heading
from declarations.social_risk.scenarios import scenarios
from portal.days import DayField

MOST_RADIOS = 6
WEEKS, DAYS_OF_A_WEEK = 4, 7
HUNDRED = 100
# Lists that nobody knows by heart. What is known by its number is typed: a country, a class.
FROM_A_LIST = (
    *("accident_events", "accident_objects", "injury_natures", "injury_places"),
    *("prevention_measures", "activities_with_risk"),
)


class StartForm(forms.Form):
    """Who, and what happened."""

    worker = forms.ChoiceField(label=_("Worker"))
    what = forms.ChoiceField(label=_("What happened?"))

    def __init__(self, data: Any, periods: Sequence[EmploymentPeriod]) -> None:
        super().__init__(data)
        worker, what = self.fields["worker"], self.fields["what"]
        assert isinstance(worker, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(what, forms.ChoiceField)  # noqa: S101
        worker.choices = [(str(each.reference), each.person.full_name) for each in periods]
        what.choices = [
            (
                each.title,
                [
                    (f"{each.flow}-{kind or '000'}", capfirst(each.kind_words(kind)))
                    for kind in (each.kinds or ("",))
                ],
            )
            for each in scenarios().values()
        ]


def field_of(heading: Heading) -> forms.Field:
    """Return a form field for a heading; what is wrong is said by the official anomalies."""
    zone = heading.zone
    title = _("%(field)s (optional)") % {"field": zone.title} if heading.optional else zone.title
    options: dict[str, Any] = {"label": title, "help_text": _hint(zone), "required": False}
    if zone.type == "date":
        return DayField(**options)
    if zone.codes:
        codes = [(code, capfirst(code_words(zone, code))) for code in zone.codes]
        options["help_text"] = ""
        if len(codes) > MOST_RADIOS:
            return forms.ChoiceField(choices=[("", ""), *codes], **options)
        return forms.ChoiceField(choices=codes, widget=forms.RadioSelect, **options)
    if zone.code_list in FROM_A_LIST:
        codes = [(each.code, f"{capfirst(each.title)} ({each.code})") for each in _listed(zone)]
        return forms.ChoiceField(choices=[("", ""), *codes], **options)
    field = forms.CharField(max_length=max(LONGEST_ANSWER, zone.longest or 0), **options)
    if zone.type == "number":
        field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}
    return field


def _listed(zone: Zone) -> Sequence[Code]:
    return code_list(zone.code_list).on(timezone.localdate())


def _hint(zone: Zone) -> str:
    if is_money(zone):
        return str(_("In cents: 245000 for 2,450 euros."))
    return zone.hint


class RiskForm(forms.Form):
    """What is not known of a risk; with `all` also what is known, to be corrected."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: Any, headings: Sequence[Heading]) -> None:
        super().__init__(data)
        self.paths: dict[str, Heading] = {}
        for place, heading in enumerate(headings):
            name = f"h{place}_{heading.zone.label}"
            field = field_of(heading)
            field.initial = _shown(heading)
            if heading.source:
                field.source = heading.source  # type: ignore[attr-defined]
            self.fields[name], self.paths[name] = field, heading

    def answers(self) -> dict[str, str]:
        """Return what was answered, by path, as the model writes it."""
        return {
            heading.path: _written(self.cleaned_data.get(name))
            for name, heading in self.paths.items()
        }

    def show(self, findings: Sequence[Finding]) -> None:
        """Show each official anomaly at its question, or on top."""
        names = {heading.path: name for name, heading in self.paths.items()}
        for finding in findings:
            name = names.get(finding.path)
            if name is None or name not in self.errors:
                self.add_error(name, words(finding))


def _shown(heading: Heading) -> Any:
    if heading.zone.codes and heading.zone.type == "number":
        return heading.value.lstrip("0") or heading.value[:1]  # as the choices are written
    if heading.zone.type == "number" and heading.zone.code_list in FROM_A_LIST:
        same = (
            c.code for c in _listed(heading.zone) if c.code.lstrip("0") == heading.value.lstrip("0")
        )
        return next(same, heading.value)  # which may have come without its zeros
    if heading.zone.type != "date":
        return heading.value
    try:
        return date.fromisoformat(heading.value)
    except ValueError:
        return None


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def grid_rows(blocks: Sequence[Mapping[str, Any]], data: Mapping[str, str]) -> list[list[Any]]:
    """Four weeks of seven days: the name of each input and the hours in it."""
    known = {b["DaysIndicatorAboutWorkSchedule"]: b["HoursNumberAboutWorkSchedule"] for b in blocks}
    return [
        [
            (f"grid_{place}", data.get(f"grid_{place}", _hours(known.get(str(place), ""))))
            for place in range(week * DAYS_OF_A_WEEK + 1, (week + 1) * DAYS_OF_A_WEEK + 1)
        ]
        for week in range(WEEKS)
    ]


def grid_of(data: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the weeks in which something was typed, with each of their days."""
    typed = [data.get(f"grid_{n}", "").strip() for n in range(1, WEEKS * DAYS_OF_A_WEEK + 1)]
    weeks = [typed[n : n + DAYS_OF_A_WEEK] for n in range(0, len(typed), DAYS_OF_A_WEEK)]
    last = max((n for n, week in enumerate(weeks, 1) if any(week)), default=0)
    return [
        {
            "DaysIndicatorAboutWorkSchedule": str(place),
            "HoursNumberAboutWorkSchedule": _hundredths(hours) or "0",
        }
        for place, hours in enumerate(typed[: last * DAYS_OF_A_WEEK], start=1)
    ]


def month_rows(
    blocks: Sequence[Mapping[str, Any]],
    span: tuple[date, date],
    data: Mapping[str, str],
    usual: str,
) -> list[dict[str, Any]]:
    """Each day of a month with its hours and what it was; `usual` is the code of a new day."""
    known = {block["DayIndicator"]: block for block in blocks}
    rows = []
    for day in _days(span):
        block = known.get(f"--{day:%m-%d}", {})
        name = f"day_{day.isoformat()}"
        rows.append(
            {
                "day": day,
                "name": name,
                "hours": data.get(name, _hours(str(block.get("HoursNumber", "")))),
                "code": data.get(f"{name}_code", block.get("DayNatureCode", usual)),
            }
        )
    return rows


def days_of_month(data: Mapping[str, str], span: tuple[date, date]) -> list[dict[str, str]]:
    """Return the days with hours, as the form has them."""
    found = []
    for day in _days(span):
        name = f"day_{day.isoformat()}"
        if hours := _hundredths(data.get(name, "")):
            code = data.get(f"{name}_code", "")
            found.append(
                {"DayIndicator": f"--{day:%m-%d}", "DayNatureCode": code, "HoursNumber": hours}
            )
    return found


def _days(span: tuple[date, date]) -> Iterator[date]:
    first, last = span
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _hours(hundredths: str) -> str:
    """Hours as people write them: 760 is "7.6", and 0 is nothing."""
    if not hundredths.isdigit() or not int(hundredths):
        return ""
    return f"{int(hundredths) / HUNDRED:g}"


def _hundredths(typed: str) -> str:
    """Hours as the model writes them: "7,6" is 760, as "7:36" is; what is none stays as it is."""
    typed = typed.strip().replace(",", ".")
    if not typed:
        return ""
    try:
        if ":" in typed:
            hours, minutes = typed.split(":")
            return str(int(hours) * HUNDRED + round(int(minutes) * HUNDRED / 60))
        return str(round(float(typed) * HUNDRED))
    except (ValueError, OverflowError):
        return typed[:LONGEST_ANSWER]
