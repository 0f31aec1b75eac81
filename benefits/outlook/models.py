"""What a person asked to keep: questions "what if". The answers are computed anew each time."""

import uuid

from django.db import models
from django.db.models.functions import Now

from portal.people.models import Person


class Trial(models.Model):
    """A question that a person tried and asked to keep; they take it away themselves."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="trials", db_index=False)
    asked = models.JSONField()  # the words of the form, by field
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="trial_kept_once", fields=["person", "asked"])]
