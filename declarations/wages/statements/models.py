"""The account of a quarter: lines that are only ever added. Amounts are integer cents.

What is owed follows from declarations, what is paid from the statements of the bank. A payment that
no line names waits for a person.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from declarations.channels.models import Declaration
from declarations.wages.models import Filing
from declarations.wages.statements import queries
from portal.access.models import Capacity


class BankStatement(models.Model):
    """A statement of our account at the bank, by the number that the bank gave it."""

    identification = models.CharField(max_length=35, unique=True)
    sha256 = models.CharField(max_length=64)  # of what it says
    imported_at = models.DateTimeField(db_default=Now())


class Payment(models.Model):
    """A line of a bank statement: what somebody paid, or, below zero, what the bank took back.

    `reference` holds the 12 digits of a structured communication, `note` what was written instead.
    `bank_reference` is the bank's own number for the transaction, the same wherever it is told.
    """

    statement = models.ForeignKey(
        BankStatement, models.PROTECT, related_name="payments", db_index=False
    )
    number = models.PositiveIntegerField()  # in its statement, from 1
    cents = models.BigIntegerField()
    booked_on = models.DateField()
    reference = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=140, blank=True)
    payer = models.CharField(max_length=140, blank=True)
    bank_reference = models.CharField(max_length=35, blank=True)

    objects = queries.PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="payment_line_once", fields=["statement", "number"]),
            models.UniqueConstraint(
                name="payment_once", fields=["bank_reference"], condition=~Q(bank_reference="")
            ),
        ]


class EntryKind(models.TextChoices):
    """Why a line stands in an account."""

    OWED = "owed", _("owed")
    CORRECTED = "corrected", _("corrected")
    PAID = "paid", _("paid")


class StatementEntry(models.Model):
    """A line of the account of a quarter: what a declaration adds to what is owed, or a payment.

    `cents` is above zero for what is owed more and below for what was paid. `matched_by` is the
    person's capacity where a person said of which quarter a payment is.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="account")
    kind = models.CharField(max_length=9, choices=EntryKind)
    cents = models.BigIntegerField()
    declaration = models.OneToOneField(
        Declaration, models.PROTECT, null=True, blank=True, related_name="account_entry"
    )
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="entry"
    )
    matched_by = models.ForeignKey(Capacity, models.PROTECT, null=True, blank=True)
    entered_at = models.DateTimeField(db_default=Now())

    objects = queries.StatementEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_of_declaration_or_payment",
                condition=Q(kind="paid", declaration=None, payment__isnull=False)
                | Q(kind__in=["owed", "corrected"], declaration__isnull=False, payment=None),
            )
        ]
