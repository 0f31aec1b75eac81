"""Reads of files that were opened without a case. One clock: the database's."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from portal.access.models import Capacity
from portal.access.scoping import tenant_filter
from portal.people.models import Institution, Person

if TYPE_CHECKING:
    from portal.access.glass.models import GlassBreak


class GlassBreakQuerySet(models.QuerySet["GlassBreak"]):
    """Files opened without a case."""

    def open_to(self, capacity: Capacity) -> "GlassBreakQuerySet":
        """Return those by which a capacity may look at this moment, the latest first."""
        return self.filter(capacity=capacity, until__gt=Now()).order_by("-until", "-pk")

    def open_on(self, person: Person, capacity: Capacity) -> "GlassBreak | None":
        """Return that by which a capacity may look at a person's file at this moment."""
        return self.open_to(capacity).filter(person=person).first()

    @tenant_filter
    def of_institution(self, institution: Institution | None) -> "GlassBreakQuerySet":
        """Return those by the staff of an institution, with what a supervisor reads of them."""
        return self.filter(capacity__institution=institution).select_related(
            "person", "capacity__user__person", "review__capacity__user__person"
        )

    def to_be_seen_first(self) -> "GlassBreakQuerySet":
        """Return them in order: those that no supervisor looked at, then the latest."""
        seen = models.Q(review__isnull=False)
        return self.order_by(models.Case(models.When(seen, then=1), default=0), "-at", "-pk")
