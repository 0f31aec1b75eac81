"""What is looked at in the end: each check reads what was done, as it stands in the database."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from benefits.decisions.models import Decision
from benefits.objections.actions import newest
from benefits.schemes.single import thawed_one
from casework.cases.assessing import assess
from casework.cases.models import Case
from casework.cases.queries import standing_on
from casework.questions.models import Question
from casework.training.situations import Scene
from portal.access.models import Capacity

Spec = Mapping[str, Any]


def checked(scene: Scene, checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return for each check its words, and whether it is right."""
    case = Case.objects.with_names().get(pk=scene.case.pk)
    return [
        {"words": spec["words"], "right": CHECKS[spec["check"]](case, scene.me, spec)}
        for spec in checks
    ]


def _decision(case: Case, me: Capacity) -> Decision | None:
    """Return what stands, where it is of who practises."""
    if case.objection:
        found: Decision | None = newest(case.objection.decision)
    else:
        found = standing_on(case.claim) if case.claim else None
    return found if found and found.decided_by_id == me.user_id else None


def _outcome(case: Case, me: Capacity, spec: Spec) -> bool:
    decision = _decision(case, me)
    return decision is not None and decision.outcome == spec["is"]


def _fact(case: Case, me: Capacity, spec: Spec) -> bool:
    decision = _decision(case, me)
    return decision is not None and thawed_one(decision.facts)[0].get(spec["name"]) == spec["is"]


def _amount(case: Case, me: Capacity, spec: Spec) -> bool:
    """Hold the amount, in cents, against the rule on the facts that are right."""
    decision = _decision(case, me)
    due = assess(case.about, spec["facts"]).explanation.amount_cents
    return decision is not None and decision.outcome == "granted" and decision.amount == due


def _reasons(case: Case, me: Capacity, _spec: Spec) -> bool:
    decision = _decision(case, me)
    return decision is not None and bool(decision.motivation.strip())


def _undecided(case: Case, _me: Capacity, _spec: Spec) -> bool:
    return case.claim is not None and standing_on(case.claim) is None


def _asked(case: Case, me: Capacity, spec: Spec) -> bool:
    return Question.objects.filter(case=case, wanted=spec["is"], asked_by=me.user).exists()


def _answered(case: Case, me: Capacity, spec: Spec) -> bool:
    answer = getattr(case.objection, "answer", None)
    return (
        answer is not None and answer.answered_by_id == me.user_id and answer.outcome == spec["is"]
    )


def _handed_over(case: Case, me: Capacity, _spec: Spec) -> bool:
    return case.official_id != me.user_id


CHECKS: Final[Mapping[str, Callable[[Case, Capacity, Spec], bool]]] = {
    "amount": _amount,
    "answered": _answered,
    "asked": _asked,
    "fact": _fact,
    "handed_over": _handed_over,
    "outcome": _outcome,
    "reasons": _reasons,
    "undecided": _undecided,
}
