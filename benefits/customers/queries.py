"""Reads of customer files."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Sum

from portal.access.scoping import tenant_filter

if TYPE_CHECKING:
    from benefits.customers.models import CustomerFile


class CustomerFileQuerySet(models.QuerySet["CustomerFile"]):
    """Customer files."""

    @tenant_filter
    def of(self, institution: int | None) -> "CustomerFileQuerySet":
        """Return a supplier's own files, the latest first."""
        return self.filter(institution=institution).order_by("-pk")

    def with_progress(self) -> "CustomerFileQuerySet":
        """Add how many pieces there are, how many are answered (`done`), and their counts."""
        return (
            self.select_related("message")
            .defer("message__body")
            .annotate(
                cut=Count("pieces"),
                done=Count("pieces__answered_at"),
                known=Sum("pieces__known"),
                applies=Sum("pieces__applies"),
                refused=Sum("pieces__refused"),
            )
        )
