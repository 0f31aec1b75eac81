"""What of a register of staff is shown: the filter above it, and the query of its address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declarations.channels.fields import DayField
from portal.people.models import Company, Person
from portal.people.numbers import InvalidNumber, clean_inss


class RegisterForm(forms.Form):
    """What of a register of staff is shown. Sent by POST: a number may not stand in an address."""

    who = forms.CharField(label=_("Name or national number"), required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("who is at work on the day")), ("all", _("all, also who left"))],
    )
    on = DayField(label=_("On which day"), required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_who(self) -> str | Person:
        """Return the person who has a number that was typed, else the words of a name."""
        typed: str = self.cleaned_data["who"]
        if not any(letter.isdigit() for letter in typed):
            return typed
        try:
            number = clean_inss(typed)
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None
        person = Person.objects.with_number(number).filter(periods__company=self.company).first()
        if person is None:
            raise forms.ValidationError(_("Nobody with this number stands in this register."))
        return person

    def query(self) -> dict[str, str]:
        """Return the choice as the query of an address, in which a person stands by reference."""
        who, day = self.cleaned_data["who"], self.cleaned_data["on"]
        query = {
            "person": str(who.reference) if isinstance(who, Person) else "",
            "name": "" if isinstance(who, Person) else who,
            "show": self.cleaned_data["show"],
            "on": day.isoformat() if day else "",
        }
        return {key: value for key, value in query.items() if value}


class ShownForm(forms.Form):
    """The query of a register's address; what cannot be read of it is left aside."""

    person = forms.UUIDField(required=False)
    name = forms.CharField(required=False, max_length=80)
    show = forms.CharField(required=False, max_length=8)
    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @property
    def day(self) -> date:
        """Return the day of the register: today unless another was asked."""
        return self.cleaned_data.get("on") or timezone.localdate()

    @property
    def everyone(self) -> bool:
        """Say whether those who left are shown too."""
        return bool(self.cleaned_data.get("show") == "all" or self.cleaned_data.get("person"))

    def condition(self) -> Q:
        """Return which person is looked for; everybody when none is."""
        person = self.cleaned_data.get("person")
        return Q(person__reference=person) if person else Q()

    def initial_of_filter(self) -> dict[str, Any]:
        """Return what the filter above the register shows."""
        shown = self.cleaned_data
        return {"who": shown.get("name"), "show": shown.get("show"), "on": self.day}
