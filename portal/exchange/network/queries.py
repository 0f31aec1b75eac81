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

    def about_company(self, company: int | None) -> "ExchangeQuerySet":
        """Return what was asked or entered about a company, newest first."""
        found = self.filter(company__isnull=False, company=company)
        return found.select_related("institution", "authorisation").order_by("-received_at", "pk")

    def with_number(self) -> "ExchangeQuerySet":
        """Add `inss`: the number in use of the person, None where nobody is named."""
        in_use = PersonNumber.objects.filter(person=models.OuterRef("person"), until__isnull=True)
        return self.select_related("company").annotate(
            inss=models.Subquery(in_use.values("number")[:1])
        )
