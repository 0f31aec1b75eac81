"""The name of a search, and whether a mail tells of what is new."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveForm(forms.Form):
    """A name and a choice."""

    name = forms.CharField(
        label=_("Name of the search"),
        max_length=60,
        error_messages={"required": _("Enter a name.")},
    )
    daily = forms.BooleanField(
        label=_("Mail me once a day when something new waits"),
        help_text=_("The mail says nothing about anybody."),
        required=False,
    )
