"""Reads of capacities. Today is the database's today: one clock decides."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now, TruncDate

from portal.access.mandates.queries import in_force_now

if TYPE_CHECKING:
    from portal.access.models import Capacity


class CapacityQuerySet(models.QuerySet["Capacity"]):
    """Capacities of accounts."""

    def in_use(self) -> "CapacityQuerySet":
        """Return the capacities that hold now, with what their label needs.

        One for another person holds as long as the mandate does, which may end at any moment.
        """
        today = TruncDate(Now())
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=today),
            models.Q(mandate__isnull=True) | in_force_now("mandate__"),
            since__lte=today,
        ).with_label()

    def with_label(self) -> "CapacityQuerySet":
        """Add what the label and the role of a capacity are made of."""
        return self.select_related(
            "company",
            "institution",
            "user__person",
            "mandate__giver_person",
            "mandate__representation",
        )
