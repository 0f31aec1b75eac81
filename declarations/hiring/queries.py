"""Reads of employment periods."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from portal.access.models import Environment
from portal.law.days import working_days
from portal.people.models import Company, Person, PersonNumber
from portal.people.queries import in_force

if TYPE_CHECKING:
    from declarations.hiring.models import DailyRegistration, EmploymentPeriod


class EmploymentPeriodQuerySet(models.QuerySet["EmploymentPeriod"]):
    """Employment periods."""

    def valid(self) -> "EmploymentPeriodQuerySet":
        """Return the periods that were not cancelled."""
        return self.filter(is_cancelled=False)

    def of(self, person: Person) -> "EmploymentPeriodQuerySet":
        """Return a person's periods, newest first, with the employer."""
        return self.valid().filter(person=person).select_related("company").order_by("-since")

    def staff_of(self, company: Company) -> "EmploymentPeriodQuerySet":
        """Return the register of staff of a company, newest first, with the worker."""
        return self.filter(company=company).select_related("person").order_by("-since", "-id")

    def on(self, day: date) -> "EmploymentPeriodQuerySet":
        """Return the periods that hold on the day."""
        return self.filter(in_force(day))

    def not_over_before(self, day: date) -> "EmploymentPeriodQuerySet":
        """Return the periods that hold on the day or start later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))

    def sorted_by_name(self) -> "EmploymentPeriodQuerySet":
        """Return the periods by the last name of the worker, of each the newest first."""
        return self.order_by("person__last_name", "person__first_name", "-since", "-id")

    def overlapping(self, since: date, until: date | None) -> "EmploymentPeriodQuerySet":
        """Return the valid periods that share a day with `since`–`until` (None: open)."""
        return self.valid().sharing_days(since, until)

    def sharing_days(self, since: date | None, until: date | None) -> "EmploymentPeriodQuerySet":
        """Return the periods that share a day with `since`–`until` (None: no bound)."""
        found = self.not_over_before(since) if since else self
        return found if until is None else found.filter(since__lte=until)

    def working_days(self, first: date, last: date) -> int:
        """Count the working days (Monday to Saturday) on which one of the periods ran."""
        total, after = 0, first
        spans = self.overlapping(first, last).order_by("since")
        for since, until in spans.values_list("since", "until"):
            start, end = max(since, after), min(until or last, last)
            if start <= end:
                total += int(working_days(start, end))
                after = end + timedelta(days=1)
        return total

    def named(self, words: str) -> "EmploymentPeriodQuerySet":
        """Return the periods of persons whose first or last name holds each of the words."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
            )
        return found

    def with_number_in_use(self) -> "EmploymentPeriodQuerySet":
        """Add `inss`: the worker's national number in use today, compact."""
        in_use = PersonNumber.objects.filter(person=OuterRef("person"), until__isnull=True)
        return self.annotate(inss=Subquery(in_use.values("number")[:1]))

    def last_of(self, person: Person, company: Company) -> "EmploymentPeriod | None":
        """Return the last period of a person at a company, if there was one."""
        return self.valid().filter(person=person, company=company).order_by("-since").first()


class _RealManager(models.Manager["EmploymentPeriod"]):
    def get_queryset(self) -> EmploymentPeriodQuerySet:
        """Return what was really declared: no reader has to think of test messages."""
        return EmploymentPeriodQuerySet(self.model, using=self._db).filter(
            environment=Environment.REAL
        )


class RealRegistrationManager(models.Manager["DailyRegistration"]):
    """Daily registrations within real periods."""

    def get_queryset(self) -> "models.QuerySet[DailyRegistration]":
        """Return what was really registered."""
        return super().get_queryset().filter(period__environment=Environment.REAL)


RealPeriodManager = _RealManager.from_queryset(EmploymentPeriodQuerySet)
