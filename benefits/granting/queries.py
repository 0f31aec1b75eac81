"""Reads of granting."""

from typing import TYPE_CHECKING

from django.db import models

from portal.people.models import Person

if TYPE_CHECKING:
    from benefits.granting.models import Wish


class WishQuerySet(models.QuerySet["Wish"]):
    """What people want looked at without asking."""

    def last_words(self, person: Person) -> dict[str, bool]:
        """Return the last word of a person on each right, and on all of them ("")."""
        words = self.filter(person=person).order_by("scheme", "-pk").distinct("scheme")
        return {word.scheme: word.wanted for word in words}

    def wants(self, person: Person, scheme: str) -> bool:
        """Say whether a person lets a right be looked at: who said nothing does."""
        words = self.last_words(person)
        return words.get("", True) and words.get(scheme, True)
