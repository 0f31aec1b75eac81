"""What a partner offers and answers, and what a counsellor asks of it."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.plans.forms import LONGEST
from casework.referrals.matching import Match, reason_words
from casework.referrals.models import Offer, Partner
from casework.referrals.offering import FIELDS
from casework.referrals.purposes import PURPOSES
from casework.referrals.statuses import Outcome, PartnerKind, Region
from portal.dates import date_format
from portal.people.models import Institution
from portal.people.numbers import InvalidNumber, clean_enterprise

DAY: Final = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


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
    since = forms.DateField(label=_("First day"), widget=DAY)
    until = forms.DateField(label=_("Last day"), widget=DAY)
    places = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=1000)
    region = forms.ChoiceField(
        label=_("In which region?"),
        choices=[("", _("Everywhere")), *Region.choices],
        required=False,
    )
    joint_committee = forms.CharField(
        label=_("Joint committee of the work"),
        help_text=_("Three digits, such as 124, or with a part, such as 140.03. Empty for any."),
        required=False,
        validators=[RegexValidator(r"\A[0-9]{3}(\.[0-9]{2}){0,2}\Z", _("Give three digits."))],
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=[("", _("Any language")), *settings.LANGUAGES],
        required=False,
    )

    def __init__(self, data: Any = None, offer: Offer | None = None) -> None:
        super().__init__(data, initial=model_to_dict(offer, FIELDS) if offer else None)
        if offer:  # people were referred for its purpose
            del self.fields["purpose"]
            return
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


class PartnerField(forms.ModelChoiceField):
    """A choice among partner organisations."""

    def label_from_instance(self, obj: Partner) -> str:
        """Return its name."""
        return str(obj.institution)


class PartnerOfferForm(OfferForm):
    """What a partner offers, as a supervisor enters it."""

    partner = PartnerField(
        label=_("Which partner offers it?"),
        queryset=Partner.objects.filter(ended_at__isnull=True)
        .select_related("institution")
        .order_by("institution__name", "pk"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the partner.")},
    )
    field_order = ("partner",)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["title"].label = _("What does it offer?")
        self.fields["purpose"].help_text = _(
            "The partner reads of people who are referred only what this purpose needs."
        )


class PartnerForm(forms.Form):
    """An organisation, by its number, and what it is."""

    number = forms.CharField(
        label=_("Enterprise number of the organisation"),
        help_text=_("Ten digits, for example 0123.456.749."),
        error_messages={"required": _("Give the number of the organisation.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=PartnerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )

    def clean_number(self) -> Institution:
        """Return the institution that has the number."""
        try:
            number = clean_enterprise(self.cleaned_data["number"])
        except InvalidNumber as error:
            raise forms.ValidationError(error.message) from None
        found = Institution.objects.filter(enterprise_number=number).first()
        if found is None:
            raise forms.ValidationError(_("We know no institution with this number."))
        return found


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


class SuggestForm(forms.Form):
    """Which of the offers that fit, and a few words."""

    offer = forms.ChoiceField(
        label=_("What do you suggest?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an offer.")},
    )
    words = forms.CharField(
        label=_("A few words to the person"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, offered: Sequence[Match], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["offer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(each.offer.reference), _told(each)) for each in offered]


def _told(match: Match) -> str:
    """Return an offer that fits, by whom, and why it fits."""
    return gettext("%(title)s: %(partner)s. %(reasons)s") % {
        "title": match.offer.title,
        "partner": match.offer.partner.institution,
        "reasons": " ".join(reason_words(match.reasons)),
    }


class SuggestionForm(forms.Form):
    """Whether the person wants it, or why not."""

    wanted = forms.TypedChoiceField(
        label=_("Do you want this?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I want it")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Choose yes or no.")},
    )
    why = forms.CharField(
        label=_("If not: why?"),
        help_text=_("Your counsellor reads it, to find something better."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
    )

    def clean(self) -> dict[str, Any]:
        """Want the reason of a no."""
        data = self.cleaned_data
        if data.get("wanted") is False and not data.get("why"):
            self.add_error("why", gettext("Say why it is not for you."))
        return data
