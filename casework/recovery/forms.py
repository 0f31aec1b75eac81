"""What a caseworker decides of a debt."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.claims.fields import EurosField
from benefits.payments.presenting import MONTH
from benefits.recovery.actions import Terms
from benefits.recovery.limits import Limits
from benefits.recovery.models import ArrangementKind, DebtRequest
from portal.dates import date_format
from portal.law.days import add_months
from portal.templatetags.solida import euros

MONTHS_AHEAD = 6
KINDS = [
    (ArrangementKind.PLAN, _("Another amount a month")),
    (ArrangementKind.GRACE, _("Give up the debt, in whole or in part")),
]


class ArrangementForm(forms.Form):
    """A plan within its limits, or what is given up of the debt, or that it stays as it is."""

    kind = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=KINDS,
        error_messages={"required": _("Choose what you decide.")},
    )
    amount = EurosField(
        label=_("Amount, in euros"),
        help_text=_("A month, or what is given up. Zero a month lets the debt rest."),
        lowest=0,
        highest=0,
        required=False,
    )
    month = forms.TypedChoiceField(
        label=_("First month of another amount"), coerce=date.fromisoformat, required=False
    )
    motivation = forms.CharField(
        label=_("Your reasons, in words that the person understands"),
        help_text=_("They stand in the letter, whatever you decide."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Give your reasons: the person must understand them.")},
    )

    def __init__(
        self, debt: int, limits: Limits, request: DebtRequest | None, data: Any = None
    ) -> None:
        wished = {"kind": request.wanted, "amount": request.cents} if request else {}
        super().__init__(data, initial=wished)
        self.limits = limits
        amount, month, kind = (self.fields[name] for name in ("amount", "month", "kind"))
        assert isinstance(amount, EurosField)  # noqa: S101 - declared above
        amount.highest = debt
        assert isinstance(month, forms.ChoiceField)  # noqa: S101 - declared above
        month.choices = _months(timezone.localdate())
        if request:
            assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - declared above
            stays = (ArrangementKind.KEPT, _("It stays as it is"))
            kind.choices = [*KINDS, stays]

    def clean(self) -> dict[str, Any]:
        """Hold the amount against what is decided, and a plan against its limits."""
        data = self.cleaned_data
        kind, cents = data.get("kind"), data.get("amount")
        if "amount" not in data or kind in (None, ArrangementKind.KEPT):
            return data
        if cents is None:
            self.add_error("amount", _("Enter an amount."))
        elif kind == ArrangementKind.GRACE and not cents:
            self.add_error("amount", _("Enter how much is given up."))
        elif kind == ArrangementKind.PLAN and not self.limits.allow(cents):
            self.add_error("amount", self._limits())
        return data

    def _limits(self) -> str:
        if not self.limits.most:
            return gettext(
                "The amount that the law protects leaves nothing to take. Enter 0 to let the debt"
                " rest."
            )
        return gettext("Enter 0, or an amount from %(least)s to %(most)s a month.") % {
            "least": euros(self.limits.least),
            "most": euros(self.limits.most),
        }

    @property
    def terms(self) -> Terms:
        """Return what is decided; for a form that is valid."""
        data = self.cleaned_data
        kind = ArrangementKind(data["kind"])
        plan = kind == ArrangementKind.PLAN
        month = (data["month"] or _first(timezone.localdate())) if plan else None
        cents = 0 if kind == ArrangementKind.KEPT else data["amount"]
        return Terms(kind, cents, month, data["motivation"])


def _first(day: date) -> date:
    return day.replace(day=1)


def _months(today: date) -> list[tuple[str, str]]:
    """Return this month and some to come."""
    months = [cast(date, add_months(_first(today), ahead).item()) for ahead in range(MONTHS_AHEAD)]
    return [(month.isoformat(), date_format(month, MONTH)) for month in months]
