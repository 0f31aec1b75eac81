"""What the rule says of what a case is about, also on facts that were established."""

from datetime import date

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment, Left
from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from benefits.granting.knowing import known_of
from benefits.granting.models import Finding
from benefits.objections.actions import newest
from benefits.objections.models import Objection
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate, thawed_one
from casework.cases.models import About


def assess(about: About, found: Scalars | None = None) -> Assessment:
    """Apply the rule to an application, again to what a contested decision rests on, or to what is
    known now of whom a finding is about.

    `found` takes the place of facts of the same names. Raises `MissingFigureError` where the law's
    tables do not reach the day.
    """
    if isinstance(about, Claim):
        return APPLICATIONS[about.scheme].assess(about, found)
    told, on = _known(about)
    facts = {**told, **(found or {})}
    return Assessment(facts, on, evaluate(about.scheme, facts, on))


def _known(about: Objection | Finding) -> tuple[Scalars, date]:
    if isinstance(about, Finding):
        return known_of(about)
    return thawed_one(newest(about.decision).facts)


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
