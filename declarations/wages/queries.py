"""Reads of wages."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Func, OuterRef

from portal.access.models import Environment

if TYPE_CHECKING:
    from declarations.wages.models import Load, WorkerRecord


class LoadQuerySet(models.QuerySet["Load"]):
    """Messages at work."""

    def with_progress(self) -> "LoadQuerySet":
        """Return them with `done`, the pieces that were read, and `read`, the workers in those."""
        return self.annotate(
            done=models.Count("cut__reading"),
            read=models.functions.Coalesce(models.Sum("cut__reading__workers"), 0),
        )


class RecordQuerySet(models.QuerySet["WorkerRecord"]):
    """Versions of worker records."""

    def real(self) -> "RecordQuerySet":
        """Return those that are no tests."""
        return self.filter(filing__environment=Environment.REAL)

    def in_quarter(self, quarter: int) -> "RecordQuerySet":
        """Return those of a quarter; give it wherever it is known: the others are not opened."""
        return self.filter(quarter=quarter)

    def received(self) -> dict[int, datetime]:
        """Return when each was received, by id: what a person may know of the declaration."""
        received = Func(
            models.F("declaration_id"),
            function="declaration_received_at",
            output_field=models.DateTimeField(),
        )
        return dict(self.order_by().values_list("pk", received))

    def current(self) -> "RecordQuerySet":
        """Return what holds today: replaced by no other version, and no deletion."""
        later = self.model.objects.filter(quarter=OuterRef("quarter"), replaces=OuterRef("pk"))
        return self.filter(~Exists(later), deleted=False)
