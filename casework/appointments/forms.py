"""What an appointment is about and how it is held; which slot; which day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from casework.appointments.models import Opening, Way
from casework.appointments.opening import Seats, last_booked
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


DAY: Final = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class SeatsForm(forms.Form):
    """How many people are seen at once, for how long, and how."""

    minutes = forms.IntegerField(
        label=_("For how many minutes each?"), min_value=5, max_value=240, initial=30
    )
    places = forms.IntegerField(
        label=_("How many people at once?"), min_value=1, max_value=100, initial=1
    )
    ways = forms.MultipleChoiceField(
        label=_("How?"),
        choices=Way,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    since = forms.DateField(label=_("From which day on?"), widget=DAY)

    @property
    def seats(self) -> Seats:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        return Seats(said["minutes"], said["places"], said["ways"])


class TimeOfDay(forms.TimeInput):
    """A time of the day, as browsers let one choose it, drawn as the design system draws a day."""

    def __init__(self) -> None:
        drawn = {"type": "time", "class": "govuk-input govuk-input--width-10"}
        super().__init__(drawn, format="%H:%M")


class OpeningForm(SeatsForm):
    """On which days of the week, and at what time, an office sees people."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days of the week?"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    at = forms.TimeField(label=_("At what time?"), widget=TimeOfDay())
    field_order = ("weekdays", "at")

    def clean_since(self) -> date:
        """Want a day that is not past."""
        day: date = self.cleaned_data["since"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class ChangeOpeningForm(SeatsForm):
    """What is changed of an opening, and from which day on: the first one on which nobody who has
    an appointment meets the change."""

    def __init__(self, opening: Opening, data: Any = None) -> None:
        since = _free_from(opening) + timedelta(days=1)
        stands = {"minutes": opening.minutes, "places": opening.places, "ways": opening.ways}
        super().__init__(data, initial={**stands, "since": since})


class EndOpeningForm(forms.Form):
    """The last day of an opening; the first one after which nobody has an appointment."""

    until = forms.DateField(label=_("Last day"), widget=DAY)

    def __init__(self, opening: Opening, data: Any = None) -> None:
        super().__init__(data, initial={"until": _free_from(opening)})


def _free_from(opening: Opening) -> date:
    days = (timezone.localdate(), opening.since, last_booked(opening) or date.min)
    return max(days)
