"""What the counsellor fills in: the needs assessment with an own judgement, and the choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from casework.plans.forms import LONGEST
from casework.plans.profiling.actions import differs
from casework.plans.profiling.models import Assessment
from casework.plans.profiling.questionnaire import QUESTIONS
from casework.plans.statuses import Segment

_ = gettext_lazy


class AssessmentForm(forms.Form):
    """A choice for each question, filled in where the portal holds the answer; then a judgement."""

    judgement = forms.ChoiceField(
        label=_("What do you think yourself?"),
        help_text=_("Say so before you see what the rule and the data say."),
        widget=forms.RadioSelect,
        choices=Segment.choices,
        error_messages={"required": _("Choose what you think.")},
    )
    why = forms.CharField(
        label=_("Why do you think so? The person reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write why you think so.")},
    )

    def __init__(self, known: dict[str, dict[str, Any]], data: Any = None) -> None:
        super().__init__(data)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=gettext(question.label),
                widget=forms.RadioSelect,
                choices=[(each.key, gettext(each.label)) for each in question.answers],
                initial=known.get(question.key, {}).get("answer"),
                error_messages={"required": gettext("Choose an answer.")},
            )
            if question.key in known:
                source = gettext(known[question.key]["source"])
                self.fields[question.key].source = source  # type: ignore[attr-defined]
        self.order_fields([*(question.key for question in QUESTIONS), "judgement", "why"])

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers by question."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


class ChoiceForm(forms.Form):
    """Which support, with a reason where a voice says otherwise."""

    segment = forms.ChoiceField(
        label=_("Which support do you choose?"),
        widget=forms.RadioSelect,
        choices=Segment.choices,
        error_messages={"required": _("Choose the support.")},
    )
    reason = forms.CharField(
        label=_("Your reason. The person reads it."),
        help_text=_("You must give one when your choice differs from a voice above."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, assessment: Assessment, data: Any = None) -> None:
        self.assessment = assessment
        super().__init__(data)

    def clean(self) -> dict[str, Any]:
        """Want a reason where the choice differs from what a voice says."""
        data = self.cleaned_data
        segment = data.get("segment")
        if segment and not data.get("reason") and differs(self.assessment, segment):
            self.add_error("reason", gettext("Your choice differs from a voice: say why."))
        return data
