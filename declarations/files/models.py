"""Files with official names: dropped one by one, worked when their GO file is there."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.access.models import Capacity
from portal.exchange.models import Message
from portal.exchange.trail.serial import serial_of
from portal.people.models import Company


class Sender(models.Model):
    """The number under which a company or payroll office sends files."""

    number = models.CharField(max_length=6, primary_key=True)
    company = models.OneToOneField(Company, models.PROTECT, related_name="sender")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sender_number_has_six_digits", condition=Q(number__regex="^[0-9]{6}$")
            )
        ]


class DroppedFile(models.Model):
    """A file as it was dropped, to the byte. Its name is used once, and its content never edited.

    `of_set` is what the names of one set have in common.
    """

    capacity = models.ForeignKey(Capacity, models.PROTECT, db_index=False)
    name = models.CharField(max_length=64, unique=True)
    of_set = models.CharField(max_length=40, db_index=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    dropped_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["capacity", "-dropped_at"], name="dropped_by")]


class Sending(models.Model):
    """What a GO file set to work: a message, or the codes of the receipt that refuses it."""

    trigger = models.OneToOneField(DroppedFile, models.PROTECT, primary_key=True)
    serial = serial_of("declarations_sending")
    ticket = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="sending"
    )
    errors = models.JSONField(default=list)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sending_is_taken_or_refused",
                condition=Q(message__isnull=False, errors=[]) | Q(message__isnull=True),
            )
        ]

    @property
    def accepted(self) -> bool:
        """Say whether the files became a message."""
        return self.message_id is not None
