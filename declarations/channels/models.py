"""Declarations as they were made, and what was answered. Neither is ever edited."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.channels import queries
from declarations.glossary.findings import Finding
from portal.exchange.models import Message
from portal.exchange.trail.serial import serial_of
from portal.people.models import Company, Person


class Result(models.TextChoices):
    """The answer to a declaration, with the letters of the official channel.

    A declaration that waits for its worker to be found has no verdict yet.
    """

    ACCEPTED = "A", _("accepted")
    WARNING = "W", _("accepted with a warning")
    REFUSED = "B", _("refused")


class Declaration(models.Model):
    """One declaration of a message: its content in the words of the information model."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Stored with its message, which is never removed: the database need not look it up once more.
    message = models.ForeignKey(
        Message,
        models.PROTECT,
        related_name="declarations",
        db_index=False,
        db_constraint=False,
    )
    position = models.PositiveIntegerField()  # its place in the message, from 1
    flow = models.CharField(max_length=16)
    action = models.CharField(max_length=32)
    content = models.JSONField()
    findings = models.JSONField(default=list)  # what was wrong with its shape on arrival
    declarant_reference = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True, blank=True)  # as the declarant says, if at all

    objects = queries.DeclarationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="declaration_once", fields=["message", "position"])
        ]
        indexes = [BrinIndex(fields=["received_at"], name="declaration_by_time")]


class Verdict(models.Model):
    """What became of a declaration: the answer, and each anomaly with its code and place."""

    declaration = models.OneToOneField(Declaration, models.PROTECT, primary_key=True)
    serial = serial_of("declarations_verdict")
    result = models.CharField(max_length=1, choices=Result)
    findings = models.JSONField(default=list)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["company", "-decided_at"], name="verdict_of_company")]

    @property
    def anomalies(self) -> list[Finding]:
        """Return the anomalies that were found, with their texts in the reader's language."""
        return [Finding.from_json(found) for found in self.findings]


class ReceiptFile(models.Model):
    """The receipt of a message on paper, once all its answers are there. Never edited."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="receipts", db_index=False)
    language = models.CharField(max_length=8)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="receipt_file_once", fields=["message", "language"])
        ]
