"""Who may see and declare the quarters of a company."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from declarations.channels.access import sender
from declarations.glossary.catalog import for_quarter
from declarations.wages.quarters import first_day, is_quarter, last_day, quarter_of
from portal.access.models import Capacity, CapacityKind, Mandate, Service
from portal.access.queries import MandateQuerySet
from portal.people.models import Company


def mandates_for_wages(capacity: Capacity, company: Company) -> MandateQuerySet:
    """Return the mandates for wages that a company gave to a payroll office, at any time."""
    return Mandate.objects.filter(giver=company, holder=capacity.company_id, service=Service.WAGES)


def mandated_companies(capacity: Capacity, quarter: int) -> models.QuerySet[Company]:
    """Return the companies whose mandate for wages holds today or on a day of a quarter."""
    mandates = Mandate.objects.filter(
        Q(until__isnull=True) | Q(until__gte=first_day(quarter)),
        holder=capacity.company_id,
        service=Service.WAGES,
        since__lte=timezone.localdate(),
    )
    return Company.objects.filter(pk__in=mandates.values("giver"))


def may_see_quarters(capacity: Capacity, company: Company) -> bool:
    """Say whether one may see what a company declares: one's own, or with a mandate ever given."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and mandates_for_wages(capacity, company).exists()
    )


def may_declare(capacity: Capacity, company: Company, quarter: int) -> bool:
    """Say whether one may see and declare a quarter of a company: one's own, or that of who gave
    a mandate that holds on a day of the quarter."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and mandates_for_wages(capacity, company)
        .filter(
            Q(until__isnull=True) | Q(until__gte=first_day(quarter)), since__lte=last_day(quarter)
        )
        .exists()
    )


def company_of(capacity: Capacity, reference: UUID | None) -> Company:
    """Return the company whose quarters are meant: one's own, or the client that an address names.

    Raises Http404 for one whose quarters are not to be seen.
    """
    own = capacity.kind == CapacityKind.COMPANY
    if own != (reference is None):
        raise Http404
    company = sender(capacity) if own else get_object_or_404(Company, reference=reference)
    if not may_see_quarters(capacity, company):
        raise Http404
    return company


def company_in_quarter(capacity: Capacity, reference: UUID | None, quarter: int) -> Company:
    """Return the company as `company_of`; Http404 for a quarter that may not be declared, or for
    which there is no information model."""
    company = company_of(capacity, reference)
    if not is_quarter(quarter) or quarter > quarter_of(timezone.localdate()):
        raise Http404
    if not may_declare(capacity, company, quarter):
        raise Http404
    try:
        for_quarter("dmfa", quarter)
    except LookupError:
        raise Http404 from None
    return company
