"""One question, and a free line."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RatingForm(forms.Form):
    """How it went, from 1 to 5."""

    score = forms.TypedChoiceField(
        label=_("How were you helped?"),
        widget=forms.RadioSelect,
        coerce=int,
        choices=[
            (5, _("5: very well")),
            (4, _("4: well")),
            (3, _("3: so-so")),
            (2, _("2: badly")),
            (1, _("1: very badly")),
        ],
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    words = forms.CharField(
        label=_("Anything that you want to say about it"),
        help_text=_("One line. Leave out names and numbers."),
        required=False,
        max_length=300,
    )
