"""The log of exchanges: who asked for what about whom, on which ground, and what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation
from portal.exchange.network import queries
from portal.people.models import Company, Institution, Person


class Outcome(models.TextChoices):
    """What came of asking, in the words of the network."""

    DATA_FOUND = "DATA_FOUND", _("data found")
    NO_DATA_FOUND = "NO_DATA_FOUND", _("no data found")
    NO_RESULT = "NO_RESULT", _("stopped by the control")


class Exchange(models.Model):
    """What became of one request about one person or company; a call about many has a row for each.

    Never edited. It names data, it does not hold them. `ticket` is ours and `customer_ticket` the
    sender's; `position` is the place in the call. A person is named once the control knows that the
    sender may know of them.

    Made for 1.8 billion rows a year: no row refers to it, none of its keys but `id` is unique, and
    it is read by ticket or by institution and time, so that it can be cut into partitions by
    `received_at` without a change of code.
    """

    ticket = models.UUIDField()
    position = models.PositiveSmallIntegerField(default=0)
    customer_ticket = models.CharField(max_length=80)
    institution = models.ForeignKey(Institution, models.PROTECT, db_index=False)
    capacity = models.ForeignKey(Capacity, models.PROTECT, db_index=False)
    service = models.CharField(max_length=16, choices=Service)
    action = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField(default=1)
    legal_context = models.CharField(max_length=64)
    quality = models.CharField(max_length=16)
    authorisation = models.ForeignKey(Authorisation, models.PROTECT, null=True, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False)
    company = models.ForeignKey(Company, models.PROTECT, null=True, db_index=False)
    case_reference = models.CharField(max_length=36, blank=True)
    asked_from = models.DateField(null=True)
    asked_until = models.DateField(null=True)
    outcome = models.CharField(max_length=13, choices=Outcome)
    code = models.CharField(max_length=16)
    blocks = ArrayField(models.CharField(max_length=24), default=list)  # what was given
    anomalies = ArrayField(models.CharField(max_length=32), default=list)
    received_at = models.DateTimeField()
    replied_at = models.DateTimeField(db_default=Now())

    objects = queries.ExchangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ticket"], name="exchange_by_ticket"),
            models.Index(fields=["institution", "-received_at"], name="exchange_of_sender"),
            models.Index(
                fields=["company", "-received_at"],
                condition=models.Q(company__isnull=False),
                name="exchange_about_company",
            ),
            BrinIndex(fields=["received_at"], name="exchange_by_time"),
        ]
