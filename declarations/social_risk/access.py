"""Who may see and declare the risks of a company: itself, and who holds its mandate for wages.

Of a mandate, each risk is judged by its own quarters: see `Context.may_declare` for what was sent.
"""

from datetime import date

from declarations.social_risk.models import Risk
from declarations.social_risk.queries import RiskQuerySet
from declarations.wages.access import mandates_for_wages
from declarations.wages.quarters import first_day, last_day, quarter_of
from portal.access.models import Capacity, CapacityKind
from portal.law.periods import Period
from portal.people.models import Company


def may_declare_days(capacity: Capacity, company: Company, days: Period) -> bool:
    """Say whether one may declare a risk of these days: of one's own company, or by a mandate that
    is in force and about a quarter in which they lie."""
    if capacity.kind == CapacityKind.COMPANY:
        return capacity.company_id == company.pk
    first, last = quarter_of(days.start), quarter_of(days.end or date.max)
    return mandates_for_wages(capacity, company).covering(first, last).exists()


def risks_of(capacity: Capacity, company: Company) -> RiskQuerySet:
    """Return the risks of a company that one may see, the latest change first.

    By a mandate, those with a day in the quarters that it is about; there is one at a time.
    """
    found = Risk.objects.of_company(company)
    if capacity.kind == CapacityKind.COMPANY:
        return found.filter(company=capacity.company_id)
    mandate = mandates_for_wages(capacity, company).first()
    if mandate is None:
        return found.none()
    since, until = mandate.quarters_from, mandate.quarters_until
    return found.touching(
        first_day(since) if since else date.min, last_day(until) if until else None
    )
