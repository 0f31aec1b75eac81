"""Employment as a fact: the periods that accepted declarations of hiring and leaving fold into."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from declarations.channels.models import Declaration
from declarations.hiring import queries
from portal.access.models import Environment
from portal.people.models import Company, DateSpan, Person


class EmploymentPeriod(models.Model):
    """A period in which a person works for a company (a Dimona period).

    What test messages declare is kept apart: `objects` holds the real periods alone, and `every`,
    which judging uses, holds those of every environment.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True)  # the Dimona period id
    company = models.ForeignKey(Company, models.PROTECT, related_name="periods")
    person = models.ForeignKey(Person, models.PROTECT, related_name="periods")
    worker_type = models.CharField(max_length=3)
    joint_committee = models.CharField(max_length=9)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    planned_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
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
            ExclusionConstraint(
                name="period_without_overlap",
                expressions=[
                    ("environment", RangeOperators.EQUAL),
                    ("company", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("worker_type", RangeOperators.EQUAL),
                    (DateSpan("since", "until"), RangeOperators.OVERLAPS),
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
