"""What was paid too much: what people ask, what caseworkers arrange, and what is sent back.

Nothing of it is ever edited. A debt is what the ledger says (`Account.DEBT`) of a person and right.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.recovery import queries
from portal.access.models import User
from portal.documents.models import Letter
from portal.people.models import Person
from portal.people.numbers import InvalidNumber, clean_iban


class Wanted(models.TextChoices):
    """What a person asks of a debt."""

    PLAN = "plan", _("another amount a month")
    GRACE = "grace", _("that I do not have to pay it back")


class DebtRequest(models.Model):
    """What a person asks of a debt; `cents` is what they could pay a month, for a plan."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="debt_requests", db_index=False)
    scheme = models.CharField(max_length=40)
    wanted = models.CharField(max_length=5, choices=Wanted)
    cents = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT)
    made_at = models.DateTimeField(db_default=Now())

    objects = queries.DebtRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="debt_request_of_a_plan_says_how_much",
                condition=Q(wanted="plan", cents__gt=0) | Q(wanted="grace", cents__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["person", "-id"], name="debt_request_of_person")]


class ArrangementKind(models.TextChoices):
    """What is decided of a debt."""

    PLAN = "plan", _("another amount a month")
    GRACE = "grace", _("given up, in whole or in part")
    KEPT = "kept", _("it stays as it is")


class Arrangement(models.Model):
    """What a caseworker decided of a debt; above an amount it waits until another reviews it.

    `cents` is what is paid back a month from the first day of `month` on (0: the debt rests), or
    what is given up of the debt. `letter` is written when it takes effect without a second person.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="arrangements", db_index=False)
    scheme = models.CharField(max_length=40)
    request = models.ForeignKey(
        DebtRequest, models.PROTECT, null=True, blank=True, related_name="arrangements"
    )
    kind = models.CharField(max_length=5, choices=ArrangementKind)
    cents = models.BigIntegerField()
    month = models.DateField(null=True, blank=True)
    motivation = models.TextField()
    waits = models.BooleanField()  # for a second person
    letter = models.OneToOneField(
        Letter, models.PROTECT, null=True, blank=True, related_name="arrangement"
    )
    decided_by = models.ForeignKey(User, models.PROTECT)
    decided_at = models.DateTimeField(db_default=Now())

    objects = queries.ArrangementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="arrangement_of_its_kind",
                condition=Q(kind="plan", cents__gte=0, month__isnull=False, month__day=1)
                | Q(kind="grace", cents__gt=0, month__isnull=True)
                | Q(kind="kept", cents=0, month__isnull=True, request__isnull=False),
            ),
            models.CheckConstraint(name="arrangement_says_why", condition=~Q(motivation="")),
            models.CheckConstraint(
                name="arrangement_waits_or_is_written",
                condition=Q(waits=True, letter__isnull=True) | Q(waits=False, letter__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="arrangement_of_person")]


class ArrangementReview(models.Model):
    """What a second caseworker said of an arrangement that waited.

    The database refuses who decided it, and who lives with them or with whom it is about.
    """

    arrangement = models.OneToOneField(Arrangement, models.PROTECT, related_name="review")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey(User, models.PROTECT)
    reviewed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="arrangement_review_writes_or_says_why",
                condition=Q(approved=True, letter__isnull=False)
                | Q(approved=False, letter__isnull=True) & ~Q(reason=""),
            )
        ]


class Repayment(models.Model):
    """Money that came in on the account from which rights are paid, as the bank told.

    `reference` holds the 12 digits of a structured communication, `bank_reference` the bank's own
    number for the transaction, the same wherever it is told, `payer_account` from which account it
    came, where the bank says so. Money that was sent back and that the bank could not deliver came
    in again: `sent_before` is what it was, `reason` why, in the words of ISO 20022.
    """

    notice = models.CharField(max_length=35)  # the bank's number of its statement or notice
    number = models.PositiveIntegerField()  # in it, from 1
    cents = models.BigIntegerField()
    booked_on = models.DateField()
    reference = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=140, blank=True)
    payer = models.CharField(max_length=140, blank=True)
    bank_reference = models.CharField(max_length=35, blank=True)
    payer_account = models.CharField(max_length=34, blank=True, db_default="")
    sent_before = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="came_back"
    )
    reason = models.CharField(max_length=4, blank=True, db_default="")
    received_at = models.DateTimeField(db_default=Now())

    objects = queries.RepaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="repayment_line_once", fields=["notice", "number"]),
            models.UniqueConstraint(
                name="repayment_once", fields=["bank_reference"], condition=~Q(bank_reference="")
            ),
        ]

    @property
    def can_go_back(self) -> bool:
        """Whether it came in from an account that the bank named."""
        try:
            return self.cents > 0 and bool(clean_iban(self.payer_account))
        except InvalidNumber:
            return False


class Allocation(models.Model):
    """What a caseworker says of money that names no debt: whose debt for which right it pays.

    Nobody's: it goes back to the account from which it came. Above an amount it waits until another
    reviews it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="allocations")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    scheme = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    waits = models.BooleanField()  # for a second person
    decided_by = models.ForeignKey(User, models.PROTECT)
    decided_at = models.DateTimeField(db_default=Now())

    objects = queries.AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_to_a_debt_or_back",
                condition=Q(person__isnull=False) & ~Q(scheme="")
                | Q(person__isnull=True, scheme=""),
            ),
            models.CheckConstraint(name="allocation_says_why", condition=~Q(reason="")),
        ]


class AllocationReview(models.Model):
    """What a second caseworker said of an allocation that waited.

    The database refuses who decided it, and who lives with them or with whose debt it pays.
    """

    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="review")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT)
    reviewed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_review_approves_or_says_why",
                condition=Q(approved=True) | ~Q(reason=""),
            )
        ]


class RepaymentMatch(models.Model):
    """What became of a repayment, once: whose debt it pays, or, of nobody, that it was sent back.

    Its own reference says so, or an allocation. `order` names the order by which it was sent back.
    """

    repayment = models.OneToOneField(Repayment, models.PROTECT, related_name="match")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="repayments"
    )
    scheme = models.CharField(max_length=40, blank=True)
    allocation = models.OneToOneField(
        Allocation, models.PROTECT, null=True, blank=True, related_name="match"
    )
    order = models.UUIDField(null=True, blank=True, unique=True)
    matched_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="match_of_a_debt_or_sent_back",
                condition=Q(person__isnull=False) & ~Q(scheme="")
                | Q(person__isnull=True, scheme=""),
            )
        ]
