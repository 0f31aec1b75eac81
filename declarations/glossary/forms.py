"""The day on which a code list is looked at."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


class DayForm(forms.Form):
    """A day within the time of which code lists speak."""

    on = forms.DateField(
        label=_("On which day"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day such as 2026-02-27.")},
    )
