"""What a person asks of a debt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import EurosField
from benefits.recovery.models import Wanted


class DebtRequestForm(forms.Form):
    """Another amount a month, or grace; why, in the person's own words."""

    wanted = forms.ChoiceField(
        label=_("What do you ask?"),
        widget=forms.RadioSelect,
        choices=[
            (Wanted.PLAN, _("To pay back another amount a month")),
            (Wanted.GRACE, _("Not to have to pay it back, or not all of it")),
        ],
        error_messages={"required": _("Choose what you ask.")},
    )
    amount = EurosField(
        label=_("What you can pay back a month, in euros"),
        help_text=_("Only if you ask for another amount. For example: 25"),
        lowest=1_00,
        highest=0,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why, in your own words"),
        help_text=_(
            "For example what you earn, what you have to pay, or that it was not your fault."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Say why: it is what the caseworker goes by.")},
    )

    def __init__(self, debt: int, data: Any = None) -> None:
        super().__init__(data)
        amount = self.fields["amount"]
        assert isinstance(amount, EurosField)  # noqa: S101 - declared above
        amount.highest = max(debt, amount.lowest)

    def clean(self) -> dict[str, Any]:
        """Want an amount of who asks for another one, and of nobody else."""
        data = self.cleaned_data
        if data.get("wanted") == Wanted.GRACE:
            data["amount"] = None
            self.errors.pop("amount", None)
        elif data.get("wanted") == Wanted.PLAN and data.get("amount", 0) is None:
            self.add_error("amount", _("Enter what you can pay back a month."))
        return data
