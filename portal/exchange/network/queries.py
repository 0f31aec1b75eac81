"""Reads of the log of exchanges."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.scoping import tenant_filter
from portal.people.models import PersonNumber

if TYPE_CHECKING:
    from portal.exchange.network.models import Exchange


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges."""

    @tenant_filter
    def of(self, institution: int | None) -> "ExchangeQuerySet":
        """Return an institution's own exchanges, newest first, each call in its order."""
        own = self.filter(institution=institution)
        return own.order_by("-received_at", "ticket", "position")

    def with_number(self) -> "ExchangeQuerySet":
        """Add `inss`: the number in use of the person, None where nobody is named."""
        in_use = PersonNumber.objects.filter(person=models.OuterRef("person"), until__isnull=True)
        return self.annotate(inss=models.Subquery(in_use.values("number")[:1]))
