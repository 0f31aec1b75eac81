"""Who may see and declare the quarters of a company."""

from uuid import UUID

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from declarations.channels.access import sender
from declarations.glossary.catalog import for_quarter
from declarations.wages.quarters import is_quarter, quarter_of
from portal.access.mandates.models import Mandate
from portal.access.mandates.queries import MandateQuerySet
from portal.access.models import Capacity, CapacityKind, Service
from portal.access.scoping import tenant_filter
from portal.people.models import Company


def mandates_for_wages(capacity: Capacity, company: Company) -> MandateQuerySet:
    """Return the mandates for wages by which a payroll office may act for a company now."""
    between = Mandate.objects.between(capacity.company_id, company.pk)
    return between.for_service(Service.WAGES).in_force()


def mandated_companies(capacity: Capacity, first: int, last: int) -> models.QuerySet[Company]:
    """Return the companies whose mandate for wages is in force and about one of these quarters."""
    held = Mandate.objects.held_by(sender(capacity)).for_service(Service.WAGES)
    mandates = held.in_force().covering(first, last)
    return Company.objects.filter(pk__in=mandates.values("giver_company"))


@tenant_filter
def may_see_quarters(capacity: Capacity, company: Company) -> bool:
    """Say whether one may see what a company declares: one's own, or with a mandate in force."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and mandates_for_wages(capacity, company).exists()
    )


@tenant_filter
def may_declare(capacity: Capacity, company: Company, quarter: int) -> bool:
    """Say whether one may see and declare a quarter of a company: one's own, or that of who gave
    a mandate that is in force and about the quarter."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and mandates_for_wages(capacity, company).covering(quarter).exists()
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
