"""What a caseworker fills in: the decision with the facts that it rests on, and a colleague."""

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment
from benefits.claims.holding import held_already
from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from benefits.decisions.presenting import scheme_title
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars
from casework.cases.assessing import assess, takes_back, wants_motivation
from casework.cases.models import About, Case
from casework.cases.queries import joinable, standing_on
from portal.access.models import Capacity
from portal.dates import date_format


class DecisionForm(forms.Form):
    """Grant or refuse, with a motivation where one is owed.

    A subclass adds the facts of its right that a caseworker can establish, as fields with the
    rule's own names. To be made and cleaned where the law has figures for the application's day;
    elsewhere both raise `MissingFigureError`.
    """

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (DecisionOutcome.GRANTED, _("Grant the benefit")),
            (DecisionOutcome.REFUSED, _("Refuse the benefit")),
        ],
        error_messages={"required": _("Choose to grant or to refuse.")},
    )
    motivation = forms.CharField(
        label=_("Your reasons, in words that the person understands"),
        help_text=_(
            "They stand in the letter. You must give them when you refuse, when the rule asks for"
            " your judgement, or when you change a fact."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
    )
    facts: ClassVar[tuple[str, ...]] = ()
    assessment: Assessment
    found: Scalars

    def __init__(self, about: About, data: Any = None) -> None:
        self.about, self.told = about, assess(about).facts
        self.standing = standing_on(about) if isinstance(about, Claim) else None
        super().__init__(data, initial={name: self.told[name] for name in self.facts})

    def clean(self) -> dict[str, Any]:
        """Hold the decision against the rule, as it is with the facts that were found."""
        data = self.cleaned_data
        if "outcome" not in data or any(name not in data for name in self.facts):
            return data
        outcome = DecisionOutcome(data["outcome"])
        self.found = {name: data[name] for name in self.facts if data[name] != self.told[name]}
        self.assessment = assess(self.about, self.found)
        explanation = self.assessment.explanation
        if fault := self._fault(outcome, explanation):
            self.add_error("outcome", fault)
        if data.get("motivation") == "" and (
            self.standing or wants_motivation(self.about.scheme, outcome, explanation, self.found)
        ):
            self.add_error("motivation", _("Give your reasons: the person must understand them."))
        return data

    def _fault(self, outcome: DecisionOutcome, explanation: Explanation) -> str:
        """Return why the decision cannot be made so; empty where it can."""
        granted = outcome == DecisionOutcome.GRANTED
        if granted and not explanation.granted:
            text = _("The rule does not grant on these facts. Refuse, or change a checked fact.")
            return str(text)
        if not isinstance(self.about, Claim):
            return ""
        held = held_already(self.about, self.assessment) if granted else None
        if held:
            return str(_("Another decision gives this right already for some of these days."))
        if self.standing and takes_back(self.standing, explanation, granted):
            text = _("It would give less than what stands. A case that is opened again cannot.")
            return str(text)
        return ""

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """Return the fields of the facts, as the page shows them."""
        return [self[name] for name in self.facts]

    @property
    def changed_facts(self) -> list[tuple[Any, str]]:
        """Return the label and the new value in words of each fact that was found otherwise."""
        return [
            (self.fields[name].label, getattr(self.fields[name], "written", str)(value))
            for name, value in self.found.items()
        ]


@cache
def decision_form(scheme: str) -> type[DecisionForm]:
    """Return the form of a right: with the facts that a caseworker can establish for it.

    A right that follows without an application has none: its facts come from institutions.
    """
    applied = APPLICATIONS.get(scheme)
    fields = applied.establishes if applied else {}
    return type(f"{scheme.title()}Form", (DecisionForm,), {"facts": tuple(fields), **fields})


class ColleagueField(forms.ModelChoiceField):
    """A choice among capacities, by the names of those who act in them."""

    def label_from_instance(self, obj: Capacity) -> str:
        """Return the name of the caseworker: the office is the same for all."""
        return str(obj.user)


class HandOverForm(forms.Form):
    """To which colleague something goes."""

    colleague = ColleagueField(
        label=_("Colleague"),
        queryset=Capacity.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague of your office."),
        },
    )

    def __init__(self, colleagues: QuerySet[Capacity], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["colleague"]
        assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
        field.queryset = colleagues


class WordsForm(forms.Form):
    """Why a closed case is opened again, or closed without another decision."""

    words = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "Your office reads it in the timeline of the case, and the person can ask for it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say why.")},
    )


class CaseField(forms.ModelChoiceField):
    """A choice among cases, by what they are about and the day they came in."""

    def label_from_instance(self, obj: Case) -> str:
        """Return what a case is about, and since when."""
        told = {"right": scheme_title(obj.about.scheme), "day": date_format(obj.sent_at)}
        return gettext("%(right)s, came in on %(day)s") % told


class JoinForm(forms.Form):
    """With which case another one is handled."""

    case = CaseField(
        label=_("Case"),
        queryset=Case.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a case.")},
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["case"]
        assert isinstance(field, CaseField)  # noqa: S101 - declared above
        field.queryset = joinable(case)
