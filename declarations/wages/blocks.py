"""What declarations of wages tell the network: days, hours and pay of a person by quarter."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from declarations.wages.filed import Figures, figures_by
from declarations.wages.models import WorkerRecord
from declarations.wages.quarters import FIRST, moved, quarter_of
from portal.access.models import Service
from portal.exchange.network.blocks import Asked, Found, data_block
from portal.exchange.problems import Reply
from portal.people.models import Company


class QuarterPart(Reply):
    """What one employer declared of a person in a quarter, without contributions."""

    quarter: str = Field(description="As 2026Q3")
    enterprise_number: str
    employer: str
    days: int = Field(description="In hundredths of a day")
    hours: int = Field(description="In hundredths of an hour")
    pay: int = Field(description="In cents")


@data_block(
    "wages",
    Service.CAREER,
    contains=_("wages and working time of the quarters with a day in the period"),
    shape=list[QuarterPart],
)
def wages(asked: Asked) -> Mapping[int, Found]:
    """Read what stands of persons with all employers, the latest quarter first."""
    quarters = _quarters(asked)
    of_them = WorkerRecord.objects.filter(quarter__in=quarters, person__in=asked.persons)
    standing = of_them.real().current()
    figures = figures_by(standing, "record_id")
    together: defaultdict[tuple[int, int, Company], Figures] = defaultdict(Figures)
    for record in standing.select_related("filing__company").order_by("-quarter", "pk"):
        key = (record.person_id or 0, record.quarter, record.filing.company)
        together[key] += figures.get(record.pk, Figures())
    found: defaultdict[int, list[QuarterPart]] = defaultdict(list)
    for (person, quarter, company), each in together.items():
        found[person].append(_part(quarter, company, each))
    return {person: Found(content) for person, content in found.items()}


def _quarters(asked: Asked) -> list[int]:
    quarter, last = max(quarter_of(asked.since), FIRST), quarter_of(asked.until)
    found = []
    while quarter <= last:
        found.append(quarter)
        quarter = moved(quarter, 1)
    return found


def _part(quarter: int, company: Company, figures: Figures) -> QuarterPart:
    return QuarterPart(
        quarter=f"{quarter // 10}Q{quarter % 10}",
        enterprise_number=company.enterprise_number,
        employer=company.name,
        days=figures.days,
        hours=figures.hours,
        pay=figures.cents,
    )
