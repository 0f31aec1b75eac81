"""Of which quarter of which company a payment is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from declarations.wages.models import Filing
from portal.access.models import Environment


class AssignForm(forms.Form):
    """The number of a company and a quarter; `filing` is the account that they name."""

    company = forms.CharField(
        label=_("NSSO or enterprise number"),
        max_length=20,
        error_messages={"required": _("Enter the number of the company.")},
    )
    quarter = forms.IntegerField(
        label=_("Quarter"),
        help_text=_("Year and number, for example 20261 for the first quarter of 2026."),
        error_messages={
            "required": _("Enter the quarter."),
            "invalid": _("Enter the quarter as five digits."),
        },
    )
    filing: Filing | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("company", "quarter"):
            widget = self.fields[name].widget
            widget.attrs |= {"class": "govuk-input--width-10", "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        """Find the account; say so where there is none."""
        if not self.errors:
            digits = "".join(each for each in self.cleaned_data["company"] if each.isdigit())
            filings = Filing.objects.filter(
                quarter=self.cleaned_data["quarter"], environment=Environment.REAL
            )
            numbers = ("company__nsso_number", "company__enterprise_number")
            for number in numbers:
                self.filing = self.filing or filings.filter(**{number: digits}).first()
            if self.filing is None:
                self.add_error("company", _("This company has no account for that quarter."))
        return self.cleaned_data
