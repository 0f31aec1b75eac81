"""Who reviews changes of profiles."""

from portal.access.door import persons_near
from portal.access.models import Capacity, CapacityKind, Service
from portal.directory.models import Authorisation
from portal.exchange.profiles.models import ProfileChange


def keeps_profiles(capacity: Capacity) -> bool:
    """Say whether somebody acts for the institution that keeps the profiles, at this moment."""
    return (
        capacity.kind == CapacityKind.INSTITUTION
        and Authorisation.objects.for_use_by(capacity, Service.PROFILES).exists()
    )


def may_review(capacity: Capacity, change: ProfileChange) -> bool:
    """Say whether somebody may approve or refuse: a person of who keeps the profiles, and neither
    who proposed it nor somebody near to them."""
    proposer = change.proposed_by.user
    near = persons_near(capacity) if capacity.user.person_id else None
    return (
        near is not None
        and keeps_profiles(capacity)
        and not hasattr(change, "review")
        and proposer.pk != capacity.user_id
        and not (proposer.person_id and near.filter(pk=proposer.person_id).exists())
    )
