"""Which right and region a list of those who do not take up a right shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from benefits.granting.presenting import REGIONS


class TakeUpFilter(forms.Form):
    """One right of the office; one region, or all."""

    scheme = forms.ChoiceField(label=_("Right"))
    region = forms.TypedChoiceField(label=_("Region"), coerce=int, initial=0)

    def __init__(self, schemes: list[str], data: Any) -> None:
        super().__init__({"scheme": schemes[0], "region": 0, **{key: data[key] for key in data}})
        scheme, region = self.fields["scheme"], self.fields["region"]
        assert isinstance(scheme, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - declared above
        scheme.choices = [(code, scheme_title(code)) for code in schemes]
        region.choices = [
            (0, _("All regions")),
            *((code, name) for code, name in REGIONS.items() if code),
        ]
