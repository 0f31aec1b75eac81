"""Who outside is told of what, and what waits for them.

Events are taken up in batches, under one lock, so that their order is fixed once; then any number
of movers spread the batches over the subscriptions, side by side. A notice is an event for one
subscription, listed with the others of its batch. Its position follows from the batch and the place
in it, so that nothing that is spread late comes before what was read.
"""

import uuid
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity
from portal.exchange.push import queries
from portal.exchange.push.statuses import PushStatus
from portal.people.models import Company, Institution, Person

PLACES: Final = 8192  # places in a batch, a power of two: position = number * PLACES + place


class Whom(models.TextChoices):
    """About whom a subscription is."""

    EVERYBODY = "everybody", _("everybody who has a file in that capacity")
    LISTED = "listed", _("the persons who are named")
    SENT = "sent", _("the messages that were sent")


class Way(models.TextChoices):
    """How a subscriber is told."""

    PULL = "pull", _("it asks, by cursor")
    WEBHOOK = "webhook", _("its address is called")


class PushSubscription(models.Model):
    """An institution, or a company that declares, wants to be told of topics.

    An institution asks in one capacity (`quality`) and is told about persons who have a file there
    in that capacity, as far as its profile gives the block of data; `legal_context` names the
    situation of a narrower profile. A company is told of the verdicts on what it sent itself.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True)
    capacity = models.ForeignKey(Capacity, models.PROTECT)  # who asked for it
    topics = ArrayField(models.CharField(max_length=40))
    quality = models.CharField(max_length=16, blank=True)
    legal_context = models.CharField(max_length=64, blank=True)
    whom = models.CharField(max_length=9, choices=Whom)
    way = models.CharField(max_length=7, choices=Way)
    status = models.CharField(max_length=6, choices=PushStatus)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = queries.PushSubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="push_subscription_of_one",
                condition=Q(institution__isnull=False, company__isnull=True)
                | Q(institution__isnull=True, company__isnull=False, whom=Whom.SENT),
            )
        ]


class ListedPerson(models.Model):
    """A person whose changes a subscription is about."""

    subscription = models.ForeignKey(
        PushSubscription, models.PROTECT, related_name="listed", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="listed_once", fields=["subscription", "person"])
        ]


class Batch(models.Model):
    """Events that were taken up together: the order of batches is that of their numbers.

    With their topics, persons and messages, so that the events need not be read again.
    """

    events = ArrayField(models.BigIntegerField())
    topics = ArrayField(models.CharField(max_length=40), db_default=[])
    persons = ArrayField(models.BigIntegerField(null=True), db_default=[])
    messages = ArrayField(models.BigIntegerField(null=True), db_default=[])
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="batch_to_spread", condition=Q(spread_at__isnull=True))
        ]


class NoticeList(models.Model):
    """The events of one batch that one subscription is told of: a posting list.

    One row for all of them, since a row each would cost more than finding out who is told.
    `places` are those in the batch, in order, and `events` what happened there. Written by `spread`
    alone, which has the keys; therefore without foreign keys in the database.
    """

    pk = models.CompositePrimaryKey("subscription", "batch")
    subscription = models.ForeignKey(
        PushSubscription, models.DO_NOTHING, db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(Batch, models.DO_NOTHING, db_constraint=False, db_index=False)
    places = ArrayField(models.SmallIntegerField())
    events = ArrayField(models.BigIntegerField())


class Webhook(models.Model):
    """Where a subscriber is called, and how far that is: all up to `cursor` was told or held back.

    One worker calls at a time, as long as its lease lasts. The secret with which calls are signed
    is not kept: it follows from the portal's own and `secret_number`.
    """

    subscription = models.OneToOneField(PushSubscription, models.PROTECT, primary_key=True)
    url = models.CharField(max_length=500)
    secret_number = models.PositiveSmallIntegerField(default=1)
    secret_changed_at = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)  # that failed since the last good one
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True, blank=True)


class HeldBack(models.Model):
    """A person whose notices wait because one failed; those up to `position` were told."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="held", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True)
    position = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="held_back_once", fields=["webhook", "person"], nulls_distinct=False
            )
        ]
