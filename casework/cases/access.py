"""Who may see and decide a case."""

from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from portal.access.models import Capacity, CapacityKind


def may_see_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may open a case: one of the same office."""
    return capacity.kind == CapacityKind.CASEWORKER and case.office_id == capacity.institution_id


def may_decide_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may decide: the one who took it, and never on an own application."""
    return (
        may_see_case(capacity, case)
        and case.status == CaseStatus.TAKEN
        and case.official_id == capacity.user_id
        and case.claim.person_id != capacity.user.person_id
    )
