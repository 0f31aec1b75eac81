"""Who may see a register of staff."""

from declarations.channels.access import may_see_declared
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.queries import EmploymentPeriodQuerySet
from portal.access.models import Capacity, Service
from portal.people.models import Company


def may_see_register(capacity: Capacity, company: Company) -> bool:
    """Say whether a register may be read: one's own, or that of who gave a mandate for today."""
    return may_see_declared(capacity, company, Service.HIRING)


def own_periods(capacity: Capacity) -> EmploymentPeriodQuerySet:
    """Return the periods of the company for which somebody acts."""
    return EmploymentPeriod.objects.filter(company=capacity.company_id).select_related(
        "person", "company"
    )
