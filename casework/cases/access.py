"""Who may take, see and decide what."""

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from benefits.schemes import SCHEMES
from casework.cases.models import About, Case
from casework.cases.statuses import CaseStatus
from casework.staff.queries import acts_for
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter
from portal.people.models import Institution


def schemes_of(office: Institution) -> list[str]:
    """Return the codes of the rights that an office decides on: those of its own sector."""
    return [code for code, each in SCHEMES.items() if each.institution_sector == office.sector]


@tenant_filter
def may_take_claim(capacity: Capacity, claim: Claim) -> bool:
    """Say whether a caseworker may take an application: of the own sector, of nobody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and capacity.institution is not None
        and claim.scheme in schemes_of(capacity.institution)
        and not is_near(capacity, claim.person)
    )


@tenant_filter
def may_take_objection(capacity: Capacity, objection: Objection) -> bool:
    """Say whether a caseworker may take an objection: of the own sector, of nobody near, and never
    to an own decision."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and capacity.institution is not None
        and objection.scheme in schemes_of(capacity.institution)
        and objection.decision.decided_by_id != capacity.user_id
        and not is_near(capacity, objection.person)
    )


@tenant_filter
def may_take_finding(capacity: Capacity, finding: Finding) -> bool:
    """Say whether a caseworker may take what was found: of the own sector, of nobody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and capacity.institution is not None
        and finding.scheme in schemes_of(capacity.institution)
        and not is_near(capacity, finding.person)
    )


def may_take(capacity: Capacity, about: About) -> bool:
    """Say whether a caseworker may take what waits, whatever it is."""
    if isinstance(about, Finding):
        return may_take_finding(capacity, about)
    if isinstance(about, Objection):
        return may_take_objection(capacity, about)
    return may_take_claim(capacity, about)


@tenant_filter
def may_see_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may open a case.

    Its official may, and while it is open a colleague of the same office; never on the
    application or objection of oneself or of somebody one lives with.
    """
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and case.office_id == capacity.institution_id
        and (case.status == CaseStatus.TAKEN or case.official_id == capacity.user_id)
        and not is_near(capacity, case.person)
    )


def may_handle_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may hand over or close a case: only the one who holds it, or who
    acts for them while they are away."""
    return (
        may_see_case(capacity, case)
        and case.status == CaseStatus.TAKEN
        and (case.official_id == capacity.user_id or acts_for(capacity, case.official_id))
    )


def may_decide_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may decide: the one who holds it, while the application stands or
    once its case was opened again."""
    return (
        may_handle_case(capacity, case)
        and case.claim is not None
        and case.claim.status in (ClaimStatus.SUBMITTED, ClaimStatus.DECIDED)
    )


def may_reopen_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may open a closed case again: who closed it, of an application that
    was decided. An objection is answered once, and what is found anew is a finding of its own."""
    return (
        may_see_case(capacity, case)
        and case.status == CaseStatus.CLOSED
        and case.claim is not None
        and case.claim.status == ClaimStatus.DECIDED
    )


def may_answer_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may answer the objection of a case: the one who holds it."""
    return (
        may_handle_case(capacity, case)
        and case.objection is not None
        and case.objection.decision.decided_by_id != capacity.user_id
    )


def may_settle_case(capacity: Capacity, case: Case) -> bool:
    """Say whether a caseworker may settle the finding of a case: the one who holds it."""
    return may_handle_case(capacity, case) and case.finding is not None
