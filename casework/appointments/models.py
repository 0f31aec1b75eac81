"""When offices have time, and who comes when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from casework.appointments import queries
from casework.appointments.statuses import AppointmentStatus
from portal.access.models import Capacity
from portal.people.models import Institution, Person, in_order, one_at_a_time


class Way(models.TextChoices):
    """How an appointment is held."""

    TELEPHONE = "telephone", _("by telephone")
    VIDEO = "video", _("by video")
    VISIT = "visit", _("at the desk")


class Opening(models.Model):
    """A time of the week at which an office sees people, over a period.

    `weekday` is 1 on Monday; `places` how many people can be seen at once, in these `ways`. It is
    never overwritten: a change ends one and begins another.
    """

    office = models.ForeignKey(Institution, models.PROTECT, related_name="openings")
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    ways = ArrayField(models.CharField(max_length=12, choices=Way))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("opening_in_order"),
            models.CheckConstraint(
                name="opening_of_a_weekday", condition=Q(weekday__gte=1, weekday__lte=7)
            ),
            models.CheckConstraint(
                name="opening_has_places", condition=Q(places__gte=1, minutes__gte=1)
            ),
            one_at_a_time("opening_once_at_a_time", "office", "weekday", "at"),
        ]

    @property
    def weekday_name(self) -> str:
        """Return the day of the week, in words."""
        return str(WEEKDAYS[self.weekday - 1])

    @property
    def way_names(self) -> list[str]:
        """Return the ways, in words."""
        return [str(Way(each).label) for each in self.ways]


class OpeningMove(models.Model):
    """Each step of an opening: begun on a `day` or ended with one, by whom. Never edited."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = queries.OpeningMoveQuerySet.as_manager()


class Appointment(models.Model):
    """Somebody has a place at a time of an office.

    The database gives each place of an opening at a moment to one, and to one person one place at
    a moment.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="appointments")
    starts = models.DateTimeField()
    place = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=12, choices=Way)
    topic = models.CharField(max_length=40)
    status = models.CharField(
        max_length=12,
        choices=AppointmentStatus,
        default=AppointmentStatus.BOOKED,
        editable=False,
    )
    booked_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(db_default=Now())
    reminded_of = models.DateTimeField(null=True, blank=True)  # the moment of which they were told

    objects = queries.AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="place_given_once",
                fields=["opening", "starts", "place"],
                condition=Q(status=AppointmentStatus.BOOKED),
            ),
            models.UniqueConstraint(
                name="person_in_one_place_at_a_time",
                fields=["person", "starts"],
                condition=Q(status=AppointmentStatus.BOOKED),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "starts"], name="appointment_of_a_day"),
            models.Index(
                fields=["starts"],
                name="appointment_to_come",
                condition=Q(status=AppointmentStatus.BOOKED),
            ),
        ]


class AppointmentMove(models.Model):
    """Each step of an appointment: which verb, by whom, and for which moment it then was."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())
