"""Reads of granting."""

from typing import TYPE_CHECKING

from django.db import models

from portal.people.models import Person

if TYPE_CHECKING:
    from benefits.granting.models import Finding, Wish


class FindingQuerySet(models.QuerySet["Finding"]):
    """What was found, and left to people."""

    def waiting(self) -> "FindingQuerySet":
        """Return what nobody answered yet, the oldest first."""
        from benefits.granting.models import FOR_PEOPLE

        waits = self.filter(kind__in=FOR_PEOPLE, answer__isnull=True)
        return waits.order_by("found_at", "pk")


class WishQuerySet(models.QuerySet["Wish"]):
    """What people want looked at without asking."""

    def of(self, person: Person) -> "WishQuerySet":
        """Return all that a person said, newest first."""
        return self.filter(person=person).order_by("-pk")

    def last_word(self, person: Person, scheme: str) -> "Wish | None":
        """Return the last word of a person on a right: on it alone, or on all of them."""
        return self.of(person).filter(scheme__in=["", scheme]).first()
