"""Reads of the log of exchanges."""

from typing import TYPE_CHECKING

from django.db import models

from portal.people.models import Institution

if TYPE_CHECKING:
    from portal.exchange.network.models import Exchange


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges."""

    def of(self, institution: Institution) -> "ExchangeQuerySet":
        """Return an institution's own exchanges, newest first, each call in its order."""
        return self.filter(institution=institution).order_by("-received_at", "ticket", "position")
