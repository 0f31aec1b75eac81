"""Mandates: one lets another act for it; who asked, confirmed, refused and ended, and when."""

from datetime import date, datetime

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Mod, Now
from django.db.models.lookups import GreaterThan, LessThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.mandates import queries
from portal.access.mandates.statuses import (
    COMPANY_SERVICES,
    LETS_IN,
    LIVE,
    MOVES,
    Help,
    MandateStatus,
    Party,
)
from portal.access.models import Capacity
from portal.law.periods import Period
from portal.people.models import Company, Person, Representation, in_order, one_at_a_time

SERVICES = [*((each.value, each.label) for each in COMPANY_SERVICES), *Help.choices]
FIRST_DAY, LAST_DAY = "1945-01-01", "2199-12-31"
FIRST_QUARTER, LAST_QUARTER = 19451, 21994


def _quarter(name: str) -> Q:
    number = Mod(F(name), 10)
    known = Q(**{f"{name}__range": (FIRST_QUARTER, LAST_QUARTER)})
    return Q(**{f"{name}__isnull": True}) | (
        known & Q(GreaterThan(number, 0)) & Q(LessThan(number, 5))
    )


def _quarter_of(day: date) -> int:
    return day.year * 10 + (day.month + 2) // 3  # of any day that somebody may have written


class Mandate(models.Model):
    """A company lets a company declare for it, or a person lets a person help.

    The holder may act on the days `since`–`until`, for what lies in the quarters `quarters_from`–
    `quarters_until` (as 20261; empty: in any). It is in force from `confirmed_at`, which is no
    longer so from `ended_at` on. With a `representation` it follows from the law, as of a parent
    for a child: nobody asked, and only the register ends it.
    """

    reference = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    giver_company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="mandates_given"
    )
    giver_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="mandates_given"
    )
    holder_company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="mandates_held"
    )
    holder_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="mandates_held"
    )
    representation = models.OneToOneField(
        Representation, models.PROTECT, null=True, blank=True, related_name="mandate"
    )
    service = models.CharField(max_length=16, choices=SERVICES)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    quarters_from = models.PositiveIntegerField(null=True, blank=True)
    quarters_until = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(
        max_length=10, choices=MandateStatus, default=MandateStatus.ASKED, editable=False
    )
    asked_by = models.CharField(max_length=6, choices=Party, default=Party.GIVER)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = queries.MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("mandate_in_order"),
            models.CheckConstraint(
                name="mandate_between_two",
                condition=Q(
                    giver_company__isnull=False,
                    holder_company__isnull=False,
                    giver_person__isnull=True,
                    holder_person__isnull=True,
                    representation__isnull=True,
                    service__in=COMPANY_SERVICES,
                )
                | Q(
                    giver_company__isnull=True,
                    holder_company__isnull=True,
                    giver_person__isnull=False,
                    holder_person__isnull=False,
                    service__in=Help.values,
                ),
            ),
            models.CheckConstraint(
                name="mandate_not_to_oneself",
                condition=~Q(giver_company=F("holder_company"))
                & ~Q(giver_person=F("holder_person")),
            ),
            models.CheckConstraint(
                name="mandate_days_bounded",
                condition=Q(since__gte=FIRST_DAY, since__lte=LAST_DAY)
                & (Q(until__isnull=True) | Q(until__lte=LAST_DAY)),
            ),
            models.CheckConstraint(
                name="mandate_quarters_in_order",
                condition=Q(quarters_from__isnull=True)
                | Q(quarters_until__isnull=True)
                | Q(quarters_until__gte=F("quarters_from")),
            ),
            models.CheckConstraint(
                name="mandate_quarters_are_quarters",
                condition=_quarter("quarters_from") & _quarter("quarters_until"),
            ),
            models.CheckConstraint(
                name="mandate_moments_fit_its_status",
                condition=Q(
                    status__in=[MandateStatus.ASKED, MandateStatus.REFUSED],
                    representation__isnull=True,
                    confirmed_at__isnull=True,
                    ended_at__isnull=True,
                )
                | Q(
                    status=MandateStatus.CONFIRMED,
                    confirmed_at__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(status=MandateStatus.ENDED, ended_at__isnull=False),
            ),
            # Persons below zero: one key for the two kinds of party.
            one_at_a_time(
                "mandate_once_at_a_time",
                Coalesce("giver_company", -F("giver_person")),
                Coalesce("holder_company", -F("holder_person")),
                "service",
                condition=Q(status__in=LIVE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                name="mandate_to_lapse",
                condition=Q(
                    status=MandateStatus.CONFIRMED,
                    giver_company__isnull=False,
                    until__isnull=False,
                ),
            )
        ]

    @property
    def giver(self) -> Company | Person:
        """Return who is acted for."""
        return self._one_of(self.giver_company, self.giver_person)

    @property
    def holder(self) -> Company | Person:
        """Return who may act."""
        return self._one_of(self.holder_company, self.holder_person)

    @staticmethod
    def _one_of(company: Company | None, person: Person | None) -> Company | Person:
        party = company or person
        assert party is not None  # noqa: S101 - a check of the database
        return party

    def permits(self, received: datetime, days: Period) -> bool:
        """Say whether it was in force when something was received, and is about one of these days.

        The same as `in_force_at` and `covering` of the queries, for a mandate that is read.
        """
        day = timezone.localdate(received)
        confirmed, ended = self.confirmed_at, self.ended_at
        first, last = _quarter_of(days.start), _quarter_of(days.end or date.max)
        return (
            confirmed is not None
            and confirmed <= received
            and (ended is None or received < ended)
            and self.since <= day <= (self.until or day)
            and (self.quarters_until is None or first <= self.quarters_until)
            and (self.quarters_from is None or self.quarters_from <= last)
        )

    @property
    def lets_in(self) -> frozenset[Help]:
        """Return what a helper may do by it; nothing by a mandate of companies."""
        return LETS_IN[Help(self.service)] if self.service in Help else frozenset()

    @property
    def ground(self) -> str | Promise:
        """Return as what the holder acts: helper, or what the register says."""
        if self.representation:
            return self.representation.get_kind_display()
        return _("mandate holder") if self.holder_company_id else _("helper")


class MandateStep(models.Model):
    """Each step of a mandate: which verb, by whom in which capacity, when. Never edited."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="steps", db_index=False)
    verb = models.CharField(max_length=10, choices=[(verb, verb) for verb in MOVES])
    capacity = models.ForeignKey(Capacity, models.PROTECT, null=True, blank=True)  # None: by law
    at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=200, blank=True)

    objects = queries.MandateStepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["mandate", "at"], name="step_of_mandate")]


class HelperCode(models.Model):
    """A code that leads to a person who showed it; a new one takes the place of the last."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256; the code itself is not kept
    made_at = models.DateTimeField(db_default=Now())
