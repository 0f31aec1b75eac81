"""What stands of the quarters of a company: reads for the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from declarations.glossary.catalog import for_quarter
from declarations.glossary.model import Glossary
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.queries import EmploymentPeriodQuerySet
from declarations.wages.amending.contents import Part, part_of
from declarations.wages.drafting.defaults import KINDS
from declarations.wages.models import Filing, Form, Remuneration, Service, WorkerRecord
from declarations.wages.pieces import documents
from declarations.wages.quarters import first_day, last_day
from declarations.wages.queries import RecordQuerySet
from portal.access.models import Environment
from portal.people.models import Company, Person

Content = dict[str, Any]


@dataclass
class Figures:
    """Days and hours in hundredths, and cents."""

    days: int = 0
    hours: int = 0
    cents: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return both together."""
        return Figures(self.days + other.days, self.hours + other.hours, self.cents + other.cents)


def hirings_in(company: Company, quarter: int) -> EmploymentPeriodQuerySet:
    """Return the hirings of a company with a day in a quarter, of the kinds that it declares."""
    periods = EmploymentPeriod.objects.filter(company=company, worker_type__in=KINDS)
    return periods.overlapping(first_day(quarter), last_day(quarter))


def last_filed(company: Company, before: int) -> int | None:
    """Return the last quarter before another for which something of a company stands."""
    return (
        filings_of(company)
        .filter(quarter__lt=before)
        .order_by("-quarter")
        .values_list("quarter", flat=True)
        .first()
    )


def filings_of(company: Company) -> Any:
    """Return the real filings of a company for which something stands."""
    records = WorkerRecord.objects.filter(quarter=OuterRef("quarter"), filing=OuterRef("pk"))
    return Filing.objects.filter(Exists(records), company=company, environment=Environment.REAL)


def current_records(company: Company, quarter: int) -> RecordQuerySet:
    """Return what stands of a quarter of a company, by worker."""
    records = WorkerRecord.objects.in_quarter(quarter).real().current()
    return records.filter(filing__company=company).order_by("sequence", "id")


def filed_workers(company: Company, quarter: int) -> dict[int, Content]:
    """Return the workers of a quarter as content, by the key of the person.

    Whom the register of persons does not know is left out.
    """
    known = current_records(company, quarter).filter(person__isnull=False)
    return workers_of(known, quarter)


def workers_of(records: Iterable[WorkerRecord], quarter: int) -> dict[int, Content]:
    """Return worker records as content of `NaturalPerson`, by the key of the person."""
    model = for_quarter("dmfa", quarter)
    found: defaultdict[int, Content] = defaultdict(lambda: {"WorkerRecord": []})
    standing = list(records)
    for record, document in zip(standing, documents(standing), strict=True):
        assert record.person_id is not None  # noqa: S101 - the caller gives those of persons
        found[record.person_id]["WorkerRecord"].append(content_of(part_of(document), model))
    return dict(found)


def content_of(part: Part, model: Glossary) -> Content:
    """Return a part as content: what may come more than once is a list."""
    content: Content = dict(part.zones)
    places = model.blocks[part.label].places
    for below in part.parts:
        made = content_of(below, model)
        if places[below.label][1].highest == 1:
            content[below.label] = made
        else:
            content.setdefault(below.label, []).append(made)
    return content


def forms_about(company: Company, quarters: Collection[int]) -> dict[int, list[Form]]:
    """Return the real forms about quarters of a company, of each the oldest first."""
    found: defaultdict[int, list[Form]] = defaultdict(list)
    for form in _forms().filter(company=company, quarter__in=quarters):
        found[form.quarter or 0].append(form)
    return dict(found)


def forms_of_quarter(companies: Iterable[Company], quarter: int) -> dict[int, list[Form]]:
    """Return the real forms about a quarter of companies, by the key of the company."""
    found: defaultdict[int, list[Form]] = defaultdict(list)
    for form in _forms().filter(company__in=list(companies), quarter=quarter):
        found[form.company_id or 0].append(form)
    return dict(found)


def _forms() -> QuerySet[Form]:
    return (
        Form.objects.filter(declaration__message__capacity__environment=Environment.REAL)
        .select_related(
            "load",
            "declaration__verdict",
            "declaration__message__capacity__company",
            "declaration__message__capacity__user__person",
        )
        .defer("declaration__message__body")
        .order_by("declaration_id")
    )


def _standing(company: Company, quarters: Collection[int]) -> RecordQuerySet:
    """Return what stands of several quarters of a company."""
    records = WorkerRecord.objects.filter(quarter__in=quarters).real().current()
    return records.filter(filing__company=company)


def workers_by_quarter(company: Company, quarters: Collection[int]) -> dict[int, int]:
    """Return how many workers are declared in each quarter."""
    counted = _standing(company, quarters).values("quarter")
    found = counted.annotate(workers=Count("inss", distinct=True)).order_by("quarter")
    return {each["quarter"]: each["workers"] for each in found}


def figures_by_quarter(records: RecordQuerySet) -> dict[int, Figures]:
    """Return the days, hours and pay of worker records together, by quarter, the oldest first."""
    return dict(sorted(figures_by(records, "quarter").items()))


def with_figures(records: Sequence[WorkerRecord], quarter: int) -> list[dict[str, Any]]:
    """Return worker records of a quarter, each with its days, hours and pay."""
    asked = WorkerRecord.objects.in_quarter(quarter).filter(pk__in=[each.pk for each in records])
    figures = figures_by(asked, "record_id")
    return [{"record": each, "figures": figures.get(each.pk, Figures())} for each in records]


def totals(company: Company, quarter: int) -> Figures:
    """Return the days, hours and pay of a quarter of a company together."""
    return figures_by_quarter(_standing(company, [quarter])).get(quarter, Figures())


def figures_of_company(company: Company, quarters: Collection[int]) -> dict[int, Figures]:
    """Return the days, hours and pay of a company by quarter, the oldest first."""
    return figures_by_quarter(_standing(company, quarters))


def records_of_person(person: Person, quarters: Collection[int]) -> RecordQuerySet:
    """Return what stands of a person with all employers."""
    records = WorkerRecord.objects.filter(quarter__in=quarters).real().current()
    return records.filter(person=person)


def compared(company: Company, quarter: int) -> tuple[list[Person], list[Person]]:
    """Return who was hired and is not declared, and who is declared and was not hired."""
    declared = current_records(company, quarter).filter(person__isnull=False).order_by()
    hired = hirings_in(company, quarter)
    names = ("last_name", "first_name", "pk")
    missing = Person.objects.filter(pk__in=hired.values("person")).exclude(
        pk__in=declared.values("person")
    )
    extra = Person.objects.filter(pk__in=declared.values("person")).exclude(
        pk__in=hired.values("person")
    )
    return list(missing.order_by(*names)), list(extra.order_by(*names))


def figures_by(records: RecordQuerySet, by: str) -> dict[int, Figures]:
    """Return the figures of worker records by "quarter", or of each by "record_id"."""
    ids = records.order_by().values("pk")
    quarters = {"quarter__in": records.order_by().values("quarter")}
    time = Service.objects.filter(**quarters, record__in=ids).values(by)
    pay = Remuneration.objects.filter(**quarters, record__in=ids).values(by)
    found: defaultdict[int, Figures] = defaultdict(Figures)
    for row in time.annotate(days=Sum("days"), hours=Sum("hours")).order_by():
        found[row[by]].days += row["days"] or 0
        found[row[by]].hours += row["hours"] or 0
    for row in pay.annotate(paid=Sum("cents")).order_by():
        found[row[by]].cents += row["paid"]
    return dict(found)
