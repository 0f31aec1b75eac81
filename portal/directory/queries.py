"""Reads of the reference directory. Today is the database's today: one clock decides."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from portal.access.models import Capacity, Service
from portal.access.scoping import tenant_filter
from portal.people.queries import in_force

if TYPE_CHECKING:
    from portal.directory.models import (
        Authorisation,
        AvailableService,
        CompanyRegistration,
        Registration,
    )

# Ended is ended, whatever the moment at which a statement began.
STANDS = Q(ended_at__isnull=True)


def today() -> Q:
    """Return the condition: the period `since`–`until` (both included) holds today."""
    now = TruncDate(Now())
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gte=now))


class AvailableServiceQuerySet(models.QuerySet["AvailableService"]):
    """Data that are to be had."""

    def in_use(self) -> "AvailableServiceQuerySet":
        """Return what is to be had now."""
        return self.filter(today())


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    """Profiles of authorised users and applications."""

    def in_use(self) -> "AuthorisationQuerySet":
        """Return the profiles that hold at this moment."""
        return self.filter(today(), STANDS)

    def lasting(self) -> "AuthorisationQuerySet":
        """Return the profiles that hold at this moment or begin later."""
        return self.filter(STANDS, Q(until__isnull=True) | Q(until__gte=TruncDate(Now())))

    @tenant_filter
    def of(self, institution: int | None) -> "AuthorisationQuerySet":
        """Return an institution's own profiles."""
        return self.filter(institution=institution)

    def for_use_by(self, capacity: Capacity, service: Service) -> "AuthorisationQuerySet":
        """Return the profiles that hold for who acts, for a service, the narrowest first."""
        its = Q(application__isnull=True) | Q(application=capacity)
        return (
            self.in_use()
            .filter(its, institution=capacity.institution_id, service=service)
            .order_by(models.F("application").asc(nulls_last=True), "-legal_context", "pk")
        )


Subject = TypeVar("Subject", bound=models.Model)


class FileQuerySet(models.QuerySet[Subject]):
    """Data subjects."""

    def standing(self) -> Self:
        """Return the files that were not taken away, of whatever period."""
        return self.filter(STANDS)

    def in_use(self) -> Self:
        """Return the files that hold today."""
        return self.standing().filter(today())

    def on(self, day: date) -> Self:
        """Return the files that hold on the day."""
        return self.standing().filter(in_force(day))


class RegistrationQuerySet(FileQuerySet["Registration"]):
    """Files of persons."""


class CompanyRegistrationQuerySet(FileQuerySet["CompanyRegistration"]):
    """Files of companies."""

    def of_company(self, company: int | None) -> Self:
        """Return the files about a company that stand."""
        return self.standing().filter(company=company)
