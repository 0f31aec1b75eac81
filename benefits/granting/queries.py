"""Reads of granting."""

from collections.abc import Collection
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

    def last_words(self, persons: Collection[int], scheme: str) -> "dict[int, Wish]":
        """Return by id the last word of persons on a right: on it alone, or on all of them."""
        said = self.filter(person__in=persons, scheme__in=["", scheme])
        last = said.order_by("person", "-pk").distinct("person")
        return {each.person_id: each for each in last}
