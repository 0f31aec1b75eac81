"""Reads of support files."""

from typing import TYPE_CHECKING

from django.db import models

from casework.plans.statuses import STANDING, Segment, SupportStatus
from casework.staff.queries import colleagues_of
from portal.access.door import persons_near
from portal.access.models import Capacity, User
from portal.people.models import Institution, Person

if TYPE_CHECKING:
    from casework.plans.models import SupportFile

SECTORS = (18,)  # whose offices support people towards work: unemployment


class SupportFileQuerySet(models.QuerySet["SupportFile"]):
    """Support files."""

    def of(self, person: Person) -> "SupportFileQuerySet":
        """Return a person's files that stand, with the office, the newest first."""
        standing = self.filter(person=person, status__in=STANDING)
        return standing.select_related("office").order_by("-pk")

    def asked_of(self, capacity: Capacity) -> "SupportFileQuerySet":
        """Return what people asked of an office, the oldest first; never of somebody near."""
        asked = self.filter(office=capacity.institution, status=SupportStatus.ASKED)
        asked = asked.exclude(person__in=persons_near(capacity))
        return asked.select_related("person").order_by("begun_at", "pk")

    def counselled_by(self, *users: User) -> "SupportFileQuerySet":
        """Return the files that somebody counsels, by name."""
        files = self.filter(counsellor__in=users, status=SupportStatus.OPEN)
        return files.select_related("person", "counsellor__person").order_by(
            "person__last_name", "person__first_name", "pk"
        )

    def intensive(self) -> "SupportFileQuerySet":
        """Return those of people in intensive support."""
        return self.filter(status=SupportStatus.OPEN, segment=Segment.INTENSIVE)

    def with_names(self) -> "SupportFileQuerySet":
        """Return them with the person, the office and the counsellor."""
        return self.select_related("person", "office", "counsellor__person")


def offices() -> models.QuerySet[Institution]:
    """Return the institutions that support people towards work."""
    return Institution.objects.filter(sector__in=SECTORS).order_by("name", "pk")


def colleagues(file: "SupportFile") -> models.QuerySet[Capacity]:
    """Return who else of the office can counsel: never the person or who lives with them."""
    return colleagues_of(file.office_id, file.person, (file.counsellor_id,))
