"""Reads of objections."""

from typing import TYPE_CHECKING

from django.db import models

from portal.people.models import Person

if TYPE_CHECKING:
    from benefits.objections.models import Objection


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Objections."""

    def of(self, person: Person) -> "ObjectionQuerySet":
        """Return a person's objections with their answers, newest first."""
        return (
            self.filter(person=person)
            .select_related("decision", "answer__decision", "answer__letter")
            .order_by("-made_at", "-pk")
        )

    def waiting(self) -> "ObjectionQuerySet":
        """Return those without an answer, the oldest first: the law's term runs from that day."""
        return self.filter(answer__isnull=True).order_by("made_at", "pk")
