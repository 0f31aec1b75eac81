"""The question "what if", and what it wants to know."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import EurosField, OneOfField
from benefits.claims.forms import QuestionForm
from benefits.outlook.changes import CHANGES

LONGEST_AHEAD = 365  # days


class ChangeForm(QuestionForm):
    """What would change: the first step."""

    change = OneOfField(
        label=_("What would change?"),
        widget=forms.RadioSelect,
        choices=[(name, change.question) for name, change in CHANGES.items()],
        error_messages={"required": _("Choose what would change.")},
    )


class WhatIfForm(QuestionForm):
    """From which day, and what the chosen change asks besides. Nothing of it is kept."""

    change = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("From which day?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Give a day that exists.")},
    )
    hours = forms.IntegerField(
        label=_("Which part of your hours would you still work, in percent?"),
        min_value=0,
        max_value=99,
        error_messages={"required": _("Give the percentage.")},
    )
    income = EurosField(
        label=_("What does that person have a month, in euros?"),
        help_text=_("Before tax; 0 for nothing."),
        lowest=0,
        highest=20_000_00,
        error_messages={"required": _("Give the amount; 0 for nothing.")},
    )
    mother = forms.BooleanField(
        label=_("I am the mother of that child"),
        required=False,
    )

    def __init__(self, change: str, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"change": change})
        self.today = today
        for name in {"hours", "income", "mother"} - {CHANGES[change].asks}:
            del self.fields[name]

    def clean_day(self) -> date:
        """Return the day; it lies ahead, within the picture."""
        day: date = self.cleaned_data["day"]
        if not 0 <= (day - self.today).days <= LONGEST_AHEAD:
            raise ValidationError(_("Give a day within the next twelve months."))
        return day
