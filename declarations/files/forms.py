"""Choosing files to send."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from declarations.channels.forms import MEGABYTE
from declarations.channels.safe_xml import MAX_BYTES

MOST_FILES = 19  # nine parts with their signatures, and the GO file


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the list of files that were chosen."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """One file or several; the value is a list."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, each of which is one and not too large."""
        files = data or [None]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Choose at most %(most)s files."), params={"most": MOST_FILES}
            )
        return [self._clean_one(file, initial) for file in files]

    def _clean_one(self, data: Any, initial: Any) -> UploadedFile:
        file: UploadedFile = super().clean(data, initial)
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("A file is larger than %(cap)s megabytes. Send it in parts."),
                params={"cap": MAX_BYTES // MEGABYTE},
            )
        return file


class FilesForm(forms.Form):
    """A file of declarations, or a set of files with official names."""

    file = FilesField(
        label=_("Dimona file"),
        allow_empty_file=True,  # a GO file says everything with its name
        help_text=_(
            "An XML file in the layout of Dimona 2023/1, of 12 megabytes at most. "
            "Or choose the FI, FS and GO files of a set together."
        ),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "govuk-file-upload"}
