"""What a second caseworker says of a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReviewForm(forms.Form):
    """Approve, or refuse with a reason for who proposed."""

    verdict = forms.ChoiceField(
        label=_("Your word"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve: the decision goes out")),
            ("refuse", _("Do not approve: back to who proposed it")),
        ],
        error_messages={"required": _("Choose to approve or not.")},
    )
    reason = forms.CharField(
        label=_("Why not"),
        help_text=_("For who proposed it. The person does not read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason from who does not approve."""
        data = self.cleaned_data
        if data.get("verdict") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Say why: your colleague must know what to change."))
        return data
