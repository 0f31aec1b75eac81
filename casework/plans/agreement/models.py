"""The personal plan as an agreement: versions with points, signed, discussed, reported on.

Of a version only its status moves; all else is never edited.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casework.plans.agreement import queries
from casework.plans.agreement.statuses import AgreementStatus, PointKind, Progress, Side
from casework.plans.models import SupportFile
from portal.access.models import User


class Agreement(models.Model):
    """A version of what a person and an office agree on; at most one waits and one stands."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.PROTECT, related_name="agreements", db_index=False)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=AgreementStatus, editable=False)
    offered_at = models.DateTimeField(db_default=Now())

    objects = queries.AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agreement_number_once", fields=["file", "number"]),
            *(
                models.UniqueConstraint(
                    name=f"agreement_{status}_once", fields=["file"], condition=Q(status=status)
                )
                for status in ("offered", "signed")
            ),
        ]


class AgreementPoint(models.Model):
    """A goal, an action, what one side undertakes, or a day on which the person reports."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="points", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=PointKind)
    text = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)  # until when, or the day of a report

    objects = queries.PointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="point_position_once", fields=["agreement", "position"]),
            models.CheckConstraint(
                name="point_says_something",
                condition=~Q(text="") & ~Q(kind="report") | Q(kind="report", day__isnull=False),
            ),
        ]
        ordering = ["position"]


class Signature(models.Model):
    """What one side said of a version: agreed, or not and why; of exactly this text.

    `fingerprint` is the SHA-256 of the version as it was shown (`text.py`). The office signs by
    offering.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="signatures", db_index=False
    )
    side = models.CharField(max_length=6, choices=Side)
    agreed = models.BooleanField()
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT)
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["agreement", "side"]),
            models.CheckConstraint(
                name="signature_agrees_or_says_why", condition=Q(agreed=True) | ~Q(reason="")
            ),
        ]


class PointMessage(models.Model):
    """What one side says to the other about a point, such as how it would like it instead."""

    point = models.ForeignKey(AgreementPoint, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    text = models.TextField()
    said_by = models.ForeignKey(User, models.PROTECT)
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="message_says_something", condition=~Q(text=""))]
        ordering = ["id"]


class ProgressReport(models.Model):
    """How it goes, as the person told for one of the agreed days."""

    point = models.OneToOneField(AgreementPoint, models.PROTECT, related_name="report")
    progress = models.CharField(max_length=6, choices=Progress)
    text = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.PROTECT)
    made_at = models.DateTimeField(db_default=Now())


class ReportReminder(models.Model):
    """That the person was reminded of a report: once."""

    point = models.OneToOneField(AgreementPoint, models.PROTECT, related_name="reminder")
    sent_at = models.DateTimeField(db_default=Now())


class MissedReport(models.Model):
    """What the counsellor found out about a report that did not come. Nothing follows by itself."""

    point = models.OneToOneField(AgreementPoint, models.PROTECT, related_name="missed")
    text = models.TextField()
    noted_by = models.ForeignKey(User, models.PROTECT)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="missed_says_why", condition=~Q(text=""))]
