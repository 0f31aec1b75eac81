"""What a person says against a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    """Why somebody objects; they need not say it."""

    reason = forms.CharField(
        label=_("What is wrong, in your own words (optional)"),
        help_text=_("A few words help. You can also send the objection without them."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
    )
