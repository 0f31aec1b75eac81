"""The questions of a quarter: what a worker worked and was paid, and the terms of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.channels.fields import words
from declarations.glossary.catalog import for_quarter, values_of
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.glossary.model import Glossary
from declarations.wages import presenting
from declarations.wages.drafting import questions
from declarations.wages.drafting.calendar import expected_days, holidays
from declarations.wages.drafting.defaults import KINDS, classes_of, ordinary_pay
from declarations.wages.drafting.drafts import TERMS, Entry
from declarations.wages.drafting.proposing import Content, number, span_of
from declarations.wages.drafting.questions import Question
from declarations.wages.fields import Sent, code_field, zone_field
from declarations.wages.quarters import first_day, title
from declarations.wages.wording import EXTRA, LABELS
from portal.dates import date_format

HINTS: Final = {
    "JointCommissionNbr": _("For example 302 or 140.03."),
    "WorkingDaysSystem": _("For example 5, or 2.5."),
    "LocalUnitID": _("Ten digits, as in the directory of companies."),
    "MeanWorkingHours": _("For example 38, or 19 for half time."),
}
FIGURES: Final = {"Service": "ServiceNbrDays", "Remun": "RemunAmount"}  # without it, no row
CONTRACTS: Final = (("0", _("Full time")), ("1", _("Part time")))


@dataclass
class Section:
    """The questions about one occupation or student's work, with what is known of it."""

    path: tuple[str | int, ...]
    heading: str
    code: str
    known: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    extra: list[Question] = field(default_factory=list)
    terms: list[Question] = field(default_factory=list)


class ContentForm(forms.Form):
    """Questions laid over the content of a worker; `content()` is it with the answers."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, entry: Entry, quarter: int) -> None:
        super().__init__(data, initial={"version": entry.version})
        self.entry, self.quarter = entry, quarter
        self.model = for_quarter("dmfa", quarter)
        self.sections = [self._section(*job) for job in questions.jobs(entry.content)]
        for section in self.sections:
            for question in (*section.terms, *section.asked, *section.extra):
                self._add(question, section)

    def asked(self, path: tuple[str | int, ...], record: Content, job: Content) -> list[Question]:
        """Return the questions of a section."""
        raise NotImplementedError

    def extras(self, path: tuple[str | int, ...]) -> list[Question]:
        """Return the rows that may be added to a section."""
        return []

    def terms(self, path: tuple[str | int, ...]) -> list[Question]:
        """Return the terms that may be changed beside the questions."""
        return []

    def known(self, record: Content, job: Content) -> list[dict[str, Any]]:
        """Return what is known of a section and not asked, as rows."""
        return []

    def questions(self) -> Iterator[Question]:
        """Yield every question of the form."""
        for section in self.sections:
            yield from (*section.terms, *section.asked, *section.extra)

    def content(self) -> Content:
        """Return the worker with the answers that were given."""
        answers = {each: _text(self.cleaned_data.get(each.name)) for each in self.questions()}
        return questions.answered(self.entry.content, answers)

    def field_at(self, block: str, row: int, zone: str) -> str:
        """Return the name of the field that fills a zone of a row of the message; "" if none."""
        rows: dict[tuple[str | int, ...], list[Question]] = {}
        for question in self.questions():
            if question.block == block:
                rows.setdefault((*question.path, question.extra), []).append(question)
        sent = [each for each in rows.values() if any(self.cleaned_data.get(q.name) for q in each)]
        of_row = sent[row] if row < len(sent) else []
        names = {question.zone: question.name for question in of_row}
        return names.get(zone) or next(iter(names.values()), "")

    def show(self, finding: Finding, name: str) -> None:
        """Show an anomaly at its field, or on top where it has none."""
        if name not in self.fields:
            self.add_error(None, words(finding))
        elif name not in self.errors:
            self.add_error(name, words(finding))

    def require(self, asked: Iterable[Question]) -> None:
        """Ask for each of these terms that was not answered, but for a few."""
        for question in asked:
            answered = self.cleaned_data.get(question.name) or question.name in self.errors
            if not answered and question.zone not in questions.OPTIONAL_TERMS:
                number_of = self.model.zones[question.zone].number
                self.show(found(f"{number_of}-001", ""), question.name)

    def _section(self, path: tuple[str | int, ...], record: Content, job: Content) -> Section:
        return Section(
            path,
            self._heading(job),
            str(record.get("WorkerCode") or ""),
            self.known(record, job),
            self.asked(path, record, job),
            self.extras(path),
            self.terms(path),
        )

    def _heading(self, job: Content) -> str:
        started = job.get("OccupationStartingDate")
        if not started:
            return gettext("The quarter")
        return gettext("At work since %(day)s") % {"day": date_format(date.fromisoformat(started))}

    def _add(self, question: Question, section: Section) -> None:
        zone = self.model.zones[question.zone]
        label: Any = LABELS.get(question.zone, zone.title)
        if question.extra:
            label = EXTRA.get(question.zone, label)
        ordinary = question.block == "Remun" and question.code == ordinary_pay(section.code)
        if question.code and not ordinary:
            owner = self.model.zones["RemunCode" if question.block == "Remun" else "ServiceCode"]
            label = f"{label}: {presenting.meaning(owner, question.code) or question.code}"
        made = self._field(question, label, section)
        value = questions.value_at(self.entry.content, question)
        if value:
            made.initial = _shown(made, value)
        self.fields[question.name] = made

    def _field(self, question: Question, label: Any, section: Section) -> forms.Field:
        zone = self.model.zones[question.zone]
        suggested = self._suggested(question)
        if len(suggested) > 1:
            choices = [(code, presenting.zone_words(zone, code)) for code in suggested]
            return forms.ChoiceField(
                label=zone.title, required=False, choices=choices, widget=forms.RadioSelect
            )
        if question.zone in ("ServiceCode", "RemunCode"):
            listed = values_of(zone)
            codes = listed.on(first_day(self.quarter)) if listed else ()
            choices = [(code.code, f"{code.title} ({code.code})") for code in codes]
            return code_field(zone, label, choices)
        if question.zone == "ContractType":
            return forms.ChoiceField(
                label=label, required=False, choices=CONTRACTS, widget=forms.RadioSelect
            )
        return zone_field(zone, label, help_text=HINTS.get(question.zone, ""))

    def _suggested(self, question: Question) -> Sequence[str]:
        """Return the codes among which the hirings of a worker leave a choice."""
        if question.zone not in questions.RECORD_TERMS:
            return ()
        given = questions.value_at(self.entry.content, question)
        found_codes: dict[str, None] = dict.fromkeys([given] if given else [])
        for period in self.entry.periods:
            if question.zone == "WorkerCode":
                found_codes |= dict.fromkeys(KINDS[period.worker_type].codes)
            else:
                sector = classes_of(period.worker_type, period.joint_committee)
                found_codes |= dict.fromkeys(sector)
        return tuple(found_codes)


class WorkerForm(ContentForm):
    """What changes every quarter: time and pay."""

    def __init__(self, data: Any = None, *, entry: Entry, quarter: int) -> None:
        super().__init__(data, entry=entry, quarter=quarter)
        if not entry.saved:
            self._show_sources()

    def asked(self, path: tuple[str | int, ...], record: Content, job: Content) -> list[Question]:
        """Ask time and pay."""
        return questions.time_and_pay(path, record, job)

    def extras(self, path: tuple[str | int, ...]) -> list[Question]:
        """Offer other time and other pay."""
        return questions.extras(path)

    def known(self, record: Content, job: Content) -> list[dict[str, Any]]:
        """Show the terms, with where they come from."""
        quarter = self.entry.last_quarter
        source = source_of_last(quarter) if quarter and not self.entry.saved else ""
        rows = presenting.terms_rows(self.model, record, job)
        return [{**row, "source": source} for row in rows]

    def clean(self) -> dict[str, Any]:
        """Ask for the other half of a row that was begun."""
        rows: dict[tuple[str | int, ...], list[Question]] = {}
        for question in self.questions():
            if question.block in FIGURES:
                rows.setdefault(question.path, []).append(question)
        for row in rows.values():
            if any(self.cleaned_data.get(each.name) for each in row):
                self._complete(row, (f"{row[0].block}Code", FIGURES[row[0].block]))
        return self.cleaned_data

    def _complete(self, row: Sequence[Question], needed: tuple[str, str]) -> None:
        for question in row:
            if question.zone in needed and not self.cleaned_data.get(question.name):
                number_of = self.model.zones[question.zone].number
                self.show(found(f"{number_of}-001", ""), question.name)

    def _show_sources(self) -> None:
        """Say of each figure that is there already from where it comes."""
        for question in self.questions():
            made = self.fields[question.name]
            if not made.initial or question.extra:
                continue
            if question.zone in questions.TIME_ZONES:
                made.source = self._calendar(question)  # type: ignore[attr-defined]
            elif self.entry.last_quarter:
                made.source = source_of_last(self.entry.last_quarter)  # type: ignore[attr-defined]

    def _calendar(self, question: Question) -> str:
        job: Any = self.entry.content
        for step in question.path[:4]:
            job = job[step]
        first, last = span_of(job, self.quarter)
        full = expected_days(number(job, "WorkingDaysSystem"), first, last)
        paid = len([day for day, _name in holidays(first, last) if day.weekday() < 5])
        said = {"days": presenting.hundredths(full), "holidays": paid}
        return gettext("the calendar (%(days)s days, public holidays: %(holidays)d)") % (said)


class TermsForm(ContentForm):
    """What the contract says; asked once, then taken over from quarter to quarter."""

    def asked(self, path: tuple[str | int, ...], record: Content, job: Content) -> list[Question]:
        """Ask the terms."""
        return questions.terms(path)

    def clean(self) -> dict[str, Any]:
        """Each term is needed but a few."""
        self.require(self.questions())
        return self.cleaned_data


class CorrectionForm(WorkerForm):
    """The last situation of a worker who is declared, to be changed and sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    situation = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entry: Entry, quarter: int, situation: int) -> None:
        super().__init__(data, entry=entry, quarter=quarter)
        self.fields["situation"].initial = situation
        self.number = situation

    def terms(self, path: tuple[str | int, ...]) -> list[Question]:
        """Let the terms be changed as well."""
        return questions.terms(path)

    def known(self, record: Content, job: Content) -> list[dict[str, Any]]:
        """Show the terms, which may be changed."""
        return presenting.terms_rows(self.model, record, job)

    def clean(self) -> dict[str, Any]:
        """Refuse what rests on a situation that is not the last any more."""
        super().clean()
        self.require(each for section in self.sections for each in section.terms)
        if self.cleaned_data.get("situation") != self.number:
            raise forms.ValidationError(
                _("Somebody corrected this worker meanwhile. Open the correction again.")
            )
        return self.cleaned_data

    def _show_sources(self) -> None:
        """What is corrected comes from the declaration: nothing is proposed."""


class SendForm(forms.Form):
    """The wish to send a quarter or a correction: nothing but its key."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class WagesFileForm(SendForm):
    """A file of quarterly declarations, of any size."""

    file = forms.FileField(
        label=_("File of quarterly declarations"),
        help_text=_("An XML file in the layout DmfAOriginal or DmfAUpdate."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "govuk-file-upload", "accept": ".xml"}


def source_of_last(quarter: int) -> str:
    """Return where an answer comes from that was taken from an earlier quarter."""
    return gettext("the declaration of %(quarter)s") % {"quarter": title(quarter)}


def labels_of(model: Glossary, entry: Entry) -> list[str]:
    """Return what a worker of a draft misses, in the words of the questions."""
    figures = [zone for zone in entry.missing if zone not in TERMS]
    labels = [str(LABELS.get(zone) or model.element(zone).title) for zone in figures]
    return [gettext("Terms of the contract"), *labels] if entry.terms_are_missing else labels


def _shown(made: forms.Field, value: str) -> Any:
    if isinstance(made, forms.ChoiceField):
        return value
    if isinstance(made, forms.CharField):
        return Sent(value)
    return date.fromisoformat(value)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
