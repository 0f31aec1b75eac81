"""What the rule says of what a case is about, also on facts that were established."""

from dataclasses import replace
from datetime import date

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Assessment, Left
from benefits.claims.holding import changed_by
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.knowing import known_of, standing_of
from benefits.granting.models import Finding
from benefits.granting.own_errors import is_worse
from benefits.granting.splitting import within
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
        return _assess_claim(about, found)
    told, on = _known(about)
    facts = {**told, **(found or {})}
    standing = standing_of(about) if isinstance(about, Finding) else newest(about.decision)
    return Assessment(facts, on, within(standing, evaluate(about.scheme, facts, on)))


def _assess_claim(claim: Claim, found: Scalars | None) -> Assessment:
    """Apply the rule to an application; what changes a right that is held does so from a day on."""
    assessment = APPLICATIONS[claim.scheme].assess(claim, found)
    if claim.status == ClaimStatus.DECIDED:
        standing = Decision.objects.answering(claim)
        return replace(assessment, explanation=within(standing, assessment.explanation))
    changed = changed_by(claim, assessment)
    return changed.within(assessment) if changed else assessment


def taken_place_of(
    about: About, assessment: Assessment, standing: Decision | None, granted: bool
) -> Decision | None:
    """Return against what a decision counts: what stands on the application, or what it changes."""
    if standing or not granted or not isinstance(about, Claim):
        return standing
    changed = changed_by(about, assessment)
    return changed.before if changed else None


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


def takes_back(standing: Decision, explanation: Explanation, granted: bool) -> bool:
    """Say whether a new version would give less than what stands (Charter of the socially insured,
    article 17): that is for the correction of a finding, which knows from when it works."""
    return is_worse(standing, replace(explanation, granted=granted and explanation.granted))
