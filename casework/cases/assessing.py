"""What the rule says of an application, also with the facts that a caseworker established."""

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment
from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate


def assess(claim: Claim, found: Scalars | None = None) -> Assessment:
    """Apply the rule to an application; `found` takes the place of facts of the same names.

    Raises `MissingFigureError` where the law's tables do not reach the day.
    """
    assessment = APPLICATIONS[claim.scheme].assess(claim)
    if not found:
        return assessment
    facts = {**assessment.facts, **found}
    return Assessment(facts, assessment.on, evaluate(claim.scheme, facts, assessment.on))


def wants_motivation(
    outcome: DecisionOutcome, explanation: Explanation, found: Scalars | None
) -> bool:
    """Say whether a decision owes the person a reason in the caseworker's own words.

    It does when it refuses, when it rests on other facts than the application, and when the rule
    left something to a person's judgement.
    """
    return outcome == DecisionOutcome.REFUSED or bool(found) or explanation.needs_person
