"""What is known now of whom a finding is about: the facts on which a caseworker decides."""

from datetime import date

from django.utils import timezone

from benefits.decisions.models import Decision
from benefits.granting.contradicting import decision_on
from benefits.granting.correcting import facts_again
from benefits.granting.models import Finding, FindingKind
from benefits.granting.one import told_of
from benefits.objections.actions import newest
from benefits.schemes.single import Scalars, thawed_one
from portal.law.figures import MissingFigureError


class NothingKnownError(LookupError):
    """No source and no decision says anything to which the rule could be applied."""


FROM_SOURCES = (FindingKind.REVIEW, FindingKind.ASKS)
OTHERWISE = (FindingKind.CORRECTS, FindingKind.DECLARED)


def standing_of(finding: Finding) -> Decision | None:
    """Return the decision that stands today, where the finding is about one; of a declaration,
    what was decided on it by now."""
    if finding.kind == FindingKind.DECLARED:
        return decision_on(finding)
    return newest(finding.decision) if finding.decision else None


def known_of(finding: Finding) -> tuple[Scalars, date]:
    """Return the facts for the rule and their day, as the sources give them now.

    Where the sources tell nothing, those of the decision that stands. Raises `NothingKnownError`
    where there is neither.
    """
    if finding.kind in FROM_SOURCES:
        today = timezone.localdate()
        told = told_of(finding.person, finding.scheme, today)
        if told is not None:
            return told, today
    standing = standing_of(finding)
    if standing is None:
        raise NothingKnownError
    try:
        again = facts_again(standing) if finding.kind in OTHERWISE else None
    except (MissingFigureError, KeyError):
        again = None
    return again or thawed_one(standing.facts)
