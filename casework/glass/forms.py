"""Why a file is opened without a case, and what a supervisor found of it."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access.glass.models import GlassFinding, GlassReason

NUMBER: Final = re.compile(r"[0-9](?:[ .\-/]?[0-9]){8,}")
FEWEST_WORDS: Final = 4


class OwnWords(forms.CharField):
    """A sentence that the person concerned may read: without anybody's number."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": _("Write at least a sentence.")},
        )

    def clean(self, value: object) -> str:
        """Return the words; refuse what is no sentence and what holds a number of somebody."""
        words: str = super().clean(value)
        if len(set(words.split())) < FEWEST_WORDS:
            raise forms.ValidationError(_("Write at least a sentence."))
        if NUMBER.search(words):
            raise forms.ValidationError(_("Leave numbers of persons out."))
        return words


class GlassForm(forms.Form):
    """The reason: one that is known, and own words."""

    reason = forms.ChoiceField(
        label=_("Why can this not wait for a case?"),
        choices=GlassReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = OwnWords(
        label=_("In your own words"),
        help_text=_(
            "The person and your supervisor read this sentence. Name nobody else in it, and no"
            " number."
        ),
    )


class ReviewForm(forms.Form):
    """What a supervisor found."""

    finding = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[
            (GlassFinding.JUSTIFIED, _("It was justified")),
            (GlassFinding.FOLLOW_UP, _("It is to be followed up")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    note = OwnWords(label=_("How you came to that"))
