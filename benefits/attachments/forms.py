"""A document that is added: looked into before it counts."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from benefits.attachments.asking import media_type_of
from benefits.attachments.faults import Fault, FaultError
from benefits.attachments.names import safe_name

MEGABYTES: Final = 10
ACCEPT: Final = ".pdf,.jpg,.jpeg,.png"
FAULTS: Final = {
    Fault.KIND: _("This is not a PDF and not a photo (JPEG or PNG). Add it as one of these."),
    Fault.UNREADABLE: _("We cannot open this file: it is broken. Save it again, or take a photo."),
    Fault.LOCKED: _("This PDF has a password. Save it without a password and add it again."),
    Fault.ACTIVE: _(
        "This PDF does something by itself when it is opened, as forms with a program do. Print it"
        " as a new PDF and add that one."
    ),
    Fault.INSIDE: _("There is another file in this file. Add each one by itself."),
    Fault.LARGE: _("This file is too large once it is opened. Add it in parts, or take a photo."),
}


@dataclass(frozen=True)
class Document:
    """A document that was looked into."""

    name: str
    media_type: str
    data: bytes


class DocumentField(forms.FileField):
    """A file of which the content is what it says to be, and does nothing by itself."""

    default_error_messages = {
        **dict.fromkeys(("required", "missing", "invalid"), _("Choose a file.")),
        "empty": _("The file is empty. Choose another file."),
        "size": _("The file is larger than %(cap)s megabytes. Make it smaller, or take a photo."),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"class": "govuk-file-upload", "accept": ACCEPT}
        super().__init__(widget=forms.FileInput(attrs=attrs), **options)

    def clean(self, data: Any, initial: Any = None) -> Document | None:
        """Return the document, or None where none is wanted and none was chosen."""
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(self.error_messages["size"], "size", {"cap": MEGABYTES})
        read = file.read()
        try:
            media_type = media_type_of(read)
        except FaultError as error:
            raise forms.ValidationError(FAULTS[error.fault], error.fault) from error
        return Document(safe_name(file.name or "", media_type), media_type, read)


class DocumentForm(forms.Form):
    """One document more."""

    document = DocumentField(
        label=_("Add a document"),
        help_text=_("A PDF or a photo (JPEG or PNG), of 10 megabytes at most."),
    )
