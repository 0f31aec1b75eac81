"""The questions of a hiring, of a leaving and of a cancellation."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declarations.channels.fields import words, zone_field
from declarations.channels.presenting import committee_words
from declarations.glossary.catalog import glossary, joint_committees, worker_types
from declarations.glossary.checks import check_fields
from declarations.glossary.fields import found
from declarations.hiring.drafts import HiringDraft
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.presenting import source_of
from declarations.hiring.questions import KIND, asked, question_of
from portal.people.models import Person
from portal.people.numbers import InvalidNumber, clean_inss

AGENCY_WORK = "322"


class WorkerForm(forms.Form):
    """Who is hired: a number that the register of persons knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inss"] = zone_field("INSS")
        self.fields["inss"].widget.attrs["autocomplete"] = "off"

    def clean_inss(self) -> Person:
        """Return the person; the official anomaly says why there is none."""
        typed: str = self.cleaned_data["inss"]
        if not typed:
            raise forms.ValidationError(words(found("00024-001", "")))
        try:
            number = clean_inss(typed)
        except InvalidNumber as error:
            raise forms.ValidationError(f"{error.message} (00024-003)") from None
        person = Person.objects.identify(number)
        if person is None:
            raise forms.ValidationError(words(found("90017-151", "")))
        return person


class DraftForm(forms.Form):
    """A step of a hiring: the draft with these answers is checked as the declaration will be."""

    def __init__(self, data: Any = None, *, draft: HiringDraft) -> None:
        super().__init__(data, initial=_typed(draft.answers))
        self.draft = draft

    def answers(self) -> dict[str, str]:
        """Return what was answered here, in the words of the information model."""
        return {name: canonical(value) for name, value in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        """Show each official anomaly at its question."""
        self.draft.answers = {**self.draft.answers, **self.answers()}
        for finding in self.draft.findings():
            name = question_of(finding)
            if name in self.fields:
                if name not in self.errors:
                    self.add_error(name, words(finding))
            else:
                self.clean_elsewhere(words(finding))
        return self.cleaned_data

    def clean_elsewhere(self, error: str) -> None:
        """Take in an anomaly that none of these questions can mend."""


class KindForm(DraftForm):
    """What kind of work it is."""

    def __init__(self, data: Any = None, *, draft: HiringDraft) -> None:
        super().__init__(data, draft=draft)
        today = timezone.localdate()
        model = glossary("dimona", "2023/1")
        self.fields["worker_type"] = forms.ChoiceField(
            label=model.zones["WorkerType"].title,
            choices=[(code.code, code.title) for code in worker_types(on=today)],
        )
        self.fields["joint_committee"] = forms.ChoiceField(
            label=model.zones["JointCommissionNbr"].title,
            choices=[(c.code, committee_words(c.code)) for c in joint_committees(on=today)],
        )
        self._show_sources()

    def _show_sources(self) -> None:
        """Prefill what an earlier period or the directory says, and say which."""
        period = self.draft.last_period
        if KIND.keys() <= self.draft.answers.keys() and not self.draft.kind_is_known:
            return
        self.initial = {"worker_type": "OTH", "joint_committee": self.draft.company.joint_committee}
        sources: dict[str, Any] = {"joint_committee": _("directory of companies")}
        if period:
            self.initial = {
                "worker_type": period.worker_type,
                "joint_committee": period.joint_committee,
            }
            sources = dict.fromkeys(KIND, source_of(period))
        for name, said in sources.items():
            self.fields[name].source = said  # type: ignore[attr-defined]


class DetailsForm(DraftForm):
    """The days, and what else this kind of work asks for."""

    def __init__(self, data: Any = None, *, draft: HiringDraft) -> None:
        super().__init__(data, draft=draft)
        for question in asked(self.draft.answers):
            self.fields[question.name] = zone_field(question.zone, optional=question.optional)
        if "user_committee" in self.fields:
            self.fields["user_committee"] = _committee_of_user()

    def clean_elsewhere(self, error: str) -> None:
        """Show it on top: these are the last questions."""
        self.add_error(None, error)


class LeavingForm(forms.Form):
    """The last day of work."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, period: EmploymentPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["last_day"] = zone_field("EndingDate")

    def clean_last_day(self) -> date:
        """Return the day; the official anomalies say what is wrong with it."""
        day: date | None = self.cleaned_data["last_day"]
        content = {"DimonaPeriodId": self.period.number}
        if day:
            content["EndingDate"] = day.isoformat()
        for finding in check_fields("DimonaOut", {**content}, on=timezone.localdate()):
            raise forms.ValidationError(words(finding))
        assert day is not None  # noqa: S101 - the check has refused a leaving without a day
        if day < self.period.since:
            raise forms.ValidationError(words(found("00911-014", "")))
        return day


class CancelForm(forms.Form):
    """The wish to cancel: nothing but its key."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def _committee_of_user() -> forms.ChoiceField:
    committees = joint_committees(on=timezone.localdate())
    return forms.ChoiceField(
        label=_("Joint committee of the company that uses the worker"),
        required=False,
        choices=[(c.code, committee_words(c.code)) for c in committees if c.code != AGENCY_WORK],
    )


def _typed(answers: dict[str, str]) -> dict[str, Any]:
    """Answers as a form shows them: days as days; what a declaration had wrong stays empty."""
    return {**answers, **{name: _day(answers.get(name, "")) for name in ("first_day", "last_day")}}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def canonical(value: Any) -> str:
    """Return an answer as the model writes it: ISO days, hours and numbers as digits."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H%M}"
    text = str(value or "").strip()
    bare = text.replace(":", "").replace(".", "").replace(" ", "")
    return bare if bare.isdigit() else text
