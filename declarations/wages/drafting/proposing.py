"""What is known of a worker before anybody types: the quarter as it will probably be declared.

A worker's quarter is the content of a `NaturalPerson` in the words of the information model, with
texts as they are sent: days, hours and amounts in hundredths. Identification and contributions
come later: they are nobody's to type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from declarations.hiring.models import EmploymentPeriod
from declarations.wages.drafting.calendar import FIVE_DAYS, expected_days, expected_hours
from declarations.wages.drafting.defaults import (
    KINDS,
    STUDENT_CODES,
    classes_of,
    gives_hours,
    ordinary_pay,
    the_one,
)
from declarations.wages.quarters import first_day, last_day, quarter_of
from portal.law.money import half_up

PAID_WORK: Final = "001"
OTHER_SECTORS: Final = "XXX"  # how Dimona writes a joint committee that it does not tell apart
# Of an earlier quarter, what counts for this one too is all but these blocks and days.
OF_ITS_QUARTER: Final = frozenset(
    {
        *("OccupationSequenceNbr", "OccupationStartingDate", "OccupationEndingDate"),
        *("Service", "Remun", "OccupationDeduction", "OccupationInformations"),
    }
)

# What most workers of a company have in common.
USUAL_OF_RECORD: Final = ("EmployerClass",)
USUAL_OF_STUDENT: Final = ("LocalUnitID",)
USUAL_OF_JOB: Final = ("JointCommissionNbr", "RefMeanWorkingHours", "LocalUnitID")

Content = dict[str, Any]  # the content of a block


@dataclass(frozen=True)
class Work:
    """One or more hirings that make one occupation (for a student: one record) of a quarter."""

    worker_type: str
    joint_committee: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Last:
    """An occupation, or a student's record, as it was declared for the last quarter."""

    record: Content
    occupation: Content

    @property
    def code(self) -> str:
        """Return its worker code."""
        return str(self.record.get("WorkerCode", ""))

    @property
    def quarter(self) -> int:
        """Return the quarter for which it was declared."""
        return quarter_of(date.fromisoformat(self.record["NOSSQuarterStartingDate"]))


def propose(
    periods: Iterable[EmploymentPeriod],
    last: Content | None,
    quarter: int,
    usual: Mapping[str, str] | None = None,
) -> Content:
    """Return the quarter of a worker: hirings say what was worked, the last quarter how.

    `periods` are the worker's hirings that overlap the quarter, `last` the worker as declared for
    the last quarter, `usual` the terms that the company's workers have in common, for what neither
    says. Without an occupation in either, the content has no record.
    """
    known = list(_occupations_of(last or {}))
    records: defaultdict[tuple[str, str], list[Content]] = defaultdict(list)
    for work in works_of(periods):
        before = _before(work, known)
        record = _record(work, before, quarter)
        _fill_in(record, usual or {})
        records[record["EmployerClass"], record["WorkerCode"]].append(record)
    return {"WorkerRecord": [_joined(each) for each in records.values()]}


def usual_terms(workers: Iterable[Content]) -> dict[str, str]:
    """Return the terms that all of these workers have in common."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for worker in workers:
        for last in _occupations_of(worker):
            job = last.occupation or last.record.get("StudentContribution", {})
            for part, zones in ((last.record, USUAL_OF_RECORD), (job, USUAL_OF_JOB)):
                for zone in zones:
                    if part.get(zone):
                        found[zone].add(part[zone])
    return {zone: next(iter(values)) for zone, values in found.items() if len(values) == 1}


def _fill_in(record: Content, usual: Mapping[str, str]) -> None:
    parts: list[tuple[Content, tuple[str, ...]]] = [(record, USUAL_OF_RECORD)]
    parts += [(job, USUAL_OF_JOB) for job in record.get("Occupation", [])]
    if "StudentContribution" in record:
        parts.append((record["StudentContribution"], USUAL_OF_STUDENT))
    for part, zones in parts:
        part.update({zone: usual[zone] for zone in zones if zone in usual and not part.get(zone)})


def arranged(content: Content, quarter: int) -> Content:
    """Return a worker whose terms were changed: occupations under the same class and code stand
    in one record, and where no time was given the calendar says what is expected."""
    records: defaultdict[tuple[str, str], list[Content]] = defaultdict(list)
    for record in content.get("WorkerRecord", []):
        for occupation in record.get("Occupation", []):
            occupation["Service"] = occupation.get("Service") or list(
                _services(record.get("WorkerCode", ""), occupation, quarter)
            )
        records[record.get("EmployerClass", ""), record.get("WorkerCode", "")].append(record)
    return content | {"WorkerRecord": [_joined(each) for each in records.values()]}


def works_of(periods: Iterable[EmploymentPeriod]) -> list[Work]:
    """Return what the hirings of a worker make, in the order in which they began."""
    found: dict[Any, Work] = {}
    for period in sorted(periods, key=lambda each: (each.since, each.pk)):
        kind = KINDS.get(period.worker_type)
        if kind is None:
            continue
        key = period.worker_type if kind.together else period.pk
        first = found.get(key)
        found[key] = Work(
            period.worker_type,
            period.joint_committee,
            first.since if first else period.since,
            _later(first.until, period.until) if first else period.until,
        )
    return list(found.values())


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else None


def _before(work: Work, known: Sequence[Last]) -> Last | None:
    """Return the occupation of the last quarter that goes on: the same first day, or the kind."""
    alike = [last for last in known if last.code in KINDS[work.worker_type].codes]
    started = work.since.isoformat()
    same = [last for last in alike if last.occupation.get("OccupationStartingDate") == started]
    return next(iter(same or alike), None)


def _record(work: Work, before: Last | None, quarter: int) -> Content:
    kind, old = KINDS[work.worker_type], before.record if before else {}
    record: Content = {
        "EmployerClass": old.get("EmployerClass")
        or the_one(classes_of(work.worker_type, work.joint_committee)),
        "WorkerCode": old.get("WorkerCode") or the_one(kind.codes),
        **whole(quarter),
        "Border": old.get("Border") or "0",
    }
    if kind.student:
        return record | {"StudentContribution": {}}
    return record | {"Occupation": [_occupation(work, before, quarter)]}


def whole(quarter: int) -> Content:
    """Return the two days of a record that runs over a whole quarter."""
    return {
        "NOSSQuarterStartingDate": first_day(quarter).isoformat(),
        "NOSSQuarterEndingDate": last_day(quarter).isoformat(),
    }


def _occupation(work: Work, before: Last | None, quarter: int) -> Content:
    old = before.occupation if before else {}
    kept = {name: value for name, value in old.items() if name not in OF_ITS_QUARTER}
    made = {"Retired": "0", **kept, "OccupationStartingDate": work.since.isoformat()}
    if not kept and work.joint_committee != OTHER_SECTORS:
        made["JointCommissionNbr"] = work.joint_committee
    if work.until and work.until <= last_day(quarter):
        made["OccupationEndingDate"] = work.until.isoformat()
    code = before.code if before else the_one(KINDS[work.worker_type].codes)
    made["Service"] = list(_services(code, made, quarter))
    made["Remun"] = list(_pay(made, before, quarter)) if before else []
    return made


def _services(code: str, occupation: Mapping[str, Any], quarter: int) -> Iterator[Content]:
    """Give the days that the calendar expects, where the weekly regime is known."""
    if not occupation.get("WorkingDaysSystem"):
        return
    a_week = number(occupation, "WorkingDaysSystem")
    days = expected_days(a_week, *span_of(occupation, quarter))
    if days:
        service = {"ServiceCode": PAID_WORK, "ServiceNbrDays": str(days)}
        if gives_hours(code, occupation):
            hours = expected_hours(days, number(occupation, "MeanWorkingHours"), a_week)
            service["ServiceNbrHours"] = str(hours)
        yield service


def _pay(occupation: Content, before: Last, quarter: int) -> Iterator[Content]:
    """Give the ordinary pay of the last quarter: all of it where the work lasted and lasts a whole
    quarter, else as much as the days of the calendar are of those of then."""
    now, then = _days(occupation, quarter), _days(before.occupation, before.quarter)
    if {_whole(occupation, quarter), _whole(before.occupation, before.quarter)} == {True}:
        now = then
    for pay in before.occupation.get("Remun", []):
        if number(pay, "RemunCode") == int(ordinary_pay(before.code)):
            cents = int(half_up(number(pay, "RemunAmount") * now, then)) if then else 0
            kept = {name: value for name, value in pay.items() if name != "RemunSequenceNbr"}
            yield kept | {"RemunAmount": str(cents)}


def _whole(occupation: Content, quarter: int) -> bool:
    return span_of(occupation, quarter) == (first_day(quarter), last_day(quarter))


def _days(occupation: Content, quarter: int) -> int:
    a_week = number(occupation, "WorkingDaysSystem") or FIVE_DAYS
    return expected_days(a_week, *span_of(occupation, quarter))


def span_of(occupation: Mapping[str, Any], quarter: int) -> tuple[date, date]:
    """Return the first and last day of an occupation within a quarter."""
    starts, ends = first_day(quarter), last_day(quarter)
    since = occupation.get("OccupationStartingDate") or starts.isoformat()
    until = occupation.get("OccupationEndingDate") or ends.isoformat()
    return max(starts, date.fromisoformat(since)), min(ends, date.fromisoformat(until))


def number(part: Mapping[str, Any], zone: str) -> int:
    """Return a number of a block; 0 where there is none."""
    text = part.get(zone) or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _occupations_of(worker: Mapping[str, Any]) -> Iterator[Last]:
    for record in worker.get("WorkerRecord", []):
        if record.get("WorkerCode") in STUDENT_CODES:
            yield Last(record, {})
        for occupation in record.get("Occupation", []):
            yield Last(record, occupation)


def _joined(records: Sequence[Content]) -> Content:
    """Put occupations under the same class and code into one record."""
    first = records[0]
    if "Occupation" in first:
        occupations = [each for record in records for each in record.get("Occupation", [])]
        return first | {"Occupation": occupations}
    return first
