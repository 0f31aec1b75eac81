"""What a caseworker may take, and who helps for a time."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import scheme_title
from casework.cases.access import schemes_of
from casework.queue.statuses import Kind
from casework.staff.actions import LONGEST
from casework.staff.models import Profile
from casework.staff.queries import caseworkers
from casework.training.exercises import EXERCISES
from portal.access.models import Capacity, User
from portal.people.models import Institution


class ColleagueField(forms.ModelChoiceField):
    """A caseworker, by name."""

    def label_from_instance(self, obj: Capacity) -> str:
        """Return the name."""
        return str(obj.user)


DAY: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _limit(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )


class LimitsForm(forms.Form):
    """Rights, kinds and languages, of those that the office has; and why.

    Where it `is_narrow` nothing is ticked beforehand, and nothing that comes new is included.
    """

    is_narrow = False

    schemes = _limit(_("Rights"))
    kinds = _limit(_("Kinds of case"))
    languages = _limit(_("Languages of the person"))
    exercises = forms.MultipleChoiceField(
        label=_("Exercises to pass first"),
        help_text=_("Nothing can be taken before all that are ticked here are passed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("Why"),
        help_text=_("Your office keeps this with your name."),
        max_length=200,
        error_messages={"required": _("Say why.")},
    )

    def __init__(
        self, office: Institution, standing: Profile | None = None, data: Any = None
    ) -> None:
        super().__init__(data)
        self.offered: dict[str, list[tuple[str, Any]]] = {
            "schemes": [(code, scheme_title(code)) for code in schemes_of(office)],
            "kinds": list(Kind.choices),
            "languages": list(settings.LANGUAGES),
        }
        passed = self.fields["exercises"]
        assert isinstance(passed, forms.MultipleChoiceField)  # noqa: S101 - declared above
        passed.choices = [(key, gettext(each.title)) for key, each in EXERCISES.items()]
        passed.initial = standing.exercises if standing else []
        for name, choices in self.offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
            field.choices = choices
            held = getattr(standing, name) if standing else []
            if not self.is_narrow:
                field.initial = held or [value for value, _words in choices]

    @property
    def limits(self) -> dict[str, list[str]]:
        """Return the limits; all that is offered is no limit: what comes new is included."""
        chosen = {name: list(self.cleaned_data[name]) for name in self.offered}
        first = {"exercises": list(self.cleaned_data["exercises"])}
        return first | {
            name: [] if len(values) == len(self.offered[name]) and not self.is_narrow else values
            for name, values in chosen.items()
        }


class ProfileForm(LimitsForm):
    """What a caseworker may take from a day on."""

    since = forms.DateField(
        label=_("From"), widget=DAY, error_messages={"required": _("Enter the first day.")}
    )
    field_order = ("schemes", "kinds", "languages", "exercises", "since", "words")

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.fields["since"].initial = timezone.localdate()

    def clean_since(self) -> Any:
        """Refuse the past: what was taken then stays taken."""
        since, today = self.cleaned_data["since"], timezone.localdate()
        if not today <= since <= today + LONGEST:
            raise forms.ValidationError(_("Enter a day from today on, within a year."))
        return since


class EngageForm(LimitsForm):
    """Somebody who has an account, until a day, for little."""

    is_narrow = True

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address with which this person signs in to the portal."),
        error_messages={"required": _("Enter the e-mail address.")},
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=DAY,
        help_text=_("After this day nothing of your office opens for this person."),
        error_messages={"required": _("Enter the last day.")},
    )
    field_order = ("email", "until", "schemes", "kinds", "languages", "exercises", "words")
    user: User

    def clean_email(self) -> str:
        """Find the account of a person."""
        email = str(self.cleaned_data["email"]).lower()
        found = User.objects.filter(email=email, person__isnull=False, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody signs in with this address."))
        self.user = found
        return email

    def clean_until(self) -> Any:
        """Keep it short: from today to a year."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(_("Enter a day from today on, within a year."))
        return until


class AbsenceForm(forms.Form):
    """From when to when a caseworker is away, and who acts for them."""

    since = forms.DateField(
        label=_("First day away"),
        widget=DAY,
        error_messages={"required": _("Enter the first day.")},
    )
    until = forms.DateField(
        label=_("Last day away"), widget=DAY, error_messages={"required": _("Enter the last day.")}
    )
    substitute = ColleagueField(
        label=_("Who acts for this caseworker"),
        queryset=Capacity.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, worker: Capacity, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["substitute"]
        assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
        field.queryset = caseworkers(worker.institution).exclude(user=worker.user_id)

    def clean(self) -> dict[str, Any]:
        """Hold the days together: from today on, in order, at most a year."""
        data, today = self.cleaned_data, timezone.localdate()
        since, until = data.get("since"), data.get("until")
        if since and not today <= since <= today + LONGEST:
            self.add_error("since", _("Enter a day from today on, within a year."))
        elif since and until and not since <= until <= since + LONGEST:
            self.add_error("until", _("Enter a day after the first one, within a year."))
        return data
