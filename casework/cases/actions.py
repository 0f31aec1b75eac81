"""Take, hand over, decide and close cases: the only writers of their status."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from benefits.claims.actions import AlreadyHeldError, close_with_decision
from benefits.claims.applications.base import Assessment
from benefits.claims.holding import changed_by, held_already
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.models import FOR_PEOPLE, Finding, FindingAnswer
from benefits.granting.splitting import change
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.schemes.single import Scalars
from casework.approval.effect import effect_of, require_approval
from casework.approval.queries import is_proposed
from casework.cases.access import (
    may_decide_case,
    may_handle_case,
    may_reopen_case,
    may_take,
)
from casework.cases.assessing import assess, taken_place_of, takes_back, wants_motivation
from casework.cases.models import About, Case, CaseMove
from casework.cases.queries import colleagues, decision_on
from casework.cases.statuses import MOVES, CaseStatus
from casework.queue.kinds import kind_of
from casework.staff.caseload import require_room
from casework.staff.competence import require_competence
from portal.access.models import Capacity


class CaseMoveRefusedError(Exception):
    """The case is not in a status, or not in the hands, from which this can be done."""


class NotGrantedByRuleError(Exception):
    """The rule does not grant on these facts: amounts and days come from the law alone."""


class MotivationMissingError(Exception):
    """This decision owes the person a reason in the caseworker's own words."""


class TakesBackError(Exception):
    """Decided again, the right would be less: what corrects it goes another way."""


def move(case: Case, verb: str, capacity: Capacity, words: str = "", **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    takes = verb in ("reopen", "take_again")
    away = case.official if not takes and case.official_id != capacity.user_id else None
    if away and target == CaseStatus.CLOSED:
        changes["official"] = capacity.user  # who closed it can open it again
    moved = Case.objects.filter(pk=case.pk, status__in=sources).update(status=target, **changes)
    if not moved:
        raise CaseMoveRefusedError(verb)
    to = changes.get("official") if verb == "hand_over" else None
    CaseMove.objects.create(
        case=case, verb=verb, user=capacity.user, to=to, words=words, acts_for=away
    )
    case.refresh_from_db()


def locked_together(*cases: Case) -> list[Case]:
    """Return cases as they stand, in one order, so that two who do so never wait for each other."""
    standing = Case.objects.select_for_update(of=("self",)).with_names()
    return list(standing.filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def locked(case: Case) -> Case:
    """Return the case as it stands, with what it is about; others wait until we are done."""
    standing = Case.objects.select_for_update().get(pk=case.pk)
    if standing.claim_id:
        standing.claim = Claim.objects.select_for_update().get(pk=standing.claim_id)
    return standing


@transaction.atomic
def take(about: About, capacity: Capacity) -> Case:
    """Take what waits from the queue. Of two who take it at once, one gets it. What a colleague
    of the office had in hand before goes on as the same case.

    Raises `CaseMoveRefusedError` when a colleague has it, when it no longer waits, or when it is
    not for this caseworker: another sector's, one's own, or against an own decision;
    `NotCompetentError`, and `CaseloadFullError`.
    """
    office = capacity.institution
    named = {str(about._meta.model_name): about}
    again = Case.objects.filter(**named, office=office, status=CaseStatus.FREE).first()
    if not office or not may_take(capacity, about) or not (again or _waits(about)):
        raise CaseMoveRefusedError("take")
    require_competence(capacity, about.scheme, kind_of(about), about.person.language)
    require_room(capacity)
    if again:
        move(again, "take_again", capacity, official=capacity.user)
        return again
    try:
        with transaction.atomic():
            case = Case.objects.create(**named, office=office, official=capacity.user)
    except IntegrityError as error:
        raise CaseMoveRefusedError("take") from error
    CaseMove.objects.create(case=case, verb="take", user=capacity.user)
    return case


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
    no caseworker of the office today or is the applicant; and `NotCompetentError` when it is not
    among the competences of the other, who may have as much in hand as one may, too.
    """
    case = locked(case)
    if not may_handle_case(capacity, case) or is_proposed(case):
        raise CaseMoveRefusedError("hand_over")
    if not colleagues(case).filter(pk=to.pk).exists():
        raise CaseMoveRefusedError("hand_over")
    together = [case, *case.joined.filter(status=CaseStatus.TAKEN)]
    for each in together:
        require_competence(to, each.about.scheme, kind_of(each.about), each.person.language)
    require_room(to, len(together))
    for each in together:
        move(each, "hand_over", capacity, official=to.user)


@transaction.atomic
def give_back(case: Case, capacity: Capacity) -> None:
    """Let a case wait again for the office, as the time of its official there is over.

    One that is joined to others is by itself then. Raises `CaseMoveRefusedError` when it is not in
    their hands, or waits for a second person.
    """
    case = locked(case)
    if case.official_id != capacity.user_id or is_proposed(case):
        raise CaseMoveRefusedError("give_back")
    case.joined.update(joined_to=None)
    move(case, "give_back", capacity, joined_to=None)


@transaction.atomic
def reopen(case: Case, capacity: Capacity, reason: str) -> None:
    """Open a closed case again, in the hands of who does. Of two who do so at once, one does.

    Raises `CaseMoveRefusedError` when it is not closed, or not for this caseworker.
    """
    case = locked(case)
    if not may_reopen_case(capacity, case):
        raise CaseMoveRefusedError("reopen")
    move(case, "reopen", capacity, reason, official=capacity.user, closed_at=None)


@transaction.atomic
def join(case: Case, to: Case, capacity: Capacity) -> None:
    """Handle a case together with another of the same person: it points to the other, and what is
    joined to it goes along. Each is still decided on, by its own last day.

    Raises `CaseMoveRefusedError` unless both are in this caseworker's hands and about one person.
    """
    held = {each.pk: each for each in locked_together(case, to)}
    case, to = held[case.pk], held[to.pk]
    may = all(may_handle_case(capacity, each) and not is_proposed(each) for each in (case, to))
    if not may or case.pk == to.pk or case.person != to.person or to.joined_to_id:
        raise CaseMoveRefusedError("join")
    for each in [case, *case.joined.all()]:
        move(each, "join", capacity, joined_to=to)


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
    `found` to be otherwise. In a case that was opened again the new version takes the place of the
    one that stands. Raises `CaseMoveRefusedError` when the case is not in this caseworker's hands
    or was decided already, `NotGrantedByRuleError`, `AlreadyHeldError`, `TakesBackError` and
    `MotivationMissingError` when the decision cannot be made so, `NeedsApprovalError` when it moves
    so much money that a second caseworker must have `approved`, and `MissingFigureError` where the
    law's tables do not reach the day.
    """
    case = locked(case)
    claim = case.claim
    if claim is None or not may_decide_case(capacity, case) or is_proposed(case) != approved:
        raise CaseMoveRefusedError("close")
    assessment = assess(claim, found)
    if outcome == DecisionOutcome.GRANTED and not assessment.explanation.granted:
        raise NotGrantedByRuleError
    standing = decision_on(case)
    granted = outcome == DecisionOutcome.GRANTED
    if granted and (held := held_already(claim, assessment)):
        raise AlreadyHeldError(held)
    changed = changed_by(claim, assessment) if granted and not standing else None
    if standing and takes_back(standing, assessment.explanation, granted):
        raise TakesBackError
    owed = wants_motivation(claim.scheme, outcome, assessment.explanation, found)
    if not motivation and (standing or owed):
        raise MotivationMissingError
    before = taken_place_of(claim, assessment, standing, granted)
    require_approval(claim.scheme, effect_of(before, assessment.explanation, granted), approved)
    move(case, "close", capacity, closed_at=Now())
    cause = Cause(claim=claim, decided_by=capacity.user, motivation=motivation, replaces=standing)
    if changed:
        decision = change(changed, assessment, cause)
    else:
        decision = _decide(claim, assessment, cause, outcome)
    if not standing:
        close_with_decision(claim, capacity.user)
    return decision


def _decide(
    claim: Claim, assessment: Assessment, cause: Cause, outcome: DecisionOutcome
) -> Decision:
    holder = cause.replaces.person if cause.replaces else claim.person
    return decide(
        holder,
        claim.scheme,
        assessment.facts,
        assessment.on,
        cause,
        outcome=outcome,
        explanation=assessment.explanation,
        covered=covered_by(holder, claim.scheme, assessment.on),
    )


@transaction.atomic
def close_again(case: Case, capacity: Capacity, words: str) -> None:
    """Close a case that was opened again, without another decision, and say why.

    Raises `CaseMoveRefusedError` when it is not in this caseworker's hands, or was never closed.
    """
    case = locked(case)
    opened = case.moves.filter(verb="reopen").exists()
    if not opened or not may_handle_case(capacity, case) or is_proposed(case):
        raise CaseMoveRefusedError("close")
    move(case, "close", capacity, words, closed_at=Now())


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


@transaction.atomic
def lapse(case: Case, capacity: Capacity) -> None:
    """Close a case that waits for nobody, because its application was withdrawn after its official
    left; in the `capacity` of who had it last.

    Raises `CaseMoveRefusedError` when the application still stands or somebody has the case.
    """
    case = locked(case)
    if case.claim is None or case.claim.status != ClaimStatus.WITHDRAWN:
        raise CaseMoveRefusedError("lapse")
    move(case, "lapse", capacity, closed_at=Now())
