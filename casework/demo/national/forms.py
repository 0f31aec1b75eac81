"""Who of the cast signs in, and what goes wrong."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.demo.building import CAST
from casework.demo.national.faults import Fault


class WhoForm(forms.Form):
    """A member of the cast, chosen instead of a card and a code."""

    person = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect)
    fault = forms.ChoiceField(
        label=_("What the identity service does"), choices=Fault.choices, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast = {data["person"] for data in CAST["accounts"].values()}
        names = {key: data["name"] for key, data in CAST["persons"].items()}
        choices = [(key, " ".join(name)) for key, name in names.items() if key in cast]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
