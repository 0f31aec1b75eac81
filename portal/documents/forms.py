"""What is asked on the page where letters are checked."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.documents.codes import InvalidCodeError, clean_code

MEGABYTES: Final = 10  # a letter is far smaller: anything else need not be read to its end


class CodeForm(forms.Form):
    """The code that stands on a letter."""

    code = forms.CharField(
        label=_("Code of the letter"),
        help_text=_("16 characters, at the end of the letter. For example: 4HXK-9TQA-ZC37-RWDM"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": _("Enter the code as it stands at the end of the letter.")},
    )

    def clean_code(self) -> str:
        """Return the code as it is kept; refuse one of which a character was misread."""
        try:
            return clean_code(self.cleaned_data["code"])
        except InvalidCodeError:
            raise forms.ValidationError(
                _("A character is missing or was misread. There is no 0, 1, I, O or U in a code.")
            ) from None


class PdfForm(forms.Form):
    """The PDF that is compared with what we wrote."""

    file = forms.FileField(
        label=_("The PDF of the letter"),
        help_text=_("It is compared with the letter that we wrote, and not kept."),
        error_messages=dict.fromkeys(
            ("required", "missing", "invalid", "empty"), _("Choose the PDF of the letter.")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "govuk-file-upload", "accept": ".pdf"}

    def clean_file(self) -> UploadedFile:
        """Return the file, if it is not larger than any letter is."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(cap)s megabytes. No letter of ours is."),
                params={"cap": MEGABYTES},
            )
        return file
