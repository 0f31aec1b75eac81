"""Who may see a register of staff."""

from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.queries import EmploymentPeriodQuerySet
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Service
from portal.access.scoping import tenant_filter
from portal.people.models import Company


@tenant_filter
def may_see_register(capacity: Capacity, company: Company) -> bool:
    """Say whether a register may be read: one's own, or that of who gave a mandate in force."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    return (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and Mandate.objects.between(capacity.company_id, company.pk)
        .for_service(Service.HIRING)
        .in_force()
        .exists()
    )


@tenant_filter
def own_periods(capacity: Capacity) -> EmploymentPeriodQuerySet:
    """Return the periods of the company for which somebody acts."""
    return EmploymentPeriod.objects.filter(company=capacity.company_id).select_related(
        "person", "company"
    )
