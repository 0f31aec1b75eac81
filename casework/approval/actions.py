"""Propose a decision that one person does not make alone; approve or refuse it."""

from datetime import date

from django.db import transaction

from benefits.claims.applications.base import Assessment
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.objections.actions import newest
from benefits.objections.statuses import ObjectionOutcome
from benefits.schemes.single import Scalars, frozen, thawed_one
from casework.approval.access import may_review
from casework.approval.effect import effect_of
from casework.approval.models import Proposal, Review
from casework.approval.queries import is_proposed, with_case
from casework.cases.access import may_answer_case, may_decide_case, may_settle_case
from casework.cases.actions import CaseMoveRefusedError, decide_case, locked
from casework.cases.assessing import assess, taken_place_of
from casework.cases.models import Case
from casework.cases.queries import decision_on
from casework.findings.actions import (
    Settling,
    effect_wanted,
    gives,
    settle_finding,
    standing_of,
)
from casework.objections.actions import answer_objection
from portal.access.models import Capacity, CapacityKind


class ChangedError(Exception):
    """What the rule gives is no longer what was proposed: the proposal can only be refused."""


@transaction.atomic
def propose(
    case: Case,
    capacity: Capacity,
    outcome: str,
    motivation: str,
    found: Scalars | None = None,
    ends: date | None = None,
) -> Proposal:
    """Keep a decision, an answer to an objection or how a finding is settled, until a second
    caseworker reviews it; `ends` is the last day of a right that is ended.

    Raises `CaseMoveRefusedError` when the case is not in this caseworker's hands or when one waits
    already, and `MissingFigureError` where the law's tables do not reach the day.
    """
    case = locked(case)
    may = any(may(capacity, case) for may in (may_decide_case, may_answer_case, may_settle_case))
    if not may or is_proposed(case):
        raise CaseMoveRefusedError("propose")
    assessment, granted, standing = wanted_by(case, outcome, found, ends)
    explanation = assessment.explanation
    return Proposal.objects.create(
        case=case,
        outcome=outcome,
        motivation=motivation,
        found=frozen(found or {}, assessment.on),
        amount=explanation.amount_cents if granted else 0,
        amount_unit=(explanation.amount_unit or "") if granted else "",
        starts=explanation.starts if granted else None,
        ends=explanation.ends if granted else None,
        effect=effect_of(standing, explanation, granted),
        proposed_by=capacity.user,
    )


def wanted_by(
    case: Case, outcome: str, found: Scalars | None, ends: date | None
) -> tuple[Assessment, bool, Decision | None]:
    """Return what would be decided, whether that grants, and the decision that it replaces."""
    if case.finding:
        verb = Settling(outcome)
        wanted = effect_wanted(case.finding, verb, found, ends)
        assert wanted is not None  # noqa: S101 - only what changes money is proposed
        return wanted, gives(verb, wanted), standing_of(case.finding)
    assessment = assess(case.about, found)
    if case.objection:
        return assessment, assessment.explanation.granted, newest(case.objection.decision)
    granted, standing = outcome == DecisionOutcome.GRANTED, decision_on(case)
    return assessment, granted, taken_place_of(case.about, assessment, standing, granted)


@transaction.atomic
def approve(proposal: Proposal, capacity: Capacity) -> Review:
    """Make the decision that was proposed. Of two who review at once, one does.

    Raises `CaseMoveRefusedError` when it was reviewed or may not be by this caseworker, and
    `ChangedError` when the rule gives something else by now.
    """
    proposal = _locked(proposal, capacity)
    decision = _decide(proposal)
    if (decision.amount or 0, decision.starts, decision.ends) != (
        proposal.amount,
        proposal.starts,
        proposal.ends,
    ):
        raise ChangedError
    return Review.objects.create(
        proposal=proposal, approved=True, decision=decision, reviewed_by=capacity.user
    )


@transaction.atomic
def refuse(proposal: Proposal, capacity: Capacity, reason: str) -> Review:
    """Give a proposal back to who made it, with the reason; raises as `approve`."""
    proposal = _locked(proposal, capacity)
    return Review.objects.create(
        proposal=proposal, approved=False, reason=reason, reviewed_by=capacity.user
    )


def _locked(proposal: Proposal, capacity: Capacity) -> Proposal:
    """Return a proposal whose case is held until we are done; refuse who may not review it."""
    locked(proposal.case)
    proposal = with_case().get(pk=proposal.pk)
    if not may_review(capacity, proposal):
        raise CaseMoveRefusedError("review")
    return proposal


def _decide(proposal: Proposal) -> Decision:
    """Decide as was proposed, in the name of who proposed it."""
    case, words = proposal.case, proposal.motivation
    found, _on = thawed_one(proposal.found)
    at_work = Capacity.objects.in_use().filter(kind=CapacityKind.CASEWORKER)
    proposer = at_work.filter(user=proposal.proposed_by, institution=case.office_id).first()
    if proposer is None:  # who left the office decides nothing there any more
        raise CaseMoveRefusedError("review")
    if case.finding:
        verb = Settling(proposal.outcome)
        settled = settle_finding(case, proposer, verb, words, found, proposal.ends, approved=True)
        assert settled.decision is not None  # noqa: S101 - only what changes money is proposed
        return settled.decision
    if case.objection is None:
        outcome = DecisionOutcome(proposal.outcome)
        return decide_case(case, proposer, outcome, words, found, approved=True)
    upheld = ObjectionOutcome(proposal.outcome)
    answer = answer_objection(case, proposer, upheld, words, found, approved=True)
    assert answer.decision is not None  # noqa: S101 - only what changes money is proposed
    return answer.decision
