"""What the registers say about a batch, as columns beside its declarations and its persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from django.db import connection
from django.db.models import Q

from declarations.glossary.checks import BELGIUM
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.quota import FIGURES as HIRING_FIGURES
from declarations.wages.amending.standing import Standing, standing_of
from declarations.wages.batch import Batch, Dates, Flags, Ints
from declarations.wages.quarters import LAST as LAST_QUARTER
from declarations.wages.rules.view import View, Words
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Environment, Service
from portal.law.figures import Figures
from portal.law.periods import Quarter
from portal.people.models import Company, PersonNumber

FIGURES: Final = Figures.load(Path(__file__).parent / "figures.yaml")
DECLARATION, PERSON = "EmployerDeclaration", "NaturalPerson"
LAST_SITUATION: Final = "LastSituationWR"
NSSO, ENTERPRISE = "NOSSRegistrationNbr", "CompanyID"
ANY_COMMITTEE: Final = "XXX"
FLEXI, STUDENT = "FLX", "STU"
LONG_AGO, NEVER = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
NOT_ASKED: Final = -1
PERIODS: Final = f"""
    SELECT company_id, person_id, worker_type, since, coalesce(until, '9999-12-31'),
        coalesce(planned_hours, 0)
    FROM {EmploymentPeriod._meta.db_table}
    WHERE person_id = ANY(%s) AND company_id = ANY(%s) AND environment = %s AND NOT is_cancelled
        AND since <= %s AND coalesce(until, '9999-12-31') >= %s
"""  # noqa: S608 - the name of a table of ours
NUMBERS: Final = f"""
    SELECT number, person_id, until IS NOT NULL FROM {PersonNumber._meta.db_table}
    WHERE number = ANY(%s)
"""  # noqa: S608 - the name of a table of ours
STAFF: Final = f"""
    SELECT wanted.company, wanted.quarter, count(DISTINCT person_id)
    FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::date[])
        AS wanted (company, quarter, first, last)
    LEFT JOIN {EmploymentPeriod._meta.db_table} period
        ON company_id = wanted.company AND environment = %s AND NOT is_cancelled
        AND since <= wanted.last AND coalesce(until, '9999-12-31') >= wanted.first
    GROUP BY wanted.company, wanted.quarter
"""  # noqa: S608 - the name of a table of ours


@dataclass(frozen=True, eq=False)
class Known:
    """Columns, as long as the declarations of a batch, then as long as its persons.

    Where the registers are not asked, all is as it should be. `day` is that of reception.
    `company` and `person` are 0 for a number that is unknown; `since` is the first day in the
    directory of employers, and `committee` the joint committee there, b"" when any may be right;
    `workers_hired` are the persons hired in the quarter, `NOT_ASKED` when that does not matter.
    `planned_hours` are those of a student, `NOT_ASKED` likewise; `flexi_since` and `flexi_until`
    are the first and the last day of hirings for a flexi-job. `standing` is what amendments are
    about.
    """

    day: date
    prescribed_after: int
    student_quota: Ints
    company: Ints
    numbers_differ: Flags
    active: Flags
    since: Dates
    committee: Words
    may_declare: Flags
    workers_hired: Ints
    person: Ints
    renumbered: Flags
    hired: Flags
    planned_hours: Ints
    flexi_since: Dates
    flexi_until: Dates
    standing: Standing | None = None

    @classmethod
    def without_registers(cls, batch: Batch, day: date) -> Self:
        """Return what a check of the message by itself knows: nothing but the day."""
        forms, persons = len(batch[DECLARATION]), len(batch[PERSON])
        nsso, enterprise = map(batch[DECLARATION].numbers, (NSSO, ENTERPRISE))
        return cls(
            day,
            FIGURES.on("prescribed_after", day).value,
            _quotas(batch),
            company=np.maximum(np.where(nsso > 0, nsso, enterprise), 0),
            numbers_differ=np.zeros(forms, np.bool_),
            active=np.ones(forms, np.bool_),
            since=np.full(forms, LONG_AGO),
            committee=np.full(forms, b"", "S9"),
            may_declare=np.ones(forms, np.bool_),
            workers_hired=np.full(forms, NOT_ASKED),
            person=np.ones(persons, np.int64),
            renumbered=np.zeros(persons, np.bool_),
            hired=np.ones(persons, np.bool_),
            planned_hours=np.full(persons, NOT_ASKED),
            flexi_since=np.full(persons, LONG_AGO),
            flexi_until=np.full(persons, NEVER),
        )

    @classmethod
    def load(cls, batch: Batch, capacity: Capacity, received: datetime) -> Self:
        """Return what the registers say of a batch that a capacity sends; seven queries at most."""
        blank = cls.without_registers(batch, received.astimezone(BELGIUM).date())
        view = View(batch, blank)
        employers = _employers(view, capacity, received)
        persons = _persons(view)
        staff = _staff(view, employers["company"], capacity.environment)
        hirings = _hirings(view, employers["company"], persons["person"], capacity.environment)
        amends = LAST_SITUATION in batch
        standing = standing_of(batch, Environment(capacity.environment)) if amends else None
        columns = {**employers, **persons, **hirings}
        return replace(blank, **columns, workers_hired=staff, standing=standing)


def _quotas(batch: Batch) -> Ints:
    """Return how many hours a student may work, by declaration; 0 where there is no quota."""
    quarters, place = np.unique(batch[DECLARATION].numbers("Quarter"), return_inverse=True)
    return np.array([_quota(int(code)) for code in quarters] or [0])[place]


def _quota(code: int) -> int:
    try:
        figure = HIRING_FIGURES.find("student_hours_a_year", Quarter.from_code(code).start)
    except ValueError:
        return 0
    return figure.value if figure else 0


def _employers(view: View, capacity: Capacity, received: datetime) -> dict[str, Any]:
    nsso = view.numbers(DECLARATION, NSSO)
    enterprise = view.numbers(DECLARATION, ENTERPRISE)
    by_nsso = {f"{number}" for number in nsso.tolist() if number > 0}
    by_enterprise = {f"{number:010d}" for number in enterprise.tolist() if number > 0}
    wanted = Q(nsso_number__in=by_nsso) | Q(enterprise_number__in=by_enterprise)
    found = list(Company.objects.filter(wanted))
    known = {company.nsso_number or "": company for company in found}
    known |= {company.enterprise_number: company for company in found}
    first = [known.get(f"{number}") for number in nsso.tolist()]
    second = [known.get(f"{number:010d}") for number in enterprise.tolist()]
    # The NSSO number prevails; where it is given, the other is not even tried.
    meant = [
        one if given > 0 else other
        for one, other, given in zip(first, second, nsso.tolist(), strict=True)
    ]
    both = (nsso > 0) & (enterprise > 0)
    differ = np.array([a is not b for a, b in zip(first, second, strict=True)], np.bool_)
    company = np.array([company.pk if company else 0 for company in meant], np.int64)
    return {
        "company": company,
        "numbers_differ": both & differ & (company > 0),
        **_directory(view, meant),
        "may_declare": _may_declare(view, company, capacity, received),
    }


def _directory(view: View, meant: Sequence[Company | None]) -> dict[str, Any]:
    """What the directory of employers says of each declaration's own."""
    since = _days([company.since if company else None for company in meant], LONG_AGO)
    until = _days([company.until if company else None for company in meant], NEVER)
    committees = [company.joint_committee if company else ANY_COMMITTEE for company in meant]
    given = ["" if committee == ANY_COMMITTEE else committee for committee in committees]
    return {
        "since": since,
        "active": (since <= view.last_day) & (until >= view.first_day),
        "committee": np.array(given, "S9"),
    }


def _may_declare(view: View, company: Ints, capacity: Capacity, received: datetime) -> Flags:
    """Its own employer; of others, with a mandate that was in force when this was received and is
    about the quarter."""
    if capacity.kind == CapacityKind.COMPANY:
        return company == capacity.company_id
    flags = np.zeros(len(company), np.bool_)
    if capacity.kind != CapacityKind.PAYROLL_OFFICE:
        return flags
    between = Mandate.objects.between_any([capacity.company_id], _some(company))
    mandates = between.for_service(Service.WAGES).in_force_at(received)
    quarters = mandates.values_list("giver_company", "quarters_from", "quarters_until")
    for giver, first, last in quarters:
        about = (view.quarter >= (first or 0)) & (view.quarter <= (last or LAST_QUARTER))
        flags |= (company == giver) & about
    return flags


def _persons(view: View) -> dict[str, Any]:
    inss = view.numbers(PERSON, "INSS")
    wanted = [f"{number:011d}" for number in np.unique(inss[inss > 0]).tolist()]
    numbers, persons, replaced = _columns(NUMBERS, [wanted], 3)
    known = np.array(numbers or [0], np.int64)
    order = np.argsort(known)
    known, place = known[order], np.searchsorted(known[order], inss).clip(max=len(known) - 1)
    there = known[place] == inss
    person = np.array(persons or [0], np.int64)[order][place]
    old = np.array(replaced or [False], np.bool_)[order][place]
    return {"person": np.where(there, person, 0), "renumbered": there & old}


def _staff(view: View, company: Ints, environment: str) -> Ints:
    """Return how many persons each employer had hired in the quarter."""
    known = np.flatnonzero((company > 0) & ~np.isnat(view.first_day))
    pairs = sorted({(int(company[row]), int(view.quarter[row]), int(row)) for row in known})
    if not pairs:
        return np.full(len(company), NOT_ASKED)
    rows = [row for _company, _quarter, row in pairs]
    first, last = view.first_day[rows].tolist(), view.last_day[rows].tolist()
    asked = [[pair[0] for pair in pairs], [pair[1] for pair in pairs], first, last, environment]
    counted = _columns(STAFF, asked, 3)
    hired = {(one, quarter): count for one, quarter, count in zip(*counted, strict=True)}
    quarters = view.quarter.tolist()
    pairs_of_rows = zip(company.tolist(), quarters, strict=True)
    return np.array([hired.get(pair, NOT_ASKED) for pair in pairs_of_rows], np.int64)


def _hirings(view: View, company: Ints, person: Ints, environment: str) -> dict[str, Any]:
    """What hirings say of each person at the employer of the declaration, in its quarter."""
    rows, kind, since, until, planned = _periods(view, company, person, environment)
    size = len(person)
    hired, hours = np.zeros(size, np.bool_), np.zeros(size, np.int64)
    first, last = np.full(size, NEVER), np.full(size, LONG_AGO)
    hired[rows] = True
    student, flexi = kind == STUDENT, kind == FLEXI
    np.add.at(hours, rows[student], planned[student])
    np.minimum.at(first, rows[flexi], since[flexi])
    np.maximum.at(last, rows[flexi], until[flexi])
    return {"hired": hired, "planned_hours": hours, "flexi_since": first, "flexi_until": last}


def _periods(view: View, company: Ints, person: Ints, environment: str) -> tuple[Any, ...]:
    """Return the row of a person, with type, days and planned hours, for each of its periods."""
    quarters = view.first_day[~np.isnat(view.first_day)]
    if not len(quarters):
        return tuple(np.array([], kind) for kind in ("i8", "U3", "M8[D]", "M8[D]", "i8"))
    bounds = [view.last_day[~np.isnat(view.last_day)].max().item(), quarters.min().item()]
    asked = [_some(person), _some(company), environment, *bounds]
    found = _columns(PERIODS, asked, 6)
    kinds = ("i8", "i8", "U3", "M8[D]", "M8[D]", "i8")
    employer, worker, kind, since, until, planned = (
        np.array(column, kind) for column, kind in zip(found, kinds, strict=True)
    )
    at_employer = view.down(company, DECLARATION, PERSON)
    period, row = _joined(_pairs(employer, worker), _pairs(at_employer, person))
    first = view.down(view.first_day, DECLARATION, PERSON)[row]
    last = view.down(view.last_day, DECLARATION, PERSON)[row]
    here = (since[period] <= last) & (until[period] >= first)
    period, row = period[here], row[here]
    return row, kind[period], since[period], until[period], planned[period]


def _pairs(company: Ints, person: Ints) -> Ints:
    return company << 40 | person


def _joined(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the places of equal values in both, each pair once."""
    order = np.argsort(other, kind="stable")
    ordered = other[order]
    left = np.searchsorted(ordered, one, "left")
    counts = np.searchsorted(ordered, one, "right") - left
    begins = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return np.repeat(np.arange(len(one)), counts), order[begins + np.arange(counts.sum())]


def _some(keys: Ints) -> list[int]:
    return np.unique(keys[keys > 0]).tolist()


def _days(days: Iterable[date | None], absent: np.datetime64) -> Dates:
    return np.array([absent if day is None else np.datetime64(day) for day in days], "M8[D]")


def _columns(query: str, parameters: Sequence[Any], width: int) -> tuple[list[Any], ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows = cursor.fetchall()
    return tuple(map(list, zip(*rows, strict=True))) if rows else tuple([] for _ in range(width))
