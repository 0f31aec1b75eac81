"""What a caseworker notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.attachments.forms import DocumentField


class NoteForm(forms.Form):
    """A note, a document, or both."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("Write what a colleague needs to go on. The person may read it on request."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    document = DocumentField(
        label=_("A document"),
        required=False,
        help_text=_("A PDF or a photo (JPEG or PNG), of 10 megabytes at most."),
    )

    def clean(self) -> dict[str, Any]:
        """Want one of the two."""
        data = self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("document"):
            self.add_error("text", _("Write a note, or choose a document."))
        return data
