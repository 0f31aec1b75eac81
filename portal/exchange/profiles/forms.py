"""What is asked of who proposes a profile, and of who reviews it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation
from portal.directory.qualities import qualities_of, quality_label
from portal.exchange.network.blocks import blocks_of
from portal.exchange.profiles.checks import SERVICES, applications_of

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TermsForm(forms.Form):
    """Which data a profile gives, on which ground, from when to when."""

    blocks = forms.MultipleChoiceField(
        label=_("Which data may you ask for?"),
        help_text=_("Choose no more than the task needs."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    months_back = forms.IntegerField(
        label=_("How many months back in time?"),
        help_text=_("Leave empty for no limit."),
        min_value=0,
        max_value=1200,
        required=False,
    )
    legal_ground = forms.CharField(
        label=_("Legal ground"),
        help_text=_("The act and the article. The people concerned read it."),
        max_length=200,
        error_messages={"required": _("Name the law that lets you ask.")},
    )
    deliberation = forms.CharField(
        label=_("Deliberation"),
        help_text=_("Of the Information Security Committee, where there is one."),
        max_length=40,
        required=False,
    )
    since = forms.DateField(
        label=_("First day"), widget=DAY, error_messages={"required": _("Name the first day.")}
    )
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty if none is known."),
        widget=DAY,
        required=False,
    )

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(service, block) for service in services for block in blocks_of(service)]
        if not found:
            del self.fields["blocks"], self.fields["months_back"]
            return
        _choose(self.fields["blocks"], ((of.name, f"{s.label}: {of.contains}") for s, of in found))

    def terms(self, **known: Any) -> Authorisation:
        """Return the profile that is wanted, with what is known of it already."""
        return Authorisation(**{**self.cleaned_data, **known})


class NewProfileForm(TermsForm):
    """A profile for a use for which there is none."""

    service = forms.ChoiceField(label=_("Service"))
    quality = forms.ChoiceField(
        label=_("In which capacity do you know the people?"),
        help_text=_("You may ask about people whose file you registered in this capacity."),
    )
    application = forms.ChoiceField(label=_("For whom?"), required=False)
    legal_context = forms.CharField(
        label=_("Situation"),
        help_text=_("The legal context that your questions name. Leave empty for all."),
        max_length=64,
        required=False,
    )
    field_order = ["service", "quality", "application", "legal_context"]

    def __init__(self, *args: Any, capacity: Capacity, **kwargs: Any) -> None:
        super().__init__(*args, services=SERVICES, **kwargs)
        assert capacity.institution  # noqa: S101 - who acts for one
        codes = qualities_of(capacity.institution.sector)
        self._applications = {
            str(each.pk): each for each in applications_of(capacity.institution_id)
        }
        _choose(self.fields["service"], ((each.value, str(each.label)) for each in SERVICES))
        _choose(self.fields["quality"], ((code, f"{code} {quality_label(code)}") for code in codes))
        own = [(key, str(each.user)) for key, each in self._applications.items()]
        _choose(self.fields["application"], [("", gettext("the whole institution")), *own])

    def clean_application(self) -> Capacity | None:
        """Return the application that was chosen."""
        return self._applications.get(self.cleaned_data["application"])


class EndForm(forms.Form):
    """The last day of a profile."""

    until = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty to end it as soon as it is approved."),
        widget=DAY,
        required=False,
    )


class ProfileReviewForm(forms.Form):
    """Approve, or refuse with a reason for who proposed."""

    verdict = forms.ChoiceField(
        label=_("Your word"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve: it counts from the next question on")),
            ("refuse", _("Do not approve: back to who proposed it")),
        ],
        error_messages={"required": _("Choose to approve or not.")},
    )
    reason = forms.CharField(
        label=_("Why not"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason from who does not approve."""
        data = self.cleaned_data
        if data.get("verdict") == "refuse" and not data.get("reason"):
            self.add_error("reason", gettext("Say why: who proposed it must know what to change."))
        return data


def _choose(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = list(choices)
