"""What a caseworker made of a finding: kept once, never edited."""

from django.db import transaction

from benefits.decisions.models import Decision
from benefits.granting.models import Finding, FindingAnswer, FindingOutcome
from portal.access.models import User


class AnsweredError(Exception):
    """Somebody answered the finding already."""


@transaction.atomic
def answer(
    finding: Finding, user: User, motivation: str, decision: Decision | None = None
) -> FindingAnswer:
    """Answer a finding by a decision, or without one say why everything stays as it is.

    Raises `AnsweredError` when it was answered in between.
    """
    if FindingAnswer.objects.filter(finding=finding).exists():
        raise AnsweredError
    return FindingAnswer.objects.create(
        finding=finding,
        outcome=FindingOutcome.DECIDED if decision else FindingOutcome.KEPT,
        motivation=motivation,
        decision=decision,
        answered_by=user,
    )
