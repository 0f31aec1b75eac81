"""The questions of a status report."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from declarations.statuses.actions import Status
from declarations.statuses.models import StatusKind, StatusReport
from portal.days import DayField
from portal.directory.control import ControlError

EARLIEST: Final = date(1974, 1, 1)  # before the first of these statuses nothing can be reported
FIELDS: Final = {"ssin": "ssin", "quality": "kind"}  # the control's datum: the field that asks it
LEGAL_CONTEXT: Final = StatusReport._meta.get_field("legal_context").max_length


class StatusForm(forms.Form):
    """A status of a person over a period."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    ssin = forms.CharField(
        label=_("National number"),
        help_text=_("The 11 digits of the national register or BIS number."),
        max_length=32,
        error_messages={"required": _("Enter the national number.")},
    )
    kind = forms.ChoiceField(
        label=_("Status"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )
    since = DayField(
        label=_("First day"), help_text=_("For example, 27 3 2026."), earliest=EARLIEST
    )
    until = DayField(
        label=_("Last day (optional)"),
        help_text=_("Leave it empty while the status is still running."),
        earliest=EARLIEST,
        required=False,
    )
    legal_context = forms.CharField(
        label=_("Legal context"),
        help_text=_("The code of the legal context under which your institution reports."),
        max_length=LEGAL_CONTEXT,
        error_messages={"required": _("Enter the legal context.")},
    )

    def __init__(self, *args: Any, kinds: list[StatusKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["ssin"].widget.attrs |= {
            "class": "govuk-input--width-10",
            "inputmode": "numeric",
            "autocomplete": "off",
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a status that ends before it starts."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first day."))
        return self.cleaned_data

    def status(self) -> Status:
        """Return what the institution says."""
        said = self.cleaned_data
        kind = StatusKind(said["kind"])
        return Status(said["ssin"], kind, said["since"], said["until"], said["legal_context"])

    def refuse(self, error: ControlError) -> None:
        """Show at which datum the integration control stopped the report."""
        self.add_error(FIELDS.get(error.field), f"{error.message} ({error.code})")
