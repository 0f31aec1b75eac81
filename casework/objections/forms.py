"""What a caseworker answers to an objection, with the facts that were established."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.objections.actions import newest
from benefits.objections.models import Objection
from benefits.objections.statuses import ObjectionOutcome
from benefits.schemes.outcome import Explanation
from casework.cases.assessing import assess
from casework.cases.forms import DecisionForm, decision_form


class AnswerForm(DecisionForm):
    """Decide again, on facts that were found otherwise, or say why the decision stands.

    To be made for an `Objection`; a scheme's own form adds its facts (`answer_form`).
    """

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (ObjectionOutcome.UPHELD, _("The person is right: decide again")),
            (ObjectionOutcome.REJECTED, _("The decision stays as it is")),
        ],
        error_messages={"required": _("Choose to decide again or to let the decision stand.")},
    )
    motivation = forms.CharField(
        label=_("Your reasons, in words that the person understands"),
        help_text=_("They stand in the letter, whatever you answer."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Give your reasons: the person must understand them.")},
    )

    def clean(self) -> dict[str, Any]:
        """Hold the answer against the rule: to decide again must change something."""
        data = self.cleaned_data
        if "outcome" not in data or any(name not in data for name in self.facts):
            return data
        self.found = {name: data[name] for name in self.facts if data[name] != self.told[name]}
        self.assessment = assess(self.about, self.found)
        if data["outcome"] == ObjectionOutcome.UPHELD and not self._changes():
            text = _("The rule gives the same again. Change a checked fact, or let it stand.")
            self.add_error("outcome", text)
        return data

    def _changes(self) -> bool:
        assert isinstance(self.about, Objection)  # noqa: S101 - what this form is for
        return differs(newest(self.about.decision), self.assessment.explanation)


def answer_form(scheme: str) -> type[AnswerForm]:
    """Return the form for objections to decisions on a right, with the facts of that right."""
    decided = decision_form(scheme)
    return type(f"Answer{decided.__name__}", (AnswerForm, decided), {"clean": AnswerForm.clean})


def differs(decision: Decision, explanation: Explanation) -> bool:
    """Say whether a rule's account gives something else than a decision did."""
    if not explanation.granted:
        return decision.outcome == DecisionOutcome.GRANTED
    gives = decision.gives(explanation.starts, explanation.ends)
    return not gives or (decision.amount or 0) != explanation.amount_cents
