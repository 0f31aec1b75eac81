"""Who may see and answer a contact."""

from casework.contacts.models import Contact
from casework.contacts.statuses import OPEN
from casework.staff.queries import acts_for
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_see_contact(capacity: Capacity, contact: Contact) -> bool:
    """Say whether a caseworker may open a contact: while it waits for the own office, and never
    that of oneself or of somebody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and contact.office_id == capacity.institution_id
        and contact.status in OPEN
        and not is_near(capacity, contact.person)
    )


def may_handle_contact(capacity: Capacity, contact: Contact) -> bool:
    """Say whether a caseworker may answer a contact or pass it on: nobody else has it in hand, or
    they act for who has."""
    official = contact.official_id
    return may_see_contact(capacity, contact) and (
        official in (None, capacity.user_id) or acts_for(capacity, official)
    )
