"""Customer files of energy suppliers: cut into pieces, answered piece by piece."""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q

from benefits.customers import queries
from portal.exchange.models import Message
from portal.people.models import Institution

CUSTOMER: Final = "70/0"  # the capacity in which a supplier has a file of a person


class CustomerFile(models.Model):
    """The customers of a supplier in a quarter (20264), as its message of this hash named them.

    The same file of the same supplier is one row, by whatever channel it comes.
    """

    message = models.OneToOneField(Message, models.PROTECT, related_name="customers")
    institution = models.ForeignKey(Institution, models.PROTECT, db_index=False)
    quarter = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()

    objects = queries.CustomerFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="customer_file_once", fields=["institution", "sha256"])
        ]


class CustomerPiece(models.Model):
    """Some lines of a file, which are one question to the network under a ticket of its own.

    `content` is what was sent, compressed, and gone as soon as it is answered: names and addresses
    are needed for nothing else. `answer` are its lines of the answer, compressed. `known` counts
    those customers who were found, `applies` those who have the tariff, `refused` the lines that
    could not be read.
    """

    file = models.ForeignKey(CustomerFile, models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    ticket = models.UUIDField(default=uuid.uuid4, editable=False)
    content = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    known = models.PositiveIntegerField(default=0)
    applies = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="customer_piece_once", fields=["file", "number"]),
            models.CheckConstraint(
                name="customer_piece_sent_or_answered",
                condition=Q(content__isnull=False, answer__isnull=True, answered_at__isnull=True)
                | Q(content__isnull=True, answer__isnull=False, answered_at__isnull=False),
            ),
        ]
