"""For whom somebody declares, and about whom somebody may ask."""

from django.utils import timezone

from portal.access.models import Capacity, CapacityKind, Mandate, Service
from portal.people.models import Company


def sender(capacity: Capacity) -> Company:
    """Return the company or payroll office of a capacity that names one."""
    assert capacity.company is not None  # noqa: S101 - the kinds that declare name one
    return capacity.company


def may_see_declared(capacity: Capacity, company: Company, service: Service) -> bool:
    """Say whether what a company declared may be seen: one's own, or that of who gave a mandate
    for the service that holds today."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and Mandate.objects.on(timezone.localdate())
        .filter(giver=company, holder=capacity.company_id, service=service)
        .exists()
    )
