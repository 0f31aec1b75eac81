"""What is known now of whom a finding is about: the facts on which a caseworker decides."""

from datetime import date

from django.utils import timezone

from benefits.granting.correcting import facts_again
from benefits.granting.models import Finding, FindingKind
from benefits.granting.one import told_of
from benefits.objections.actions import newest
from benefits.schemes.single import Scalars, thawed_one
from portal.law.figures import MissingFigureError


class NothingKnownError(LookupError):
    """No source and no decision says anything to which the rule could be applied."""


FROM_SOURCES = (FindingKind.REVIEW, FindingKind.ASKS)


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
    if finding.decision is None:
        raise NothingKnownError
    standing = newest(finding.decision)
    try:
        again = facts_again(standing) if finding.kind == FindingKind.CORRECTS else None
    except (MissingFigureError, KeyError):
        again = None
    return again or thawed_one(standing.facts)
