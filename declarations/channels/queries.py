"""Reads of declarations."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.models import Capacity, CapacityKind

if TYPE_CHECKING:
    from declarations.channels.models import Declaration


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations of employers."""

    def readable_by(self, capacity: Capacity) -> "DeclarationQuerySet":
        """Return what a capacity may read, newest first.

        A company and a payroll office read what they sent, and a company also what was accepted
        or refused about it; nobody else reads declarations here.
        """
        condition = models.Q(message__capacity__company=capacity.company_id)
        if capacity.kind == CapacityKind.COMPANY:
            condition |= models.Q(verdict__company=capacity.company_id)
        elif capacity.kind != CapacityKind.PAYROLL_OFFICE:
            return self.none()
        return self.filter(condition).order_by("-received_at", "-id")
