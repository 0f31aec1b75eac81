"""Who may look at a debt, decide of it, and review what was decided."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from benefits.recovery.models import Arrangement, DebtRequest
from casework.cases.access import schemes_of
from casework.persons.access import way_in
from portal.access.door import is_near
from portal.access.glass.models import GlassBreak
from portal.access.models import Capacity, CapacityKind, Purpose
from portal.access.scoping import tenant_filter
from portal.people.models import Person


@dataclass(frozen=True)
class Ground:
    """Why the file of who has a debt is opened: as the one door wants it told."""

    purpose: Purpose
    case: UUID | None = None
    glass: GlassBreak | None = None

    @property
    def told(self) -> dict[str, Any]:
        """Return the arguments of `open_file`."""
        return vars(self)


@tenant_filter
def ground_to_see(capacity: Capacity, person: Person, scheme: str) -> Ground | None:
    """Return why a caseworker may open the debt of a person for a right; None if they may not.

    It is for a right of the office, of nobody near; because the person asked something or a
    decision waits for a second person, or because their file is open to this caseworker.
    """
    if not _of_office(capacity, scheme) or is_near(capacity, person):
        return None
    waiting = DebtRequest.objects.of_debt(person, scheme).waiting().first()
    made = waiting or Arrangement.objects.of_debt(person, scheme).to_review().first()
    if made:
        return Ground(Purpose.CASE, made.reference)
    way = way_in(capacity, person)
    if way is None:
        return None
    return Ground(way.purpose, way.case.reference if way.case else None, way.glass)


def may_review(capacity: Capacity, arrangement: Arrangement) -> bool:
    """Say whether a caseworker may review: not who decided, lives with them or with whom it is
    about, and only what waits."""
    decider = arrangement.decided_by.person
    return (
        arrangement.waits
        and not hasattr(arrangement, "review")
        and arrangement.decided_by_id != capacity.user_id
        and _of_office(capacity, arrangement.scheme)
        and not is_near(capacity, arrangement.person)
        and not (decider and is_near(capacity, decider))
    )


def _of_office(capacity: Capacity, scheme: str) -> bool:
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and capacity.institution is not None
        and scheme in schemes_of(capacity.institution)
    )
