"""The questions of the pages that show and send declarations."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from declarations.channels.models import Result
from declarations.channels.queries import WAITING
from declarations.channels.safe_xml import MAX_BYTES

MEGABYTE = 1024 * 1024
FINGERPRINT = "^[0-9A-Fa-f]{8,64}$"


class AnswerForm(forms.Form):
    """Which declarations a list shows."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[("", _("all")), *Result.choices, (WAITING, _("being checked"))],
    )


class CheckForm(forms.Form):
    """Which message is to be proved: the two marks that stand on its receipt."""

    ticket = forms.UUIDField(
        label=_("Reference of the message"),
        error_messages={
            "required": _("Enter the reference as it stands on the receipt."),
            "invalid": _("Enter the reference as it stands on the receipt."),
        },
    )
    fingerprint = forms.RegexField(
        FINGERPRINT,
        label=_("First 8 characters of the fingerprint"),
        max_length=64,
        error_messages={
            "required": _("Enter the first 8 characters of the fingerprint, or all of it."),
            "invalid": _("Enter the first 8 characters of the fingerprint, or all of it."),
            "max_length": _("Enter the first 8 characters of the fingerprint, or all of it."),
        },
    )

    def clean_fingerprint(self) -> str:
        """Return the fingerprint in lower case, as it is kept."""
        typed: str = self.cleaned_data["fingerprint"]
        return typed.lower()


class FileForm(forms.Form):
    """A file of declarations, of any flow."""

    file = forms.FileField(
        label=_("File of declarations"),
        help_text=_("An XML file of hirings or of quarterly wages, of 12 megabytes at most."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "govuk-file-upload", "accept": ".xml"}

    def clean_file(self) -> UploadedFile:
        """Return the file, if it is not larger than the reader takes."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(cap)s megabytes. Send it in parts."),
                params={"cap": MAX_BYTES // MEGABYTE},
            )
        return file
