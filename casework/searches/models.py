"""What a caseworker keeps of the queue, under a name."""

import uuid

from django.db import models
from django.db.models.functions import Now

from portal.access.models import Capacity


class SavedSearch(models.Model):
    """A caseworker's filter of the queue: what `casework.queue.queries.wanted` takes, by name.

    With `daily`, a mail says once a day that something new is among it; what came until
    `looked_until` was told of.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="searches", db_index=False)
    name = models.CharField(max_length=60)
    kept = models.JSONField(default=dict)
    daily = models.BooleanField(default=False)
    looked_until = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_name_once", fields=["capacity", "name"])
        ]
        indexes = [
            models.Index(
                fields=["capacity"], name="search_with_digest", condition=models.Q(daily=True)
            )
        ]
