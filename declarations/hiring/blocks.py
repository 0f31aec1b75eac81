"""What hirings tell the network: in which periods a person works for whom."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from declarations.hiring.models import EmploymentPeriod
from portal.access.models import Service
from portal.exchange.network.blocks import Asked, Found, data_block
from portal.exchange.problems import Reply


class EmploymentPart(Reply):
    """A period of employment, as the employer declared it; without an end it goes on."""

    period_id: str = Field(description="Dimona period id")
    enterprise_number: str
    employer: str
    worker_type: str
    joint_commission_number: str
    since: date
    until: date | None


@data_block(
    "employment",
    Service.CAREER,
    contains=_("periods of employment with a day in the period"),
    shape=list[EmploymentPart],
)
def employment(asked: Asked) -> Mapping[int, Found]:
    """Read the periods of employment of persons, the latest first."""
    periods = EmploymentPeriod.objects.overlapping(asked.since, asked.until)
    found: defaultdict[int, list[EmploymentPart]] = defaultdict(list)
    of_them = periods.filter(person__in=asked.persons).select_related("company")
    for period in of_them.order_by("-since", "-pk"):
        found[period.person_id].append(
            EmploymentPart(
                period_id=period.number,
                enterprise_number=period.company.enterprise_number,
                employer=period.company.name,
                worker_type=period.worker_type,
                joint_commission_number=period.joint_committee,
                since=period.since,
                until=period.until,
            )
        )
    return {person: Found(content) for person, content in found.items()}
