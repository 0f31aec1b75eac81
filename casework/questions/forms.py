"""What a caseworker asks, and what the person answers."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from benefits.attachments.forms import DocumentField
from casework.questions.models import Wanted

LONGEST: Final = 4000
DAYS: Final = (7, 14, 30)


class AskForm(forms.Form):
    """What is missing, and for how long it is waited for."""

    wanted = forms.ChoiceField(
        label=_("What is missing?"),
        widget=forms.RadioSelect,
        choices=[(Wanted.DOCUMENT, _("A document")), (Wanted.FACT, _("An answer in words"))],
        error_messages={"required": _("Choose a document or an answer.")},
    )
    text = forms.CharField(
        label=_("Your question, in words that the person understands"),
        help_text=_("Say what you need and what for. Only the person and your office read it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Write what you need to know.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long do you wait for an answer?"),
        widget=forms.RadioSelect,
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in DAYS],
        coerce=int,
        initial=14,
        error_messages={"required": _("Choose how long you wait.")},
    )


class AnswerForm(forms.Form):
    """An answer in words, a document, or both."""

    text = forms.CharField(
        label=_("Your answer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
    )
    document = DocumentField(
        label=_("A document"),
        required=False,
        help_text=_(
            "A PDF or a photo (JPEG or PNG), of 10 megabytes at most. For several, answer again."
        ),
    )

    def __init__(self, wanted: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wanted == Wanted.DOCUMENT:
            self.order_fields(["document", "text"])
            self.fields["text"].label = _("Anything that you want to say about it")
            self.fields["text"].help_text = _("You do not have it? Say here why.")

    def clean(self) -> dict[str, Any]:
        """Want something: words or a document."""
        data = self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("document"):
            first = next(iter(self.fields))
            self.add_error(first, _("Write an answer or choose a document."))
        return data
