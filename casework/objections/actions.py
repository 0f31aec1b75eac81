"""Answer an objection: by a new version of the decision, or by the reasons why it stands."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import (
    BeneficiaryRole,
    Decision,
    DecisionOutcome,
)
from benefits.objections.actions import newest, reject, uphold
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.objections.statuses import ObjectionOutcome
from benefits.schemes.single import Scalars
from casework.approval.effect import effect_of, require_approval
from casework.approval.queries import is_proposed
from casework.cases.access import may_answer_case
from casework.cases.actions import CaseMoveRefusedError, locked, move
from casework.cases.assessing import assess
from casework.cases.models import Case
from portal.access.models import Capacity
from portal.people.models import Person


@transaction.atomic
def answer_objection(
    case: Case,
    capacity: Capacity,
    outcome: ObjectionOutcome,
    motivation: str,
    found: Scalars | None = None,
    *,
    approved: bool = False,
) -> ObjectionAnswer:
    """Answer the objection of a case with the caseworker's words, and close the case.

    Upheld, the rule is applied again, with the facts that the caseworker `found` to be otherwise,
    and the new version takes the place of the one that stands. Raises `CaseMoveRefusedError` when
    the case is not in this caseworker's hands, was answered, or when the decision is being
    replaced at this moment, and `NeedsApprovalError` when the new version moves so much money that
    a second caseworker must have `approved`.
    """
    case = locked(case)
    objection = case.objection
    allowed = may_answer_case(capacity, case) and is_proposed(case) == approved
    if objection is None or not allowed:
        raise CaseMoveRefusedError("close")
    move(case, "close", capacity, closed_at=Now())
    if outcome == ObjectionOutcome.REJECTED:
        return reject(objection, capacity.user, motivation)
    try:
        with transaction.atomic():
            decision = _decide_again(objection, capacity, motivation, found, approved)
    except IntegrityError as error:
        raise CaseMoveRefusedError("close") from error
    return uphold(objection, capacity.user, motivation, decision)


def _decide_again(
    objection: Objection,
    capacity: Capacity,
    motivation: str,
    found: Scalars | None,
    approved: bool,
) -> Decision:
    standing, assessment = newest(objection.decision), assess(objection, found)
    granted = assessment.explanation.granted
    effect = effect_of(standing, assessment.explanation, granted)
    require_approval(objection.scheme, effect, approved)
    cause = Cause(
        claim=standing.claim,
        decided_by=capacity.user,
        motivation=motivation,
        replaces=standing,
    )
    return decide(
        objection.person,
        objection.scheme,
        assessment.facts,
        assessment.on,
        cause,
        outcome=DecisionOutcome.GRANTED if granted else DecisionOutcome.REFUSED,
        explanation=assessment.explanation,
        covered=covered_by(standing),
    )


def covered_by(decision: Decision) -> dict[Person, BeneficiaryRole]:
    """Return whom a decision covers beside its holder, and why."""
    others = decision.beneficiaries.exclude(role=BeneficiaryRole.HOLDER).select_related("person")
    return {each.person: BeneficiaryRole(each.role) for each in others}
