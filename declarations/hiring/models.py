"""Employment as a fact: the periods that accepted declarations of hiring and leaving fold into."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from declarations.channels.models import Declaration
from declarations.hiring import queries
from declarations.hiring.spans import MomentSpan
from portal.access.models import Environment
from portal.exchange.models import Message
from portal.people.models import Company, Person


class EmploymentPeriod(models.Model):
    """A period in which a person works for a company (a Dimona period).

    What test messages declare is kept apart: `objects` holds the real periods alone, and `every`,
    which judging uses, holds those of every environment.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True)  # the Dimona period id
    company = models.ForeignKey(Company, models.PROTECT, related_name="periods")
    person = models.ForeignKey(Person, models.PROTECT, related_name="periods", db_index=False)
    worker_type = models.CharField(max_length=3)
    joint_committee = models.CharField(max_length=9)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)  # work by the hour only, as `ends_at`
    ends_at = models.TimeField(null=True, blank=True)
    planned_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    reserved_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # of a yearly quota
    is_cancelled = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False, db_default=False)  # by an inspector
    changed_at = models.DateTimeField(auto_now=True)
    environment = models.CharField(
        max_length=1, choices=Environment, default=Environment.REAL, db_default=Environment.REAL
    )

    objects = queries.RealPeriodManager()
    every = queries.EmploymentPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="period_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="period_within_reason",
                condition=Q(since__gte="1920-01-01") & Q(since__lt="2100-01-01"),
            ),
            models.CheckConstraint(
                name="period_reserves_what_it_plans",
                condition=Q(reserved_hours__isnull=True)
                | Q(planned_hours__isnull=True)
                | Q(reserved_hours__lte=F("planned_hours")),
            ),
            ExclusionConstraint(
                name="period_without_overlap",
                expressions=[
                    ("environment", RangeOperators.EQUAL),
                    ("company", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("worker_type", RangeOperators.EQUAL),
                    (
                        MomentSpan("since", "starts_at", "until", "ends_at"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_cancelled=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="period_of_person")]


class PeriodDeclaration(models.Model):
    """An accepted declaration takes part in a period; folded in this order."""

    period = models.ForeignKey(EmploymentPeriod, models.PROTECT, related_name="history")
    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="effect")

    class Meta:
        ordering = ["declaration_id"]


class PeriodLock(models.Model):
    """An inspector locked a period, or released it, for a reason. Never edited."""

    period = models.ForeignKey(EmploymentPeriod, models.PROTECT, related_name="locks")
    message = models.OneToOneField(Message, models.PROTECT, related_name="period_lock")
    is_locked = models.BooleanField()
    reason = models.CharField(max_length=200)


class IdentitySearch(models.Model):
    """A hiring that waits: its worker was described without a number, and is not found for sure.

    It is gone once the verdict is there.
    """

    declaration = models.OneToOneField(
        Declaration, models.PROTECT, primary_key=True, related_name="search"
    )
    since = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["tried_at"], name="identity_search_next")]


class DailyRegistration(models.Model):
    """The hours that a worker was present on a day, registered within a period.

    Belgian time; `ends_at` is on `until`. Without it the end is not known yet. `objects` and
    `every` are as those of the periods.
    """

    number = models.CharField(max_length=12, unique=True)
    period = models.ForeignKey(EmploymentPeriod, models.PROTECT, related_name="registrations")
    since = models.DateField()
    starts_at = models.TimeField()
    until = models.DateField()
    ends_at = models.TimeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = queries.RealRegistrationManager()
    every = models.Manager["DailyRegistration"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="daily_registration_in_order", condition=Q(until__gte=F("since"))
            ),
            ExclusionConstraint(
                name="daily_registration_without_overlap",
                expressions=[
                    ("period", RangeOperators.EQUAL),
                    (
                        MomentSpan("since", "starts_at", "until", "ends_at"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_cancelled=False),
            ),
        ]


class RegistrationDeclaration(models.Model):
    """An accepted declaration takes part in a daily registration."""

    registration = models.ForeignKey(DailyRegistration, models.PROTECT, related_name="history")
    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="registering")
