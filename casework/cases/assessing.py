"""What the rule says of an application or an objection, also on facts that were established."""

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment
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
    told: Scalars
    if isinstance(about, Objection):
        told, on = thawed_one(newest(about.decision).facts)
    else:
        assessment = APPLICATIONS[about.scheme].assess(about)
        if not found:
            return assessment
        told, on = assessment.facts, assessment.on
    facts = {**told, **(found or {})}
    return Assessment(facts, on, evaluate(about.scheme, facts, on))


def wants_motivation(
    outcome: DecisionOutcome, explanation: Explanation, found: Scalars | None
) -> bool:
    """Say whether a decision owes the person a reason in the caseworker's own words.

    It does when it refuses, when it rests on other facts than the application, and when the rule
    left something to a person's judgement.
    """
    return outcome == DecisionOutcome.REFUSED or bool(found) or explanation.needs_person
