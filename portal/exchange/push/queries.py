"""Reads of the subscriptions from outside."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.models import Capacity

if TYPE_CHECKING:
    from portal.exchange.push.models import PushSubscription


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    """Subscriptions from outside."""

    def of(self, capacity: Capacity) -> "PushSubscriptionQuerySet":
        """Return those of the organisation that one acts for, real ones or tests, latest first."""
        return self.filter(
            institution=capacity.institution_id,
            company=capacity.company_id,
            capacity__environment=capacity.environment,
        ).order_by("-pk")

    def with_receivers(self) -> "PushSubscriptionQuerySet":
        """Add where subscribers are called."""
        return self.select_related("webhook").prefetch_related("webhook__held")
