"""Reads of capacities and mandates. Today is the database's today: one clock decides."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now, TruncDate

from portal.people.queries import in_force

if TYPE_CHECKING:
    from portal.access.models import Capacity, Mandate
    from portal.people.models import Company


class CapacityQuerySet(models.QuerySet["Capacity"]):
    """Capacities of accounts."""

    def in_use(self) -> "CapacityQuerySet":
        """Return the capacities that hold today, with what their label needs."""
        today = TruncDate(Now())
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=today), since__lte=today
        ).select_related("company", "institution", "user__person")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates between companies."""

    def held_by(self, holder: "Company") -> "MandateQuerySet":
        """Return the mandates that a payroll office holds."""
        return self.filter(holder=holder)

    def on(self, day: date) -> "MandateQuerySet":
        """Return the mandates that hold on the day."""
        return self.filter(in_force(day))
