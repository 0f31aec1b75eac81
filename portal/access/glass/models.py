"""Files opened without a case: by whom, why, how long, and what a supervisor found."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access.glass import queries
from portal.access.models import Capacity
from portal.people.models import Person

LONGEST = timedelta(hours=1)


class GlassReason(models.TextChoices):
    """Why a file cannot wait for a case."""

    DANGER = "danger", _("somebody is in danger")
    URGENT = "urgent", _("help is needed before a case can be made")
    AT_THE_DESK = "at_the_desk", _("the person asks a question about the file")
    MISTAKE = "mistake", _("a mistake must be found and mended")


class GlassBreak(models.Model):
    """Somebody opened a person's file without a case, for a short time; the person reads it."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="glass_breaks")
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="glass_breaks")
    reason = models.CharField(max_length=16, choices=GlassReason)
    words = models.TextField()  # the reason in own words
    at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()

    objects = queries.GlassBreakQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="glass_is_open_for_a_short_time",
                condition=Q(until__gt=F("at"), until__lte=F("at") + LONGEST),
            )
        ]


class GlassFinding(models.TextChoices):
    """What a supervisor found."""

    JUSTIFIED = "justified", _("justified")
    FOLLOW_UP = "follow_up", _("to be followed up")


class GlassReview(models.Model):
    """A supervisor looked at why a file was opened without a case; never who opened it."""

    glass = models.OneToOneField(GlassBreak, models.PROTECT, related_name="review")
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    finding = models.CharField(max_length=16, choices=GlassFinding)
    note = models.TextField()
    at = models.DateTimeField(db_default=Now())
