"""About what, when and on which number somebody wants to be called."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.callbacks.models import Window
from casework.contacts.forms import TopicField
from portal.dates import date_format

DAYS: Final = 10  # how many days ahead one can choose
SATURDAY: Final = 6


class CallBackForm(forms.Form):
    """What the office needs to call."""

    topic = TopicField(_("What is it about?"))
    day = forms.TypedChoiceField(
        label=_("On which day?"),
        coerce=date.fromisoformat,
        error_messages={"required": _("Choose a day.")},
    )
    window = forms.ChoiceField(
        label=_("When do we reach you?"),
        widget=forms.RadioSelect,
        choices=Window,
        error_messages={"required": _("Choose when we reach you.")},
    )
    telephone = forms.RegexField(
        r"^\+?[0-9][0-9 ./()-]{7,18}$",
        label=_("On which number?"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "tel"}),
        error_messages={
            "required": _("Type the number on which we reach you."),
            "invalid": _("Type a telephone number, such as 0470 12 34 56."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose")), *_days()]


def _days() -> list[tuple[str, str]]:
    """Return the working days from tomorrow on, each with its name."""
    ahead = (timezone.localdate() + timedelta(days=each) for each in range(1, DAYS + 1))
    working = (day for day in ahead if day.isoweekday() < SATURDAY)
    return [(day.isoformat(), date_format(day, "l j F")) for day in working]
