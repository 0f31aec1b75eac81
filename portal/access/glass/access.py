"""Who may open a file without a case, and who may say whether that was right."""

from portal.access.door import is_near
from portal.access.glass.models import GlassBreak
from portal.access.models import Capacity, CapacityKind


def may_review(capacity: Capacity, glass: GlassBreak) -> bool:
    """Say whether one may judge an opening: a supervisor of the institution, with other eyes.

    Never the person behind the account that opened the file, nor somebody whose own file or
    household it was.
    """
    opener = glass.capacity
    return (
        capacity.kind == CapacityKind.SUPERVISOR
        and capacity.institution_id == opener.institution_id
        and capacity.user_id != opener.user_id
        and capacity.user.person_id != opener.user.person_id
        and not is_near(capacity, glass.person)
    )
