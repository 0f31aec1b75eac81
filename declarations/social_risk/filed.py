"""What the wages say of a worker in a quarter, and where a risk says otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import (
    OCCUPATIONS,
    RECORDS,
    Content,
    blocks_in,
    members_of,
    value_in,
)
from declarations.social_risk.models import Risk
from declarations.social_risk.reading import finding
from declarations.social_risk.scenarios import Scenario, scenarios
from declarations.wages.models import Occupation, Remuneration, WorkerRecord
from declarations.wages.quarters import quarter_of
from portal.access.models import Environment
from portal.copying import among

Key = tuple[int, int, int]  # company, person, quarter
ANOTHER_PAY = "RISK-001"  # the official anomalies have none


@dataclass
class Filed:
    """What stands of a worker at a company in a `quarter`.

    `lines` are employer class and worker code; `hours` those of a week, of the worker and of a
    full-timer in hundredths, by the first day of the job; `pay` the cents by code of pay.
    """

    quarter: int
    lines: set[tuple[int, int]] = field(default_factory=set)
    hours: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    pay: Counter[int] = field(default_factory=Counter)


def quarter_in(scenario: Scenario, first: date) -> int:
    """The quarter in which a risk with a first day begins; what follows an end, that of the end."""
    return quarter_of(first - timedelta(days=1) if scenario.after else first)


def wages_filed(
    companies: Collection[int], persons: Collection[int], quarters: Collection[int], kept: str
) -> dict[Key, Filed]:
    """Read what stands of workers of companies in quarters, in as many queries for many.

    `kept` is the environment.
    """
    ours = WorkerRecord.objects.filter(quarter__in=quarters, filing__environment=kept).current()
    rows = ours.filter(person__in=among(persons), filing__company__in=companies).values_list(
        "pk", "filing__company", "person", "quarter", "employer_class", "worker_code"
    )
    found: dict[Key, Filed] = {}
    keys: dict[int, Key] = {}
    for pk, company, person, quarter, employer_class, worker_code in rows:
        keys[pk] = company, person or 0, quarter
        found.setdefault(keys[pk], Filed(quarter)).lines.add((employer_class, worker_code))
    if keys:
        parts = {"quarter__in": quarters, "record__in": among(keys)}
        jobs = Occupation.objects.filter(**parts, starts__isnull=False)
        for pk, starts, *hours in jobs.values_list(
            "record_id", "starts", "mean_hours", "reference_hours"
        ):
            mean, reference = hours
            found[keys[pk]].hours[str(starts)].add((mean or 0, reference or 0))
        pay = Remuneration.objects.filter(**parts)
        for pk, code, cents in pay.values_list("record_id", "code", "cents"):
            found[keys[pk]].pay[code] += cents
    return found


def contradictions(scenario: Scenario, content: Content, filed: Filed) -> Iterator[Finding]:
    """Where a form says otherwise than the wages of its quarter that stand.

    An occupation has the class and code, and one that began the same day the hours, that were filed
    (159). The pay of a quarter that it declares too is that which was filed (RISK-001).
    """
    for path, record in blocks_in(content, *RECORDS):
        jobs = list(members_of(record, *OCCUPATIONS, path=path))
        yield from _line(scenario, jobs, record, filed)
        for place, job in jobs:
            yield from _hours(scenario, place, job, filed)
    if value_in(content, "Quarter") == str(filed.quarter):
        yield from _pay(scenario, content, filed)


def _line(
    scenario: Scenario, jobs: Sequence[tuple[str, Content]], record: Content, filed: Filed
) -> Iterator[Finding]:
    given = _number(record, "EmployerClass"), _number(record, "WorkerCode")
    if given not in filed.lines and jobs:
        yield from _contradicts(scenario, jobs[0][0], f"{given[0]:03d}/{given[1]:03d}")


def _hours(scenario: Scenario, path: str, job: Content, filed: Filed) -> Iterator[Finding]:
    known = filed.hours.get(str(job.get("OccupationStartingDate", "")))
    given = _number(job, "MeanWorkingHours"), _number(job, "RefMeanWorkingHours")
    if known and "MeanWorkingHours" in job and given not in known:
        yield from _contradicts(scenario, path, f"{given[0]}/{given[1]}")


def _contradicts(scenario: Scenario, path: str, value: str) -> Iterator[Finding]:
    code = f"{scenario.model.element(path.rpartition('/')[2]).number}-159"
    if code in scenario.listed:
        yield finding(scenario, code, path, value)


def _pay(scenario: Scenario, content: Content, filed: Filed) -> Iterator[Finding]:
    given: Counter[int] = Counter()
    places: dict[int, str] = {}
    for path, pay in blocks_in(content, "Remun"):
        code = _number(pay, "RemunCode")
        given[code] += _number(pay, "RemunAmount")
        places.setdefault(code, f"{path}/RemunAmount")
    for code, cents in given.items():
        if filed.pay and cents != filed.pay[code]:
            yield finding(scenario, ANOTHER_PAY, places[code], str(cents))


def _number(block: Content, label: str) -> int:
    text = str(block.get(label, ""))
    return int(text) if text.isdigit() else 0


def contradicted(risks: Iterable[Risk]) -> dict[int, list[Finding]]:
    """Return where real risks that stand say otherwise than the wages do by now, by their keys.

    Wages may be filed, or amended, after the risk: then it was right when it was judged.
    """
    standing = [risk for risk in risks if not risk.is_cancelled]
    quarters = {risk.pk: quarter_in(scenarios()[risk.flow], risk.since) for risk in standing}
    companies, persons = {r.company_id for r in standing}, {r.person_id for r in standing}
    filed = wages_filed(companies, persons, {*quarters.values()}, Environment.REAL)
    found = {}
    for risk in standing:
        said = filed.get((risk.company_id, risk.person_id, quarters[risk.pk]))
        scenario = scenarios()[risk.flow]
        here = list(contradictions(scenario, risk.standing.content, said)) if said else []
        if here:
            found[risk.pk] = here
    return found
