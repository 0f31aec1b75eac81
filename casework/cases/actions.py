"""Take, hand over, decide and close cases: the only writers of their status."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from benefits.claims.actions import AlreadyHeldError, close_with_decision
from benefits.claims.holding import held_already
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.models import FOR_PEOPLE, Finding, FindingAnswer
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.schemes.single import Scalars
from casework.approval.effect import effect_of, require_approval
from casework.approval.queries import is_proposed
from casework.cases.access import (
    may_decide_case,
    may_handle_case,
    may_take,
)
from casework.cases.assessing import assess, wants_motivation
from casework.cases.models import About, Case, CaseMove
from casework.cases.queries import colleagues
from casework.cases.statuses import MOVES
from portal.access.models import Capacity


class CaseMoveRefusedError(Exception):
    """The case is not in a status, or not in the hands, from which this can be done."""


class NotGrantedByRuleError(Exception):
    """The rule does not grant on these facts: amounts and days come from the law alone."""


class MotivationMissingError(Exception):
    """This decision owes the person a reason in the caseworker's own words."""


def move(case: Case, verb: str, capacity: Capacity, **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    moved = Case.objects.filter(pk=case.pk, status__in=sources).update(status=target, **changes)
    if not moved:
        raise CaseMoveRefusedError(verb)
    CaseMove.objects.create(case=case, verb=verb, user=capacity.user, to=changes.get("official"))
    case.refresh_from_db()


def locked(case: Case) -> Case:
    """Return the case as it stands, with what it is about; others wait until we are done."""
    standing = Case.objects.select_for_update().get(pk=case.pk)
    if standing.claim_id:
        standing.claim = Claim.objects.select_for_update().get(pk=standing.claim_id)
    return standing


@transaction.atomic
def take(about: About, capacity: Capacity) -> Case:
    """Take what waits from the queue. Of two who take it at once, one gets it.

    Raises `CaseMoveRefusedError` when a colleague has it, when it no longer waits, or when it is
    not for this caseworker: another sector's, one's own, or against an own decision.
    """
    office = capacity.institution
    if not _may_take(about, capacity) or not office:
        raise CaseMoveRefusedError("take")
    named = {str(about._meta.model_name): about}
    try:
        with transaction.atomic():
            case = Case.objects.create(**named, office=office, official=capacity.user)
    except IntegrityError as error:
        raise CaseMoveRefusedError("take") from error
    CaseMove.objects.create(case=case, verb="take", user=capacity.user)
    return case


def _may_take(about: About, capacity: Capacity) -> bool:
    return may_take(capacity, about) and _waits(about)


def _waits(about: About) -> bool:
    if isinstance(about, Finding):
        answered = FindingAnswer.objects.filter(finding=about).exists()
        return about.kind in FOR_PEOPLE and not answered
    if isinstance(about, Objection):
        return not ObjectionAnswer.objects.filter(objection=about).exists()
    claim = Claim.objects.select_for_update().get(pk=about.pk)
    return claim.status == ClaimStatus.SUBMITTED and not claim.by_rule


@transaction.atomic
def hand_over(case: Case, capacity: Capacity, to: Capacity) -> None:
    """Give a case to a colleague of the office.

    Raises `CaseMoveRefusedError` when it is not in this caseworker's hands, or when the other is
    no caseworker of the office today or is the applicant.
    """
    case = locked(case)
    if not may_handle_case(capacity, case) or is_proposed(case):
        raise CaseMoveRefusedError("hand_over")
    if not colleagues(case).filter(pk=to.pk).exists():
        raise CaseMoveRefusedError("hand_over")
    move(case, "hand_over", capacity, official=to.user)


@transaction.atomic
def decide_case(
    case: Case,
    capacity: Capacity,
    outcome: DecisionOutcome,
    motivation: str,
    found: Scalars | None = None,
    *,
    approved: bool = False,
) -> Decision:
    """Decide on the application of a case, with the rule's account and the caseworker's words.

    The rule is applied to the answers as they stand now, with the facts that the caseworker
    `found` to be otherwise. Raises `CaseMoveRefusedError` when the case is not in this
    caseworker's hands or was decided already, `NotGrantedByRuleError`, `AlreadyHeldError` and
    `MotivationMissingError` when the decision cannot be made so, `NeedsApprovalError` when it
    moves so much money that a second caseworker must have `approved`, and `MissingFigureError`
    where the law's tables do not reach the day.
    """
    case = locked(case)
    claim = case.claim
    if claim is None or not may_decide_case(capacity, case) or is_proposed(case) != approved:
        raise CaseMoveRefusedError("close")
    assessment = assess(claim, found)
    if outcome == DecisionOutcome.GRANTED and not assessment.explanation.granted:
        raise NotGrantedByRuleError
    if outcome == DecisionOutcome.GRANTED and (held := held_already(claim, assessment)):
        raise AlreadyHeldError(held)
    if not motivation and wants_motivation(claim.scheme, outcome, assessment.explanation, found):
        raise MotivationMissingError
    granted = outcome == DecisionOutcome.GRANTED
    require_approval(claim.scheme, effect_of(None, assessment.explanation, granted), approved)
    move(case, "close", capacity, closed_at=Now())
    decision = decide(
        claim.person,
        claim.scheme,
        assessment.facts,
        assessment.on,
        Cause(claim=claim, decided_by=capacity.user, motivation=motivation),
        outcome=outcome,
        explanation=assessment.explanation,
        covered=covered_by(claim.person, claim.scheme, assessment.on),
    )
    close_with_decision(claim, capacity.user)
    return decision


@transaction.atomic
def close_withdrawn(case: Case, capacity: Capacity) -> None:
    """Close a case without a decision, because its application was withdrawn.

    Raises `CaseMoveRefusedError` when the application still stands, or when the case is not in
    this caseworker's hands.
    """
    case = locked(case)
    withdrawn = case.claim is not None and case.claim.status == ClaimStatus.WITHDRAWN
    if not may_handle_case(capacity, case) or not withdrawn:
        raise CaseMoveRefusedError("close")
    move(case, "close", capacity, closed_at=Now())
