"""How far one agrees; until when is asked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from casework.surveys.questions import QUESTIONS, SCORES


class SurveyForm(forms.Form):
    """Each question with five answers."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for code, words in QUESTIONS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=str(words),
                widget=forms.RadioSelect,
                choices=list(SCORES.items()),
                coerce=int,
                error_messages={"required": _("Choose one of the five.")},
            )


class OpenForm(forms.Form):
    """For how long staff are asked."""

    days = forms.TypedChoiceField(
        label=_("For how long?"),
        widget=forms.RadioSelect,
        choices=[(each, ngettext_lazy("%d day", "%d days", each) % each) for each in (7, 14)],
        coerce=int,
        initial=7,
        error_messages={"required": _("Choose for how long.")},
    )

    @property
    def closes(self) -> Any:
        """Return the last day."""
        return timezone.localdate() + timedelta(days=self.cleaned_data["days"])
