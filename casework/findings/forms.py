"""What a caseworker fills in to settle a finding, with the facts that were established."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.base import Assessment
from benefits.granting.knowing import NothingKnownError, standing_of
from benefits.granting.models import Finding, FindingKind
from benefits.granting.own_errors import is_worse, works_from
from benefits.schemes.single import Scalars
from casework.cases.assessing import assess
from casework.cases.forms import decision_form
from casework.findings.actions import (
    Settling,
    choices_for,
    effect_wanted,
    gives,
)
from casework.objections.forms import differs
from portal.dates import date_format
from portal.law.figures import MissingFigureError

AHEAD: Final = timedelta(days=366)
NO_RULE: Final = (Settling.END, Settling.KEEP, Settling.CLOSE)  # for these no fact is asked


class SettlingForm(forms.Form):
    """What to do, why, and on which facts; to be made for a `Finding`.

    Where the rule cannot be applied, no facts are asked and only what needs no rule is offered.
    """

    verb = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    ends = forms.DateField(
        label=_("Last day of the right"),
        help_text=_("Only to end the right. What was given until that day stays."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
    )
    knew = forms.BooleanField(
        label=_("The person knew, or should have known, that it was not right"),
        help_text=_("Only then a correction takes back what our own error gave."),
        required=False,
    )
    motivation = forms.CharField(
        label=_("Your reasons, in words that the person understands"),
        help_text=_("They are kept. If you decide, they stand in the letter."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Give your reasons.")},
    )

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(data)
        self.finding, self.standing = finding, standing_of(finding)
        self.found: Scalars = {}
        self.wanted: Assessment | None = None
        self.by_rule = self.data.get("verb") not in NO_RULE
        self.facts = self._add_facts()
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(verb.value, verb.label) for verb in self._offered()]
        if Settling.END not in self._offered():
            del self.fields["ends"]
        if finding.kind != FindingKind.SAMPLED:
            del self.fields["knew"]

    def _add_facts(self) -> tuple[str, ...]:
        try:
            self.told = assess(self.finding).facts
        except (NothingKnownError, MissingFigureError):
            self.told = {}
            return ()
        establishes = decision_form(self.finding.scheme)
        for name in establishes.facts:
            field = self.fields[name] = deepcopy(establishes.base_fields[name])
            field.required = field.required and self.by_rule
            self.initial[name] = self.told[name]
        return establishes.facts

    def _offered(self) -> list[Settling]:
        by_rule = {Settling.GRANT, Settling.AGAIN}
        return [each for each in choices_for(self.finding) if self.told or each not in by_rule]

    def clean_ends(self) -> date | None:
        """Return the last day: within the time for which the right is given."""
        ends: date | None = self.cleaned_data["ends"]
        if ends is None or self.standing is None:
            return ends
        first, last = self.standing.starts, timezone.localdate() + AHEAD
        if self.standing.ends:
            last = min(last, self.standing.ends)
        if first is None or not first <= ends <= last:
            raise forms.ValidationError(_("Give a day on which the right is given today."))
        return ends

    def clean(self) -> dict[str, Any]:
        """Hold what is chosen against the rule."""
        data = self.cleaned_data
        if any(name not in data for name in ("verb", *self.facts)) or "ends" in self.errors:
            return data
        verb = Settling(data["verb"])
        if self.by_rule:
            self.found = {name: data[name] for name in self.facts if data[name] != self.told[name]}
        if verb == Settling.END and data.get("ends") is None:
            self.add_error("ends", _("Give the last day of the right."))
            return data
        self.wanted = effect_wanted(self.finding, verb, self.found, data.get("ends"))
        self._hold(verb)
        return data

    def _hold(self, verb: Settling) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        if verb == Settling.GRANT and not wanted.explanation.granted:
            text = _("The rule does not grant on these facts. Refuse, or change a checked fact.")
            self.add_error("verb", text)
        if verb != Settling.AGAIN or self.standing is None:
            return
        if not differs(self.standing, wanted.explanation):
            text = _("The rule gives the same again. Change a checked fact, or leave it.")
            self.add_error("verb", text)
        elif "knew" in self.fields and is_worse(self.standing, wanted.explanation):
            if not self.cleaned_data["knew"]:
                text = _(
                    "It was our own error: it takes less only from %(day)s on. Correct it from next"
                    " month on, or end the right with this month."
                )
                day = date_format(works_from(timezone.localdate()))
                self.add_error("verb", text % {"day": day})
        elif self.finding.kind == FindingKind.REVIEW and not wanted.explanation.granted:
            # It was right for a time: nothing of that is taken back unseen.
            text = _("The rule gives nothing now. End the right on a day, or leave it.")
            self.add_error("verb", text)

    @property
    def grants(self) -> bool:
        """Say whether what was chosen grants something."""
        verb = Settling(self.cleaned_data["verb"])
        return self.wanted is not None and gives(verb, self.wanted)

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """Return the fields of the facts, as the page shows them."""
        return [self[name] for name in self.facts]
