"""Applications: prefilled, completed, sent, decided."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from benefits.claims import queries
from benefits.claims.statuses import ClaimStatus
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import User
from portal.exchange.models import Event
from portal.people.models import Institution, Person


class Claim(models.Model):
    """An application of a person for a right.

    `known` holds the headings that the portal filled in, each {"value", "source", "as_of"};
    `answers` holds what the person filled in, checked by the form of its step.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")
    scheme = models.CharField(max_length=40)
    status = models.CharField(
        max_length=10, choices=ClaimStatus, default=ClaimStatus.DRAFT, editable=False
    )
    period = models.ForeignKey(
        EmploymentPeriod, models.PROTECT, null=True, blank=True, related_name="claims"
    )
    # The child that the right is about, where there is one application for each.
    child = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="claims_about"
    )
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True)
    known = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    # The rule grants it alone, within moments: no caseworker takes it meanwhile.
    by_rule = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)  # raised by each save: stale pages are refused
    made_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = queries.ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="claim_once_for_a_period",
                fields=["person", "scheme", "period"],
                condition=~models.Q(status=ClaimStatus.WITHDRAWN),
            ),
            models.UniqueConstraint(
                name="claim_one_open",
                fields=["person", "scheme", "child"],
                condition=models.Q(
                    status__in=[ClaimStatus.DRAFT, ClaimStatus.SUBMITTED], period__isnull=True
                ),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="claim_sent_has_a_date",
                condition=models.Q(status__in=[ClaimStatus.DRAFT, ClaimStatus.WITHDRAWN])
                | models.Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                name="claim_waiting",
                condition=models.Q(status=ClaimStatus.SUBMITTED),
            )
        ]


class EntryChannel(models.TextChoices):
    """By which way an application came that an office entered for the person."""

    LETTER = "letter", _("letter")
    TELEPHONE = "telephone", _("telephone")
    VISIT = "visit", _("visit")


class ClaimEntry(models.Model):
    """An application was entered and sent by an office, in the person's place: from what, and when
    that came. Never edited."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="entry")
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=EntryChannel)
    received_on = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())


class ClaimMove(models.Model):
    """Each change of status: which verb, by whom, when."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    status = models.CharField(max_length=10, choices=ClaimStatus)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(db_default=Now())
    # Of what was sent (`sent_text`), so that the sealed move proves it.
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
