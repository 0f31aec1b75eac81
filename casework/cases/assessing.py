"""What the rule says of an application or an objection, also on facts that were established."""

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment, Left
from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from benefits.objections.actions import newest
from benefits.objections.models import Objection
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate, thawed_one


def assess(about: Claim | Objection, found: Scalars | None = None) -> Assessment:
    """Apply the rule to an application, or again to what a contested decision rests on.

    `found` takes the place of facts of the same names. Raises `MissingFigureError` where the law's
    tables do not reach the day.
    """
    if isinstance(about, Claim):
        return APPLICATIONS[about.scheme].assess(about, found)
    told, on = thawed_one(newest(about.decision).facts)
    facts = {**told, **(found or {})}
    return Assessment(facts, on, evaluate(about.scheme, facts, on))


def wants_motivation(
    scheme: str, outcome: DecisionOutcome, explanation: Explanation, found: Scalars | None
) -> bool:
    """Say whether a decision owes the person a reason in the caseworker's own words.

    It does when it refuses, when it rests on other facts than the application, and when the rule
    left something to a person's judgement. What nobody could tell before, such as whether a doctor
    recognised an illness, is found and not contradicted.
    """
    facts = APPLICATIONS[scheme].facts if scheme in APPLICATIONS else {}
    contradicted = any(not isinstance(facts.get(name), Left) for name in found or {})
    return outcome == DecisionOutcome.REFUSED or contradicted or explanation.needs_person
