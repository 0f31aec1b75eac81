"""Payments: a ledger of postings that balance by their form, runs, orders and the bank's answers.

A posting moves cents from one account to another, so that the sum over all accounts is nought
whatever is written. Nothing here is ever edited: what was wrong is posted back.
"""

import uuid
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from portal.access.models import User
from portal.people.models import Person


class Account(models.TextChoices):
    """Where money stands, for each person and right."""

    BENEFITS = "benefits", _("cost of the right")
    OWED = "owed", _("owed to the person")
    TAX = "tax", _("tax withheld")
    DEBT = "debt", _("to be paid back by the person")
    BANK = "bank", _("ordered at the bank")


class PostingKind(models.TextChoices):
    """Why money was moved."""

    DUE = "due", _("due for the month")
    REDUCED = "reduced", _("less is due than was booked")
    WITHHELD = "withheld", _("tax withheld")
    UNTAXED = "untaxed", _("tax given back")
    RECOVERED = "recovered", _("taken for what was paid too much")
    WAIVED = "waived", _("too little to be asked back")
    FORGIVEN = "forgiven", _("given up by a decision")
    REPAID = "repaid", _("paid back by transfer")
    SURPLUS = "surplus", _("paid back too much")
    ORDERED = "ordered", _("ordered at the bank")
    REJECTED = "rejected", _("sent back by the bank")


# Kinds with the account that is debited and the one that is credited.
SIDES: dict[PostingKind, tuple[Account, Account]] = {
    PostingKind.DUE: (Account.BENEFITS, Account.OWED),
    PostingKind.REDUCED: (Account.DEBT, Account.BENEFITS),
    PostingKind.WITHHELD: (Account.OWED, Account.TAX),
    PostingKind.UNTAXED: (Account.TAX, Account.DEBT),
    PostingKind.RECOVERED: (Account.OWED, Account.DEBT),
    PostingKind.WAIVED: (Account.BENEFITS, Account.DEBT),
    PostingKind.FORGIVEN: (Account.BENEFITS, Account.DEBT),
    PostingKind.REPAID: (Account.BANK, Account.DEBT),
    PostingKind.SURPLUS: (Account.BANK, Account.OWED),
    PostingKind.ORDERED: (Account.OWED, Account.BANK),
    PostingKind.REJECTED: (Account.BANK, Account.OWED),
}


def drawn_from(model: type[models.Model] | str, **options: Any) -> "models.ForeignKey[Any, Any]":
    """Return a reference that only a run writes, from rows that it joined and nobody removes.

    The database does not look each of them up again, which would cost more than the run itself;
    `manage.py verify` asks whether all of them are there. Indexes stand where something is read.
    """
    return models.ForeignKey(model, models.PROTECT, db_constraint=False, db_index=False, **options)


class PayAccount(models.Model):
    """The bank account to which a person wants to be paid; the last one holds."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="pay_accounts", db_index=False)
    iban = models.CharField(max_length=34)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True)
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="pay_account_of_person")]


class Run(models.Model):
    """A payment run: what was due for months up to one of them, ordered together.

    As long as it has pieces, it is not sent.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    month = models.DateField()  # its first day
    pay_on = models.DateField()
    made_at = models.DateTimeField(db_default=Now())
    # Until which posting a run added up what is open, before that was kept: sealed, so it stays.
    last_posting = models.BigIntegerField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="run_of_a_month", condition=Q(month__day=1))]


class RunPiece(models.Model):
    """The persons from one id to another: booked in one transaction, by whoever holds the row.

    They are there until the run is sent, or found that nothing is to be sent.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="pieces", db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="run_piece_once", fields=["run", "first"]),
            models.CheckConstraint(name="run_piece_in_order", condition=Q(last__gte=F("first"))),
        ]


class Payment(models.Model):
    """An order to pay one person for one right, named for the bank by its `reference`."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = drawn_from(Run, related_name="payments")
    person = drawn_from(Person, related_name="payments")
    scheme = models.CharField(max_length=40)
    account = drawn_from(PayAccount)
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="payment_pays", condition=Q(cents__gt=0)),
            models.UniqueConstraint(
                name="payment_once_in_a_run", fields=["person", "run", "scheme"]
            ),
        ]
        # The payments of a run stand beside each other.
        indexes = [BrinIndex(fields=["run"], name="payment_of_run", pages_per_range=16)]


class Posting(models.Model):
    """Cents moved from the account `debit` to the account `credit` of one person and right."""

    person = drawn_from(Person, related_name="postings")
    scheme = models.CharField(max_length=40)
    month = models.DateField()  # its first day: for which the money is
    kind = models.CharField(max_length=10, choices=PostingKind)
    debit = models.CharField(max_length=8, choices=Account)
    credit = models.CharField(max_length=8, choices=Account)
    cents = models.BigIntegerField()
    decision = drawn_from(Decision, null=True, blank=True)
    payment = drawn_from(Payment, null=True, blank=True)
    run = drawn_from(Run, null=True, blank=True)
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="posting_moves_something", condition=Q(cents__gt=0)),
            models.CheckConstraint(name="posting_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="posting_has_two_sides", condition=~Q(debit=F("credit"))),
            models.CheckConstraint(
                name="posting_on_the_sides_of_its_kind",
                condition=models.Q(
                    *(
                        Q(kind=kind, debit=debit, credit=credit)
                        for kind, (debit, credit) in SIDES.items()
                    ),
                    _connector=Q.OR,
                ),
            ),
            # Begins with the month, so that a run writes at its end however many persons there
            # are; of one person, each month is looked up. A run books once for each decision.
            models.UniqueConstraint(
                name="posting_once_for_a_decision_in_a_run",
                fields=["month", "person", "decision", "kind", "run"],
            ),
            # It was ordered once by whoever made it: `verify` asks.
            models.UniqueConstraint(
                name="posting_sent_back_once",
                fields=["person", "payment"],
                condition=Q(kind=PostingKind.REJECTED),
            ),
        ]


class OpenBalance(models.Model):
    """What stands open for a person and right, in cents, kept by whoever posts.

    The ledger says the same: this spares a run to add it up. What was paid and owes nothing has no
    row.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="open_balances", db_index=False)
    scheme = models.CharField(max_length=40)
    owed = models.BigIntegerField()
    debt = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="open_balance_once", fields=["scheme", "person"]),
            models.CheckConstraint(name="open_balance_is_open", condition=~Q(owed=0) | ~Q(debt=0)),
        ]


class RepaymentPlan(models.Model):
    """What a person pays back a month of a debt, from a month on; the last one holds."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="repayment_plans", db_index=False
    )
    scheme = models.CharField(max_length=40)
    cents = models.BigIntegerField()  # a month; 0 lets the debt rest
    month = models.DateField()  # the first one
    decided_by = models.ForeignKey(User, models.PROTECT)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_is_not_negative", condition=Q(cents__gte=0)),
            models.CheckConstraint(name="plan_from_a_month", condition=Q(month__day=1)),
        ]
        indexes = [models.Index(fields=["person", "scheme", "-id"], name="plan_of_person")]


class BankVerdict(models.TextChoices):
    """What the bank says of an order."""

    PAID = "paid", _("paid")
    REJECTED = "rejected", _("rejected")


class BankAnswer(models.Model):
    """What the bank answered to an order, once for each verdict."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="answers", db_index=False)
    verdict = models.CharField(max_length=8, choices=BankVerdict)
    reason = models.CharField(max_length=4, blank=True)  # of ISO 20022, such as AC04
    message = models.CharField(max_length=35)  # the bank's own name for its message
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bank_answer_once", fields=["payment", "verdict"])
        ]


class Sent(models.Model):
    """The file of a run as it was made for the bank; kept outside the database too."""

    run = models.OneToOneField(Run, models.PROTECT, primary_key=True, related_name="sent")
    sha256 = models.CharField(max_length=64)
    payments = models.PositiveIntegerField()
    cents = models.BigIntegerField()
    sent_at = models.DateTimeField(db_default=Now())
