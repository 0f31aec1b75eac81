"""What an appointment is about and how it is held; which slot; which day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.appointments.models import Way
from casework.appointments.slots import Slot
from casework.contacts.forms import TopicField


class WantedForm(forms.Form):
    """What it is about, and how one wants to speak."""

    topic = TopicField(_("What is it about?"))
    way = forms.ChoiceField(
        label=_("How do you want to speak with us?"),
        widget=forms.RadioSelect,
        choices=Way,
        error_messages={"required": _("Choose how you want to speak with us.")},
    )


def slot_key(slot: Slot) -> str:
    """Return by what a form names a slot."""
    return f"{slot.opening.pk}-{int(slot.starts.timestamp())}"


class SlotForm(forms.Form):
    """One of the slots that are offered; `slot` becomes that one, or None when it is gone."""

    slot = forms.CharField(max_length=40, error_messages={"required": _("Choose a time.")})

    def __init__(self, slots: Sequence[Slot], data: Any) -> None:
        super().__init__(data)
        self._slots = {slot_key(each): each for each in slots}

    def clean_slot(self) -> Slot | None:
        """Return the slot, unless it was given away meanwhile."""
        return self._slots.get(self.cleaned_data["slot"])


class DayForm(forms.Form):
    """A day; what is none is today."""

    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def chosen(self) -> date:
        """Return the day."""
        self.is_valid()
        given: date | None = self.cleaned_data.get("day")
        return given or timezone.localdate()
