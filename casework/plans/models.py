"""Support towards work: one file of a person at an office, and each step of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casework.plans import queries
from casework.plans.statuses import STANDING, Ending, Segment, SupportStatus
from portal.access.models import User
from portal.people.models import Institution, Person


class SupportFile(models.Model):
    """How an office supports a person towards work; its counsellor is one of its caseworkers.

    Who gets intensive support has a seat at the counsellor, numbered from 1: two never have the
    same one, so that no race gives more seats than there are.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="support_files")
    office = models.ForeignKey(Institution, models.PROTECT, db_index=False)
    status = models.CharField(max_length=8, choices=SupportStatus, editable=False)
    counsellor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_files",
        db_index=False,
    )
    segment = models.CharField(max_length=9, choices=Segment, blank=True, editable=False)
    seat = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    wish = models.TextField(blank=True)  # what the person hopes for, in their words
    begun_at = models.DateTimeField(db_default=Now())
    ending = models.CharField(max_length=8, choices=Ending, blank=True, editable=False)

    objects = queries.SupportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="support_once_at_an_office",
                fields=["person", "office"],
                condition=Q(status__in=STANDING),
            ),
            models.UniqueConstraint(name="support_seat_once", fields=["counsellor", "seat"]),
            models.CheckConstraint(
                name="support_seat_of_the_intensive",
                condition=Q(status="open", segment="intensive", seat__gte=1)
                | Q(seat__isnull=True) & ~Q(status="open", segment="intensive"),
            ),
            models.CheckConstraint(
                name="support_has_a_counsellor",
                condition=~Q(status="open") | Q(counsellor__isnull=False),
            ),
            models.CheckConstraint(
                name="support_ends_for_a_reason",
                condition=Q(status="ended", ending__in=Ending.values)
                | ~Q(status="ended") & Q(ending=""),
            ),
        ]
        indexes = [models.Index(fields=["office", "status"], name="support_of_office")]


class SupportMove(models.Model):
    """Each step of a support file: which verb, by whom, when, to whom, and in which words."""

    file = models.ForeignKey(SupportFile, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    user = models.ForeignKey(User, models.PROTECT)
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
