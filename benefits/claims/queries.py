"""Reads of applications."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from benefits.claims.statuses import ClaimStatus
from portal.people.models import HouseholdMember, HouseholdRole, Person

if TYPE_CHECKING:
    from benefits.claims.models import Claim


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Applications."""

    def of(self, person: Person) -> "ClaimQuerySet":
        """Return a person's applications, newest first."""
        return self.filter(person=person).order_by("-made_at", "-id")

    def to_complete(self) -> "ClaimQuerySet":
        """Return those that wait for the person."""
        return self.filter(status=ClaimStatus.DRAFT)

    def waiting(self) -> "ClaimQuerySet":
        """Return those that were sent and wait for a caseworker, the oldest first."""
        return self.filter(status=ClaimStatus.SUBMITTED, by_rule=False).order_by(
            "submitted_at", "id"
        )


def children_of(person: Person) -> list[Person]:
    """Return the children of whom the person is a parent or a parent's partner, by birth."""
    today = timezone.localdate()
    own = person.memberships.on(today).first()
    if own is None or own.role not in (HouseholdRole.REFERENCE, HouseholdRole.PARTNER):
        return []
    shared = HouseholdMember.objects.living_with(person, today).filter(role=HouseholdRole.CHILD)
    members = shared.select_related("person").order_by("person__birth_date")
    return [member.person for member in members]
