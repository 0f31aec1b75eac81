"""Choosing a customer file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CustomersForm(forms.Form):
    """A file of customers, of any size."""

    file = forms.FileField(
        label=_("Customer file"),
        help_text=_("A text file in UTF-8, with fields between semicolons, of up to 1 gigabyte."),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("This file is empty."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "govuk-file-upload"}
