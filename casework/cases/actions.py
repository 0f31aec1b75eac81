"""Take and decide cases: the only writers of their status."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from benefits.claims.actions import close_with_decision
from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from casework.cases.access import may_decide_case
from casework.cases.models import Case, CaseMove
from casework.cases.statuses import MOVES
from portal.access.models import Capacity


class CaseMoveRefusedError(Exception):
    """The case is not in a status, or not in the hands, from which this can be done."""


def _move(case: Case, verb: str, capacity: Capacity, **changes: Any) -> None:
    sources, target = MOVES[verb]
    moved = Case.objects.filter(pk=case.pk, status__in=sources).update(status=target, **changes)
    if not moved:
        raise CaseMoveRefusedError(verb)
    CaseMove.objects.create(case=case, verb=verb, user=capacity.user)
    case.refresh_from_db()


@transaction.atomic
def take(claim: Claim, capacity: Capacity) -> Case:
    """Take an application from the queue. Of two who take it at once, one gets it.

    Raises `CaseMoveRefusedError` when a colleague has it, or when it no longer waits.
    """
    if claim.status != ClaimStatus.SUBMITTED or capacity.institution is None:
        raise CaseMoveRefusedError("take")
    try:
        with transaction.atomic():
            case = Case.objects.create(
                claim=claim, office=capacity.institution, official=capacity.user
            )
    except IntegrityError as error:
        raise CaseMoveRefusedError("take") from error
    CaseMove.objects.create(case=case, verb="take", user=capacity.user)
    return case


@transaction.atomic
def decide_case(
    case: Case, capacity: Capacity, outcome: DecisionOutcome, motivation: str
) -> Decision:
    """Decide on the application of a case, with the rule's account and the caseworker's words.

    The rule is applied to the answers as they stand now. Raises `CaseMoveRefusedError` when the
    case is not in this caseworker's hands or was decided already.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not may_decide_case(capacity, locked):
        raise CaseMoveRefusedError("close")
    _move(case, "close", capacity, closed_at=Now())
    claim = case.claim
    application = APPLICATIONS[claim.scheme]
    assessment = application.assess(claim)
    decision = decide(
        claim.person,
        claim.scheme,
        assessment.facts,
        assessment.on,
        Cause(claim=claim, decided_by=capacity.user, motivation=motivation),
        outcome=outcome,
        explanation=assessment.explanation,
    )
    close_with_decision(claim, capacity.user)
    return decision
