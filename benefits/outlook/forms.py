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


class WhatIfForm(QuestionForm):
    """What changes, from which day, and what goes with it. Nothing of it is kept."""

    change = OneOfField(
        label=_("What would change?"),
        widget=forms.RadioSelect,
        choices=[(name, change.question) for name, change in CHANGES.items()],
        error_messages={"required": _("Choose what would change.")},
    )
    day = forms.DateField(
        label=_("From which day?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Give a day that exists.")},
    )
    hours = forms.IntegerField(
        label=_("Which part of your hours would you still work, in percent?"),
        help_text=_("Only if your hours fall."),
        min_value=0,
        max_value=99,
        required=False,
    )
    income = EurosField(
        label=_("What does that person have a month, in euros?"),
        help_text=_("Only if you move in together. Before tax; 0 for nothing."),
        lowest=0,
        highest=20_000_00,
        required=False,
    )
    mother = forms.BooleanField(
        label=_("I am the mother of that child"),
        help_text=_("Only if a child is born."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Return the day; it lies ahead, within the picture."""
        day: date = self.cleaned_data["day"]
        if not 0 <= (day - self.today).days <= LONGEST_AHEAD:
            raise ValidationError(_("Give a day within the next twelve months."))
        return day

    def clean(self) -> dict[str, Any]:
        """Want what the change itself asks."""
        told = super().clean() or {}
        change = CHANGES.get(told.get("change", ""))
        wanted = change.asks if change else ""
        if wanted in ("hours", "income") and wanted not in self.errors and told[wanted] is None:
            self.add_error(wanted, _("This is needed for what you chose."))
        return told
