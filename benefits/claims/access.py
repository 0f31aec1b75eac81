"""Who may see and complete an application."""

from benefits.claims.models import Claim
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_complete_claim(capacity: Capacity, claim: Claim) -> bool:
    """Say whether an application is this citizen's own, or of whom they help; an official reads it
    through a case."""
    return capacity.kind == CapacityKind.CITIZEN and claim.person_id == capacity.person.pk
