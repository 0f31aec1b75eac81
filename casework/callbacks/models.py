"""Who wants to be called by which office, when, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from casework.callbacks import queries
from casework.callbacks.statuses import CallBackStatus
from portal.access.models import Capacity
from portal.people.models import Institution, Person


class Window(models.TextChoices):
    """A part of a day, in the order of the day."""

    MORNING = "1_morning", _("from 9 to 12")
    AFTERNOON = "2_afternoon", _("from 13 to 16")


class CallBack(models.Model):
    """Somebody asked an office to call; one waits for each office at a time."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="call_backs")
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    day = models.DateField()
    window = models.CharField(max_length=12, choices=Window)
    telephone = models.CharField(max_length=20)
    status = models.CharField(
        max_length=12, choices=CallBackStatus, default=CallBackStatus.ASKED, editable=False
    )
    misses = models.PositiveSmallIntegerField(default=0, db_default=0)
    asked_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())

    objects = queries.CallBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_call_back_waits_for_an_office",
                fields=["person", "office"],
                condition=Q(status=CallBackStatus.ASKED),
            )
        ]
        indexes = [
            models.Index(
                fields=["office", "day", "window"],
                name="call_back_that_waits",
                condition=Q(status=CallBackStatus.ASKED),
            )
        ]


class CallBackMove(models.Model):
    """Each step of a call-back: which verb, by whom, when."""

    call_back = models.ForeignKey(CallBack, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
