"""What is asked about a mandate: with whom, for what, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.mandates.actions import Scope
from portal.access.mandates.codes import whose
from portal.access.mandates.statuses import COMPANY_SERVICES, Help
from portal.access.models import Capacity, Service
from portal.days import DayField, quarter_words
from portal.law.periods import Quarter
from portal.people.models import Company, Person
from portal.people.numbers import InvalidNumber, clean_enterprise

YEARS_AHEAD: Final = 10
QUARTERS_BACK, QUARTERS_AHEAD = 20, 8


class TermsForm(forms.Form):
    """On which days the holder may act."""

    since = DayField(
        label=_("From"), required=False, help_text=_("Empty: as soon as it is confirmed.")
    )
    until = DayField(
        label=_("Until"), required=False, help_text=_("Empty: until one of you ends it.")
    )

    def __init__(self, data: Any = None, *, capacity: Capacity) -> None:
        super().__init__(data)
        self.capacity = capacity

    @property
    def other(self) -> Company | Person:
        """Return with whom the mandate is to be."""
        raise NotImplementedError

    def scope(self) -> Scope:
        """Return what the mandate is to be for."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Keep the days in order, from today on, and not without bounds."""
        today, given = timezone.localdate(), self.cleaned_data
        since, until = given.get("since") or today, given.get("until")
        if since < today:
            self.add_error("since", _("Enter today or a later day."))
        if until and until < since:
            self.add_error("until", _("Enter the first day or a later one."))
        for name, day in (("since", since), ("until", until)):
            if day and day > date(today.year + YEARS_AHEAD, 12, 31):
                self.add_error(name, _("Choose a day within ten years."))
        return given

    def _days(self) -> tuple[date, date | None]:
        return self.cleaned_data["since"] or timezone.localdate(), self.cleaned_data["until"]


class CompanyMandateForm(TermsForm):
    """A mandate between companies."""

    number = forms.CharField(
        label=_("Enterprise number of the other"),
        max_length=20,
        error_messages={"required": _("Enter the number of the other company.")},
    )
    service = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(service.value, service.label) for service in COMPANY_SERVICES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for.")},
    )
    quarters_from = forms.ChoiceField(
        label=_("For work from"),
        required=False,
        help_text=_("A row of a file counts by its own quarter, not by the day it is sent."),
    )
    quarters_until = forms.ChoiceField(label=_("For work until"), required=False)

    field_order = ["number", "service", "since", "until", "quarters_from", "quarters_until"]

    def __init__(self, data: Any = None, *, capacity: Capacity) -> None:
        super().__init__(data, capacity=capacity)
        now = Quarter.of(timezone.localdate())
        near = (now.shift(by).code for by in range(QUARTERS_AHEAD, -QUARTERS_BACK - 1, -1))
        quarters = [(str(code), quarter_words(code)) for code in near]
        for name in ("quarters_from", "quarters_until"):
            field = self.fields[name]
            field.choices = [("", _("without a limit")), *quarters]  # type: ignore[attr-defined]

    def clean_number(self) -> Company:
        """Return the company that has the number."""
        try:
            number = clean_enterprise(self.cleaned_data["number"])
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None
        active = Company.objects.active_on(timezone.localdate())
        company = active.identified_by(enterprise_number=number).first()
        if company is None:
            raise forms.ValidationError(_("We know no active company with this number."))
        if company.pk == self.capacity.company_id:
            raise forms.ValidationError(_("This is your own number."))
        return company

    def clean(self) -> dict[str, Any]:
        """Keep the quarters in order, too."""
        given = super().clean()
        first, last = given.get("quarters_from"), given.get("quarters_until")
        if first and last and last < first:
            self.add_error("quarters_until", _("Choose the first quarter or a later one."))
        return given

    @property
    def other(self) -> Company:
        """Return the other company."""
        company: Company = self.cleaned_data["number"]
        return company

    def scope(self) -> Scope:
        """Return what the mandate is to be for."""
        given = self.cleaned_data
        quarters = (given[name] for name in ("quarters_from", "quarters_until"))
        first, last = (int(quarter) if quarter else None for quarter in quarters)
        return Scope(Service(given["service"]), *self._days(), first, last)


class HelperForm(TermsForm):
    """A mandate between persons, who find each other by a code."""

    code = forms.CharField(
        label=_("Code of the other"),
        max_length=40,
        help_text=_("The other person finds it here, after signing in, under “Show my code”."),
        error_messages={"required": _("Enter the code that the other person shows.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    service = forms.ChoiceField(
        label=_("What may the helper do?"),
        choices=Help,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the helper may do.")},
    )

    field_order = ["code", "service", "since", "until"]

    def clean_code(self) -> Person:
        """Return the person who showed the code."""
        person = whose(self.cleaned_data["code"])
        if person is None or person == self.capacity.person:
            raise forms.ValidationError(
                _("This code leads to nobody. A code is good for one day and for one time.")
            )
        return person

    @property
    def other(self) -> Person:
        """Return the other person."""
        person: Person = self.cleaned_data["code"]
        return person

    def scope(self) -> Scope:
        """Return what the mandate is to be for."""
        return Scope(Help(self.cleaned_data["service"]), *self._days())
