"""What is known of a right by now: what the sources say, and what a caseworker found otherwise."""

from copy import copy

from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.schemes.single import Scalars, thawed_one


def facts_now(claim: Claim) -> Scalars:
    """Return the facts of an application as the sources give them by now.

    Raises KeyError where the application would ask what it did not ask then, and
    MissingFigureError where the tables of the law end.
    """
    applied, now = APPLICATIONS[claim.scheme], copy(claim)
    now.known = applied.read_again(claim)
    if missing := applied.open_steps(now):
        raise KeyError(missing[0])
    return applied.facts_of(now)


def established(decision: Decision, then: Scalars) -> set[str]:
    """Return the facts that the last caseworker found otherwise than the application said."""
    return {name for name, value in _by_hand(decision).items() if value != then[name]}


def as_established(decision: Decision, claim: Claim) -> Scalars:
    """Return the facts of a right by now; what a caseworker found otherwise stays found.

    Raises as `facts_now`.
    """
    found, then = _by_hand(decision), APPLICATIONS[claim.scheme].facts_of(claim)
    fixed = {name: value for name, value in found.items() if value != then[name]}
    return {**facts_now(claim), **fixed}


def _by_hand(decision: Decision) -> Scalars:
    versions = Decision.objects.versions(decision)
    last = next((each for each in versions if each.decided_by_id), None)
    return thawed_one(last.facts)[0] if last else {}
