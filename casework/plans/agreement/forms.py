"""What the counsellor offers, and what the person says of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.plans.agreement.statuses import PointKind, Progress
from casework.plans.agreement.text import Line
from casework.plans.forms import LONGEST

# How many lines of each kind the form has at least; with two free ones after those that stand.
ROWS: Final = {
    PointKind.GOAL: 2,
    PointKind.ACTION: 4,
    PointKind.PERSON: 2,
    PointKind.OFFICE: 2,
    PointKind.REPORT: 3,
}
FREE: Final = 2
WORDS: Final = {
    PointKind.GOAL: _("Goal %(number)s"),
    PointKind.ACTION: _("Action %(number)s"),
    PointKind.PERSON: _("What the person undertakes %(number)s"),
    PointKind.OFFICE: _("What the office undertakes %(number)s"),
    PointKind.REPORT: _("Report on day %(number)s"),
}
DATED: Final = (PointKind.ACTION, PointKind.REPORT)


class AgreementForm(forms.Form):
    """Lines of each kind: a text, and for actions and reports a day. Empty lines do not count."""

    def __init__(self, standing: Iterable[Line], data: Any = None) -> None:
        super().__init__(data)
        lines = list(standing)
        for kind, least in ROWS.items():
            of_kind = [line for line in lines if line.kind == kind]
            for number in range(1, max(least, len(of_kind) + FREE) + 1):
                line = of_kind[number - 1] if number <= len(of_kind) else None
                self._add(kind, number, line)

    def _add(self, kind: PointKind, number: int, line: Line | None) -> None:
        label = WORDS[kind] % {"number": number}
        if kind != PointKind.REPORT:
            self.fields[f"{kind}_{number}"] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=line.text if line else "",
            )
        if kind in DATED:
            said = label if kind == PointKind.REPORT else gettext("%s: until when?") % label
            self.fields[f"{kind}_{number}_day"] = forms.DateField(
                label=said,
                required=False,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                initial=line.day if line else None,
            )

    def clean(self) -> dict[str, Any]:
        """Want a goal, a day after today for each date, and a text for each dated action."""
        data = self.cleaned_data
        for name, day in list(data.items()):
            if name.endswith("_day") and day and day < timezone.localdate():
                self.add_error(name, gettext("Choose a day that is to come."))
            text = name.removesuffix("_day")
            if name.endswith("_day") and day and text in self.fields and not data.get(text):
                self.add_error(text, gettext("Say what is done until that day."))
        if not self.errors and not any(line.kind == PointKind.GOAL for line in self.lines):
            self.add_error("goal_1", gettext("Write at least one goal."))
        return data

    @property
    def lines(self) -> list[Line]:
        """Return what was filled in, kind after kind; reports by their days."""
        found = []
        for kind in ROWS:
            rows = [
                Line(kind.value, data, self.cleaned_data.get(f"{name}_day"))
                for name, data in self._texts(kind)
            ]
            by_day = kind == PointKind.REPORT
            found += sorted(rows, key=lambda line: line.day or date.min) if by_day else rows
        return found

    def _texts(self, kind: PointKind) -> list[tuple[str, str]]:
        names = [name.removesuffix("_day") for name in self.fields if name.startswith(f"{kind}_")]
        if kind == PointKind.REPORT:
            return [(name, "") for name in names if self.cleaned_data.get(f"{name}_day")]
        texts = {name: self.cleaned_data.get(name, "") for name in names}
        return [(name, text) for name, text in texts.items() if text]


class MessageForm(forms.Form):
    """Something about a point of an agreement."""

    point = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you want to say about it?"),
        help_text=_("Such as how you would like it instead."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Write what you want to say.")},
    )


class ReasonForm(forms.Form):
    """Why somebody does not agree."""

    text = forms.CharField(
        label=_("Why do you not agree?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write why you do not agree.")},
    )


class ReportForm(forms.Form):
    """How it goes."""

    progress = forms.ChoiceField(
        label=_("How does it go?"),
        widget=forms.RadioSelect,
        choices=Progress.choices,
        error_messages={"required": _("Choose how it goes.")},
    )
    text = forms.CharField(
        label=_("What did you do, and what do you need?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LONGEST,
    )


class MissedForm(forms.Form):
    """What the counsellor found out about a report that did not come."""

    text = forms.CharField(
        label=_("What did you find out, and what did you agree on?"),
        help_text=_(
            "The person reads it. Nothing follows by itself from a report that is missing."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write what you found out.")},
    )
