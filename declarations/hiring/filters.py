"""What of a register of staff is shown: the filter above it, and the query of its address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declarations.glossary.catalog import worker_types
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.queries import EmploymentPeriodQuerySet
from portal.days import DayField
from portal.people.models import Company, Person
from portal.people.numbers import InvalidNumber, clean_inss


class Show(models.TextChoices):
    """Which periods of a register are shown; empty: of who works there or is about to start."""

    ALL = "all", _("everybody, also who left")
    LATE = "late", _("declared late")
    CANCELLED = "cancelled", _("cancelled")


class Sort(models.TextChoices):
    """By what a register is sorted; empty: by the first day, latest first."""

    NAME = "name", _("name")
    DAY = "day", _("first day")


class RegisterForm(forms.Form):
    """What of a register of staff is shown. Sent by POST: a number may not stand in an address."""

    who = forms.CharField(label=_("Name or national number"), required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("who works here or is about to start")), *Show.choices],
    )
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    on = DayField(label=_("At work on (optional)"), required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        kinds = [(code.code, code.title) for code in worker_types(on=timezone.localdate())]
        self.fields["kind"].choices = [("", _("every kind")), *kinds]  # type: ignore[attr-defined]

    def clean_who(self) -> str | Person:
        """Return the person who has a number that was typed, else the words of a name."""
        typed: str = self.cleaned_data["who"]
        if not any(letter.isdigit() for letter in typed):
            return typed
        try:
            number = clean_inss(typed)
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None
        staff = EmploymentPeriod.objects.filter(company=self.company)
        person = Person.objects.with_number(number).filter(pk__in=staff.values("person")).first()
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
            "kind": self.cleaned_data["kind"],
            "on": day.isoformat() if day else "",
        }
        return {key: value for key, value in query.items() if value}


class ShownForm(forms.Form):
    """The query of a register's address; what cannot be read of it is left aside."""

    person = forms.UUIDField(required=False)
    name = forms.CharField(required=False, max_length=80)
    show = forms.ChoiceField(required=False, choices=Show.choices)
    kind = forms.CharField(required=False, max_length=3)
    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    sort = forms.ChoiceField(required=False, choices=Sort.choices)

    @property
    def day(self) -> date:
        """Return the day of the register: today unless another was asked."""
        return self.cleaned_data.get("on") or timezone.localdate()

    def periods_of(self, company: Company) -> EmploymentPeriodQuerySet:
        """Return what is shown of the register of a company, with each worker and number.

        A day that was asked leaves the periods that hold on it. A person who was looked up by
        number is shown with all periods.
        """
        asked = self.cleaned_data
        found = EmploymentPeriod.objects.staff_of(company).with_number_in_use()
        found = self._state(found.named(asked.get("name") or ""))
        if asked.get("person"):
            found = found.filter(person__reference=asked["person"])
        if asked.get("kind"):
            found = found.filter(worker_type=asked["kind"])
        if asked.get("on"):
            found = found.on(self.day)
        return found.sorted_by_name() if asked.get("sort") == Sort.NAME else found

    def _state(self, found: EmploymentPeriodQuerySet) -> EmploymentPeriodQuerySet:
        show = self.cleaned_data.get("show")
        if show == Show.CANCELLED:
            return found.filter(is_cancelled=True)
        if show == Show.LATE:
            return found.valid().filter(is_late=True)
        if show == Show.ALL or self.cleaned_data.get("person"):
            return found
        return found.valid().not_over_before(self.day)

    def sorting(self) -> dict[str, str]:
        """Return the sorting as part of a query: a new filter keeps it."""
        sort = self.cleaned_data.get("sort")
        return {"sort": sort} if sort else {}

    def initial_of_filter(self) -> dict[str, Any]:
        """Return what the filter above the register shows."""
        shown = self.cleaned_data
        return {"who": shown.get("name"), **{key: shown.get(key) for key in ("show", "kind", "on")}}
