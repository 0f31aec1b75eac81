"""A person's own copy of everything that is known about them."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models.functions import Now

from portal.access.models import Capacity
from portal.pages.own import queries
from portal.people.models import Person

KEPT: Final = timedelta(days=7)


class Export(models.Model):
    """A copy that a person asked for: made in the background, kept for `KEPT`, then removed."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="exports", db_index=False)
    capacity = models.ForeignKey(Capacity, models.PROTECT)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True, blank=True)
    archive = models.BinaryField(null=True)  # ZIP

    objects = queries.ExportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-asked_at"], name="export_of_person")]
