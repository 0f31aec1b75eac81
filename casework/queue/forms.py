"""What a caseworker can keep of the queue."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from casework.queue.statuses import Kind


class QueueFilter(forms.Form):
    """Which right, kind and language, and how long it has waited.

    What is not a choice keeps everything.
    """

    scheme = forms.ChoiceField(label=_("Right"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    language = forms.ChoiceField(
        label=_("Language of the person"),
        required=False,
        choices=[("", _("All")), *settings.LANGUAGES],
    )
    days = forms.TypedChoiceField(
        label=_("Waiting for"),
        required=False,
        coerce=int,
        choices=[("", _("any time")), ("7", _("7 days or more")), ("30", _("30 days or more"))],
    )

    def __init__(self, schemes: list[str], data: Any) -> None:
        super().__init__(data)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("All")), *((code, scheme_title(code)) for code in schemes)]

    @property
    def kept(self) -> dict[str, Any]:
        """Return the arguments of `WaitingQuerySet.kept`."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
