"""Who may see and close a call-back."""

from casework.callbacks.models import CallBack
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_withdraw(capacity: Capacity, call_back: CallBack) -> bool:
    """Say whether this citizen, or whom they help, asked to be called."""
    return capacity.kind == CapacityKind.CITIZEN and call_back.person_id == capacity.person.pk


@tenant_filter
def may_call(capacity: Capacity, call_back: CallBack) -> bool:
    """Say whether a caseworker may call: of the office that was asked, and nobody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and call_back.office_id == capacity.institution_id
        and not is_near(capacity, call_back.person)
    )
