"""What a partner offers and answers, and what a counsellor asks of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.plans.forms import LONGEST
from casework.referrals.models import Offer
from casework.referrals.purposes import PURPOSES
from casework.referrals.statuses import Outcome


class DayInput(forms.DateInput):
    """A day, as browsers let one choose it."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class OfferForm(forms.Form):
    """What is offered, for which purpose, from when to when, and for how many."""

    title = forms.CharField(
        label=_("What do you offer?"),
        max_length=120,
        error_messages={"required": _("Say what you offer.")},
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        help_text=_("You read of people who are referred only what this purpose needs."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is for.")},
    )
    text = forms.CharField(
        label=_("What must people know of it?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )
    since = forms.DateField(label=_("First day"), widget=DayInput)
    until = forms.DateField(label=_("Last day"), widget=DayInput)
    places = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=1000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(code, gettext(scope.label)) for code, scope in PURPOSES.items()]

    def clean(self) -> dict[str, Any]:
        """Want days in order, the last one to come."""
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < max(since, timezone.localdate()):
            self.add_error("until", gettext("The last day comes after the first, and is to come."))
        return data


class OfferField(forms.ModelChoiceField):
    """A choice among offers."""

    def label_from_instance(self, obj: Offer) -> str:
        """Return what is offered, by whom, for what, when, and how many places are left."""
        return gettext("%(title)s: %(partner)s, %(purpose)s, from %(since)s, %(left)s left") % {
            "title": obj.title,
            "partner": obj.partner.institution,
            "purpose": gettext(PURPOSES[obj.purpose].label),
            "since": date_format(obj.since),
            "left": obj.places - obj.taken,  # type: ignore[attr-defined]
        }


class ReferForm(forms.Form):
    """To which offer, and what is asked of the partner."""

    offer = OfferField(
        label=_("To which offer?"),
        queryset=Offer.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose an offer."),
            "invalid_choice": _("This offer has no place left, or is over. Choose another."),
        },
    )
    words = forms.CharField(
        label=_("What do you ask of the partner?"),
        help_text=_("The partner and the person read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write what you ask of the partner.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["offer"]
        assert isinstance(field, OfferField)  # noqa: S101 - declared above
        field.queryset = Offer.objects.with_room(timezone.localdate())


class WithdrawForm(forms.Form):
    """Which referral of a file is taken back."""

    referral = forms.UUIDField()


class DeclineForm(forms.Form):
    """Why a partner cannot help."""

    words = forms.CharField(
        label=_("Why can you not help? The office and the person read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write why you cannot help.")},
    )


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        widget=forms.RadioSelect,
        choices=Outcome.choices,
        error_messages={"required": _("Choose what came of it.")},
    )
    words = forms.CharField(
        label=_("A few words to the office and the person"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )
