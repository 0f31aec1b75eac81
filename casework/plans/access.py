"""Who may open, see and counsel a support file."""

from casework.plans.models import SupportFile
from casework.plans.queries import SECTORS
from casework.plans.statuses import SupportStatus
from casework.staff.queries import acts_for
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


def gives_support(capacity: Capacity) -> bool:
    """Say whether somebody works where people are supported towards work."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and capacity.institution is not None
        and capacity.institution.sector in SECTORS
    )


@tenant_filter
def may_see_support(capacity: Capacity, file: SupportFile) -> bool:
    """Say whether a caseworker may open a support file: of the own office while it stands, about
    nobody near."""
    return (
        gives_support(capacity)
        and file.office_id == capacity.institution_id
        and file.status != SupportStatus.ENDED
        and not is_near(capacity, file.person)
    )


def may_counsel(capacity: Capacity, file: SupportFile) -> bool:
    """Say whether a caseworker counsels the person of a running file, or acts for who does and is
    away."""
    return (
        may_see_support(capacity, file)
        and file.status == SupportStatus.OPEN
        and file.counsellor_id is not None
        and (file.counsellor_id == capacity.user_id or acts_for(capacity, file.counsellor_id))
    )
