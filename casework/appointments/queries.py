"""Reads of openings and appointments."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from casework.appointments.statuses import AppointmentStatus
from portal.access.door import persons_near
from portal.access.models import Capacity
from portal.people.models import Institution, Person
from portal.people.queries import in_force

if TYPE_CHECKING:
    from casework.appointments.models import Appointment, Opening, OpeningMove


class OpeningQuerySet(models.QuerySet["Opening"]):
    """When offices have time."""

    def between(self, office: Institution, first: date, last: date) -> "OpeningQuerySet":
        """Return the openings of an office that hold on some day from `first` to `last`."""
        overlapping = in_force(last) & ~models.Q(until__lt=first) | models.Q(until__gte=first)
        return self.filter(overlapping, office=office, since__lte=last).order_by("weekday", "at")

    def to_come(self, office: Institution) -> "OpeningQuerySet":
        """Return the openings of an office that hold today or later, by the time of the week."""
        over = models.Q(until__lt=timezone.localdate())
        return self.filter(office=office).exclude(over).order_by("weekday", "at", "since")


class OpeningMoveQuerySet(models.QuerySet["OpeningMove"]):
    """Who said when offices have time."""

    def told(self, office: Institution) -> "OpeningMoveQuerySet":
        """Return those of an office with who said so, the last first."""
        ours = self.filter(opening__office=office)
        return ours.select_related("opening", "capacity__user__person").order_by("-pk")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments."""

    def to_come(self, person: Person) -> "AppointmentQuerySet":
        """Return what a person has booked and has not had yet, the next first."""
        booked = self.filter(person=person, status=AppointmentStatus.BOOKED, starts__gt=Now())
        return booked.select_related("office", "opening").order_by("starts", "pk")

    def past(self, person: Person) -> "AppointmentQuerySet":
        """Return the others of a person, the latest first."""
        others = self.filter(person=person).exclude(
            status=AppointmentStatus.BOOKED, starts__gt=Now()
        )
        return others.select_related("office").order_by("-starts", "-pk")

    def of_persons(
        self, capacity: Capacity, persons: Collection[Person], until: date
    ) -> "AppointmentQuerySet":
        """Return what some people have booked at a caseworker's office from now to a day."""
        ends = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
        ours = self.filter(office=capacity.institution, person__in=persons, starts__lt=ends)
        booked = ours.filter(status=AppointmentStatus.BOOKED, starts__gt=Now())
        return booked.select_related("person").order_by("starts", "pk")

    def on_day(self, capacity: Capacity, day: date) -> "AppointmentQuerySet":
        """Return who comes to a caseworker's office on a day, in order; never somebody near."""
        begins = timezone.make_aware(datetime.combine(day, time.min))
        ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        ours = self.filter(office=capacity.institution, starts__gte=begins, starts__lt=ends)
        standing = ours.exclude(status=AppointmentStatus.CANCELLED)
        far = standing.exclude(person__in=persons_near(capacity))
        return far.select_related("person").order_by("starts", "place")
