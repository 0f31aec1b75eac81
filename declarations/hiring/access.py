"""Who may see a register of staff."""

from django.utils import timezone

from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.queries import EmploymentPeriodQuerySet
from portal.access.models import Capacity, CapacityKind, Mandate, Service
from portal.people.models import Company


def may_see_register(capacity: Capacity, company: Company) -> bool:
    """Say whether a register may be read: one's own, or that of who gave a mandate for today."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and Mandate.objects.on(timezone.localdate())
        .filter(giver=company, holder=capacity.company_id, service=Service.HIRING)
        .exists()
    )


def own_periods(capacity: Capacity) -> EmploymentPeriodQuerySet:
    """Return the periods of the company for which somebody acts."""
    return EmploymentPeriod.objects.filter(company=capacity.company_id).select_related(
        "person", "company"
    )
