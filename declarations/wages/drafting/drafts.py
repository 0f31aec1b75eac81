"""The draft of a company's quarter: a worker for each hiring, prefilled, with what was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from declarations.hiring.models import EmploymentPeriod
from declarations.wages.drafting.models import DraftWorker
from declarations.wages.drafting.proposing import PAID_WORK, Content, number, propose, usual_terms
from declarations.wages.filed import filed_workers, hirings_in, last_filed
from portal.people.models import Company, Person

# What the terms of a record, of an occupation and of a student's record cannot do without.
OF_RECORD: Final = ("EmployerClass", "WorkerCode")
OF_OCCUPATION: Final = (
    *("JointCommissionNbr", "WorkingDaysSystem", "ContractType", "LocalUnitID"),
)
OF_STUDENT: Final = ("LocalUnitID", "StudentHoursNbr", "StudentRemunAmount")
HOURS: Final = ("MeanWorkingHours", "RefMeanWorkingHours")
TERMS: Final = frozenset({*OF_RECORD, *OF_OCCUPATION, *HOURS})


@dataclass(frozen=True)
class Entry:
    """One worker of the draft: what is known or was typed, and from where."""

    person: Person
    content: Content
    periods: tuple[EmploymentPeriod, ...] = ()
    saved: DraftWorker | None = None
    last_quarter: int | None = None  # of the declaration from which terms and pay were taken

    @property
    def version(self) -> int:
        """Return how often it was saved."""
        return self.saved.version if self.saved else 0

    @property
    def is_left_out(self) -> bool:
        """Say whether somebody decided not to declare this worker."""
        return bool(self.saved and self.saved.is_left_out)

    @property
    def missing(self) -> list[str]:
        """Return the labels of the zones that must still be given, each once."""
        return [] if self.is_left_out else list(dict.fromkeys(_missing(self.content)))

    @property
    def terms_are_missing(self) -> bool:
        """Say whether something of the contract must still be given."""
        return not TERMS.isdisjoint(self.missing)


@dataclass(frozen=True)
class Draft:
    """The draft of a quarter, by the names of the workers."""

    company: Company
    quarter: int
    entries: tuple[Entry, ...]
    last_quarter: int | None = field(default=None)

    def entry_of(self, person: Person) -> Entry | None:
        """Return the entry of a worker, if the draft has one."""
        return next((each for each in self.entries if each.person == person), None)

    @property
    def sent(self) -> tuple[Entry, ...]:
        """Return the entries that are declared: nobody who was left out."""
        return tuple(each for each in self.entries if not each.is_left_out)

    @property
    def incomplete(self) -> tuple[Entry, ...]:
        """Return the entries that miss something."""
        return tuple(each for each in self.sent if each.missing)

    @property
    def is_ready(self) -> bool:
        """Say whether the quarter can be sent."""
        return bool(self.sent) and not self.incomplete


def draft_of(company: Company, quarter: int) -> Draft:
    """Return the draft of a quarter of a company.

    Everybody is in it who was hired for a day of the quarter or was typed in; nothing is stored.
    """
    hired: defaultdict[Person, list[EmploymentPeriod]] = defaultdict(list)
    for period in hirings_in(company, quarter).select_related("person"):
        hired[period.person].append(period)
    typed = {
        each.person: each
        for each in DraftWorker.objects.filter(company=company, quarter=quarter).select_related(
            "person", "changed_by__user__person", "changed_by__company"
        )
    }
    before = last_filed(company, quarter)
    last = filed_workers(company, before) if before else {}
    usual = usual_terms(last.values())
    entries = [
        _entry(person, hired.get(person, []), typed.get(person), last, before, quarter, usual)
        for person in {**hired, **typed}
    ]
    entries.sort(key=lambda each: (each.person.last_name, each.person.first_name, each.person.pk))
    return Draft(company, quarter, tuple(entries), before)


def hired_count(company: Company, quarter: int) -> int:
    """Return how many workers were hired for a day of a quarter."""
    return hirings_in(company, quarter).values("person").distinct().count()


def _entry(
    person: Person,
    periods: list[EmploymentPeriod],
    typed: DraftWorker | None,
    last: Mapping[int, Content],
    before: int | None,
    quarter: int,
    usual: Mapping[str, str],
) -> Entry:
    known = last.get(person.pk)
    content: Any = typed.content if typed else propose(periods, known, quarter, usual)
    return Entry(person, content, tuple(periods), typed, before if known else None)


def _missing(content: Content) -> Iterator[str]:
    for record in content.get("WorkerRecord", []):
        yield from (zone for zone in OF_RECORD if not record.get(zone))
        if "StudentContribution" in record:
            yield from (zone for zone in OF_STUDENT if not record["StudentContribution"].get(zone))
        for occupation in record.get("Occupation", []):
            yield from (zone for zone in OF_OCCUPATION + HOURS if not occupation.get(zone))
            if not occupation.get("Remun"):
                # Who was ill or on leave the whole quarter has time and no pay.
                yield from _missing_time_or_pay(occupation)
    if not content.get("WorkerRecord"):
        yield "WorkerRecord"


def _missing_time_or_pay(occupation: Content) -> Iterator[str]:
    codes = [number(service, "ServiceCode") for service in occupation.get("Service", [])]
    if not codes:
        yield "ServiceNbrDays"
    if not codes or int(PAID_WORK) in codes:
        yield "RemunAmount"
