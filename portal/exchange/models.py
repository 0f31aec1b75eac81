"""What comes in (messages) and what goes out (events and their deliveries).

PostgreSQL is the queue: a row says what must be done, the broker only says "look now".
"""

import uuid

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, Environment, Service
from portal.directory.models import Subscription
from portal.people.models import Company, Person


class Channel(models.TextChoices):
    """By which way a message came."""

    PAGE = "page", _("page")
    API = "api", _("application")
    FILE = "file", _("file")


class Message(models.Model):
    """A message as it was received, to the byte. Stored once, never edited.

    `key` is given by the sender and is unique for the capacity and the service: the same message
    sent again is the same row, today and in ten years.
    """

    ticket = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    capacity = models.ForeignKey(Capacity, models.PROTECT, db_index=False)
    channel = models.CharField(max_length=4, choices=Channel)
    service = models.CharField(max_length=16, choices=Service)
    key = models.CharField(max_length=80)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_once", fields=["capacity", "service", "key"])
        ]
        indexes = [models.Index(fields=["capacity", "-received_at"], name="message_of_sender")]

    @property
    def environment(self) -> Environment:
        """Return for what the message is meant: as its sender's credentials say, for ever."""
        return Environment(self.capacity.environment)


class Event(models.Model):
    """Something happened that others want to know: written in the transaction that made it so."""

    topic = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, db_index=False)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, db_index=False)
    subject = models.BigIntegerField()  # id of the row that the topic is about
    # Written by who has the message in hand; `verify` looks it up.
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, db_index=False, db_constraint=False
    )
    # What changed, by the name of the block of data that it belongs to; no more than that.
    data = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    happened_at = models.DateTimeField(db_default=Now())
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="event_to_fan_out", condition=Q(fanned_out_at__isnull=True)
            ),
            # Few have a company. Each index costs when an event is written, and when it is moved.
            models.Index(
                fields=["company"], name="event_of_company", condition=Q(company__isnull=False)
            ),
        ]


class DeliveryStatus(models.TextChoices):
    """How far a delivery is."""

    PENDING = "pending", _("to be delivered")
    DONE = "done", _("delivered")
    PARKED = "parked", _("parked: needs a person")


class Delivery(models.Model):
    """One event for one subscriber. Its effect and its `done` are one transaction.

    Written by `fan_out` alone, from rows that it has in hand; therefore without foreign keys in the
    database, which cost as much as all the rest of it. `verify` looks each of them up.
    """

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=8, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_once", fields=["event", "subscription"])
        ]
        indexes = [
            models.Index(
                fields=["subscription", "due_at"],
                name="delivery_due",
                condition=Q(status=DeliveryStatus.PENDING),
            )
        ]
