"""What a caseworker says of an application that is entered: which right, and how it came."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.attachments.forms import DocumentField
from benefits.claims.models import EntryChannel
from benefits.decisions.presenting import scheme_title
from casework.entering.actions import Came
from portal.people.models import Person

FURTHEST: Final = timedelta(days=366)


class RightForm(forms.Form):
    """For which right, and where there is one for each child, for which child."""

    right = forms.ChoiceField(
        label=_("What does the person apply for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a right.")},
    )
    child = forms.ChoiceField(
        label=_("For which child?"),
        help_text=_("Only where the right is about a child."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, rights: Sequence[str], children: Sequence[Person], data: Any = None) -> None:
        super().__init__(data)
        if children:
            field = self.fields["child"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [(str(child.reference), child.full_name) for child in children]
        else:
            del self.fields["child"]
        right = self.fields["right"]
        assert isinstance(right, forms.ChoiceField)  # noqa: S101 - declared above
        right.choices = [(code, scheme_title(code)) for code in rights]


class CameForm(forms.Form):
    """How the application came; a letter is added as a scan."""

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        widget=forms.RadioSelect,
        choices=EntryChannel.choices,
        error_messages={"required": _("Choose how it came.")},
    )
    received_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": _("Give the day on which it came.")},
    )
    document = DocumentField(
        label=_("Scan of the paper"),
        required=False,
        help_text=_("A PDF or a photo (JPEG or PNG), of 10 megabytes at most."),
    )
    same = forms.BooleanField(
        label=_("I typed what the person said or wrote, and nothing else."),
        error_messages={"required": _("Compare what you typed with what the person said.")},
    )

    def clean(self) -> dict[str, Any]:
        """Want the paper of a letter, and a day that is not ahead."""
        data, today = self.cleaned_data, timezone.localdate()
        day = data.get("received_on")
        if day and not today - FURTHEST <= day <= today:
            self.add_error("received_on", _("Give a day of the last year."))
        paper = data.get("channel") == EntryChannel.LETTER
        if paper and "document" not in self.errors and not data.get("document"):
            self.add_error("document", _("Add the scan of the letter."))
        return data

    @property
    def came(self) -> Came:
        """Return how it came."""
        data = self.cleaned_data
        return Came(EntryChannel(data["channel"]), data["received_on"], data.get("document"))
