"""Reads of staff: who works at an office, and what they may take."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter
from portal.people.models import HouseholdMember, Institution, Person

if TYPE_CHECKING:
    from casework.staff.models import Absence, Profile


class ProfileQuerySet(models.QuerySet["Profile"]):
    """What caseworkers may take."""

    def today(self) -> "ProfileQuerySet":
        """Return the one of each caseworker that counts today."""
        begun = self.filter(since__lte=TruncDate(Now()))
        return begun.order_by("capacity", "-since", "-pk").distinct("capacity")

    def of(self, capacity: Capacity) -> "Profile | None":
        """Return what counts for a caseworker today, where anything was said."""
        return self.filter(capacity=capacity).today().first()

    def told(self) -> "ProfileQuerySet":
        """Return them with who said so, the last said first."""
        return self.select_related("said_by__user__person").order_by("-pk")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Who is away."""

    def to_come(self) -> "AbsenceQuerySet":
        """Return those that last, or will."""
        return self.filter(ended_at__isnull=True, until__gte=TruncDate(Now())).order_by("since")

    def today(self) -> "AbsenceQuerySet":
        """Return those of today."""
        return self.to_come().filter(since__lte=TruncDate(Now()))

    def for_whom(self, capacity: Capacity) -> "AbsenceQuerySet":
        """Return those of today in which a caseworker acts for a colleague of the same office."""
        mine = self.today().filter(substitute=capacity, office=capacity.institution)
        return mine.select_related("capacity__user__person")


def acts_for(capacity: Capacity, official: int) -> bool:
    """Say whether a caseworker acts today for a colleague, by the id of the account."""
    from casework.staff.models import Absence

    return Absence.objects.for_whom(capacity).filter(capacity__user=official).exists()


def colleagues_of(
    office: int, person: Person, without: Collection[int | None]
) -> models.QuerySet[Capacity]:
    """Return to whom what concerns a person can be given: an office's caseworkers of today, by
    name; `without` some accounts, and never the person nor who lives with them."""
    near = HouseholdMember.objects.living_with(person, timezone.localdate()).values("person")
    at_work = Capacity.objects.in_use().filter(kind=CapacityKind.CASEWORKER, institution=office)
    return (
        at_work.exclude(user__in=[each for each in without if each])
        .exclude(user__person=person)
        .exclude(user__person__in=near)
        .order_by("user__person__last_name", "user__person__first_name", "pk")
    )


@tenant_filter
def caseworkers(office: Institution | None) -> models.QuerySet[Capacity]:
    """Return the caseworkers who work at an office today or will, by name."""
    there = Capacity.objects.filter(kind=CapacityKind.CASEWORKER, institution=office)
    ended = models.Q(until__lt=TruncDate(Now()))
    return (
        there.exclude(ended)
        .select_related("user__person", "institution")
        .order_by("user__person__last_name", "user__person__first_name", "pk")
    )


def profiles_of(capacities: Iterable[Capacity]) -> dict[int, "Profile"]:
    """Return what counts today for several caseworkers, by the id of their capacity."""
    from casework.staff.models import Profile

    found = Profile.objects.filter(capacity__in=[each.pk for each in capacities]).today()
    return {each.capacity_id: each for each in found}
