"""Who may review what somebody proposed."""

from casework.approval.models import Proposal
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_see_proposal(capacity: Capacity, proposal: Proposal) -> bool:
    """Say whether a caseworker may open a proposal: of the own office, about nobody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and proposal.case.office_id == capacity.institution_id
        and not is_near(capacity, proposal.case.person)
    )


def may_review(capacity: Capacity, proposal: Proposal) -> bool:
    """Say whether a caseworker may approve or refuse: not who proposed or lives with them, nor
    who made the decision that is contested."""
    objection = proposal.case.objection
    contested = objection.decision.decided_by_id if objection else None
    proposer = proposal.proposed_by.person
    return (
        may_see_proposal(capacity, proposal)
        and capacity.user_id not in (proposal.proposed_by_id, contested)
        and not (proposer and is_near(capacity, proposer))
        and not hasattr(proposal, "review")
    )
