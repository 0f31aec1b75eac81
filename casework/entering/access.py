"""Who may enter an application for somebody."""

from casework.cases.access import schemes_of
from casework.persons.access import way_in
from portal.access.door import TooNearError
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Person


def may_enter(capacity: Capacity, person: Person, scheme: str) -> bool:
    """Say whether a caseworker may enter an application: of a right of the own office, for somebody
    whose file is open to them, and never for anybody near."""
    if capacity.kind != CapacityKind.CASEWORKER or capacity.institution is None:
        return False
    try:
        return scheme in schemes_of(capacity.institution) and bool(way_in(capacity, person))
    except TooNearError:
        return False
