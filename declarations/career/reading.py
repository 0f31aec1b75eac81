"""A person's career as employers declared it: work, and pay by quarter."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from declarations.glossary.catalog import code_list
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.filed import Figures, figures_by, records_of_person
from portal.people.models import Company, Person


@dataclass(frozen=True)
class Work:
    """A period of work: with whom, of which kind, under which number, and when it was told last."""

    employer: str
    kind: str
    number: str
    since: date
    until: date | None
    told_at: datetime


@dataclass(frozen=True)
class Quarter:
    """What one employer declared of a quarter: days and hours in hundredths, and gross cents."""

    quarter: int
    employer: str
    figures: Figures
    told_at: datetime


def work_of(person: Person, most: int) -> list[Work]:
    """Return the newest periods of work, the newest first, in a constant number of queries."""
    kinds = code_list("worker_types")
    periods = EmploymentPeriod.objects.of(person).prefetch_related("history__declaration")
    return [
        Work(
            period.company.name,
            kinds[period.worker_type].title,
            period.number,
            period.since,
            period.until,
            max(each.declaration.received_at for each in period.history.all()),
        )
        for period in periods[:most]
    ]


def quarters_of(person: Person, quarters: Sequence[int]) -> list[Quarter]:
    """Return what employers declared of some quarters, by quarter and employer, the newest first.

    Several records of a worker with one employer are one line.
    """
    records = records_of_person(person, quarters)
    figures, received = figures_by(records, "record_id"), records.received()
    sums: defaultdict[tuple[int, Company], Figures] = defaultdict(Figures)
    told: dict[tuple[int, Company], datetime] = {}
    for record in records.select_related("filing__company").order_by("-quarter", "pk"):
        key = record.quarter, record.filing.company
        sums[key] += figures.get(record.pk, Figures())
        told[key] = max(received[record.pk], told.get(key, received[record.pk]))
    return [
        Quarter(quarter, company.name, sums[quarter, company], told[quarter, company])
        for quarter, company in sums
    ]
