"""By which way a caseworker may come to a person's file: for an open case of theirs or the support
that they give, or for a reason."""

from dataclasses import dataclass
from uuid import UUID

from casework.cases.models import Case
from casework.plans.models import SupportFile
from casework.staff.models import Absence
from portal.access.door import TooNearError, is_near
from portal.access.glass.models import GlassBreak
from portal.access.models import Capacity, Purpose
from portal.access.scoping import tenant_filter
from portal.people.models import Person


@dataclass(frozen=True)
class WayIn:
    """Why a file is open to somebody: for a case, or without one for a reason and a short time."""

    purpose: Purpose
    case: Case | None = None
    glass: GlassBreak | None = None
    support: SupportFile | None = None

    @property
    def reference(self) -> UUID | None:
        """Return for what it is: the case, or the support file."""
        file = self.case or self.support
        return file.reference if file else None


@tenant_filter
def way_in(capacity: Capacity, person: Person) -> WayIn | None:
    """Return why a person's file is open to a caseworker at this moment; None if it is not.

    Raises `TooNearError` for one's own file, and those of one's household and of whom one helps.
    """
    if is_near(capacity, person):
        raise TooNearError
    colleagues = (each.capacity.user for each in Absence.objects.for_whom(capacity))
    cases = Case.objects.in_hand_of(capacity.user, *colleagues)
    case = cases.about_person(person).filter(office=capacity.institution).first()
    if case:
        return WayIn(Purpose.CASE, case=case)
    support = SupportFile.objects.counselled_by(capacity.user).filter(person=person)
    supported = support.filter(office=capacity.institution).first()
    if supported:
        return WayIn(Purpose.SUPPORT, support=supported)
    glass = GlassBreak.objects.open_on(person, capacity)
    return WayIn(Purpose.GLASS, glass=glass) if glass else None
