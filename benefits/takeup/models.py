"""Who was found not to take up a right, to whom was written, and what came of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from benefits.granting.models import GrantRun
from benefits.schemes.child_benefit.facts import Region
from benefits.takeup import queries
from portal.access.models import Capacity
from portal.documents.models import Letter
from portal.people.models import Person


class Unclaimed(models.Model):
    """A right that a person probably has and does not have, found by a search: once a year.

    `pay` is what employers declared for the household in four quarters, in cents, where the search
    goes by it. `region` is 0 where it is not known.
    """

    run = models.ForeignKey(GrantRun, models.PROTECT, related_name="unclaimed")
    person = models.ForeignKey(Person, models.PROTECT, related_name="unclaimed", db_index=False)
    scheme = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    region = models.SmallIntegerField()
    pay = models.BigIntegerField(null=True, blank=True)
    found_at = models.DateTimeField(db_default=Now())

    objects = queries.UnclaimedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="unclaimed_once_a_year", fields=["person", "scheme", "year"]
            ),
            models.CheckConstraint(
                name="unclaimed_in_a_region",
                condition=Q(region__in=[0, *(each.value for each in Region)]),
            ),
        ]
        indexes = [models.Index(fields=["scheme", "region", "id"], name="unclaimed_of_scheme")]


class Mailing(models.Model):
    """That somebody of an office let write to those who were found; `region` 0 means all."""

    scheme = models.CharField(max_length=40)
    region = models.SmallIntegerField()
    asked_by = models.ForeignKey(Capacity, models.PROTECT)
    asked_at = models.DateTimeField(db_default=Now())


class Outreach(models.Model):
    """A letter about a right that a person does not take up; once for each that was found."""

    unclaimed = models.OneToOneField(Unclaimed, models.PROTECT, related_name="outreach")
    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="letters")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())


class TakeUpFigure(models.Model):
    """How many were found, reached, applied and were granted: counted again by a task."""

    scheme = models.CharField(max_length=40)
    region = models.SmallIntegerField()
    year = models.SmallIntegerField()
    found = models.BigIntegerField()
    reached = models.BigIntegerField()
    applied = models.BigIntegerField()
    granted = models.BigIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="take_up_figure_once", fields=["scheme", "region", "year"]
            ),
            models.CheckConstraint(
                name="take_up_figure_narrows",
                condition=Q(found__gte=models.F("reached"))
                & Q(reached__gte=models.F("applied"))
                & Q(applied__gte=models.F("granted")),
            ),
        ]
