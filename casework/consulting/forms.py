"""What a caseworker asks an institution, about which days, and why."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.consulting.actions import Asking
from casework.consulting.queries import Askable
from portal.directory.qualities import quality_label

FURTHEST: Final = date(1990, 1, 1)


def _day(**options: Any) -> forms.DateField:
    attrs = {"type": "date", "class": "govuk-input--width-10"}
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs), **options)


class ConsultForm(forms.Form):
    """One block of data: nothing more is asked than what is needed."""

    wanted = forms.ChoiceField(
        label=_("What do you need to know?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need to know.")},
    )
    since = _day(label=_("From"))
    until = _day(label=_("Until"))
    why = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("It stands in the case. The person may read it on request."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what you need it for.")},
    )
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, offered: Sequence[Askable], data: Any = None) -> None:
        today = timezone.localdate()
        start = {"since": today - timedelta(days=365), "until": today, "ticket": uuid4()}
        super().__init__(data, initial=start)
        self.offered = {each.key: each for each in offered}
        field = self.fields["wanted"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, _words(each)) for key, each in self.offered.items()]

    def clean(self) -> dict[str, Any]:
        """Hold the days in order and within reason."""
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and not since >= FURTHEST:
            self.add_error("since", _("Give a day from 1990 on."))
        if until and until > timezone.localdate():
            self.add_error("until", _("Give a day up to today."))
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first."))
        return data

    @property
    def asking(self) -> Asking:
        """Return what is asked."""
        data = self.cleaned_data
        wanted = self.offered[data["wanted"]]
        return Asking(wanted, data["since"], data["until"], data["why"], data["ticket"])


def _words(each: Askable) -> str:
    contains = str(each.block.contains)
    told = contains[:1].upper() + contains[1:]
    return f"{told} – {quality_label(each.profile.quality)}; {each.profile.ground}"
