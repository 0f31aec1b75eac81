"""What is asked of a worker: fields laid over the content of a `NaturalPerson`.

Each question has a place: the block, which of its kind in the document, and the zone. By it an
anomaly that the judges find finds its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from declarations.wages.drafting.defaults import gives_hours, ordinary_pay
from declarations.wages.drafting.proposing import PAID_WORK, Content

RECORD_TERMS: Final = ("EmployerClass", "WorkerCode")
OCCUPATION_TERMS: Final = (
    *("OccupationStartingDate", "OccupationEndingDate", "JointCommissionNbr", "ContractType"),
    *("WorkingDaysSystem", "MeanWorkingHours", "RefMeanWorkingHours", "LocalUnitID"),
)
OPTIONAL_TERMS: Final = frozenset({"OccupationEndingDate"})
STUDENT_ZONES: Final = ("StudentHoursNbr", "StudentRemunAmount")
TIME_ZONES: Final = ("ServiceNbrDays", "ServiceNbrHours")
MORE: Final = "more"  # in the name of a question: a row that is not there yet


@dataclass(frozen=True)
class Question:
    """A zone of a block: `path` leads to the block from the worker, `code` is what it counts.

    `name` is that of the field; `extra` marks a row that may be added.
    """

    path: tuple[str | int, ...]
    zone: str
    code: str = ""
    extra: bool = False

    @property
    def name(self) -> str:
        """Return a name that can stand in a page."""
        numbers = [str(step) for step in self.path if isinstance(step, int)]
        block = next((step for step in reversed(self.path) if isinstance(step, str)), "")
        return "-".join([block, *numbers, *([MORE] if self.extra else []), self.zone])

    @property
    def block(self) -> str:
        """Return the label of the block in which the zone stands."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def jobs(content: Content) -> Iterator[tuple[tuple[str | int, ...], Content, Content]]:
    """Yield each occupation or student's work: its path, its record and its content."""
    for record_at, record in enumerate(content.get("WorkerRecord", [])):
        above = ("WorkerRecord", record_at)
        if "StudentContribution" in record:
            yield (*above, "StudentContribution"), record, record["StudentContribution"]
        for at, occupation in enumerate(record.get("Occupation", [])):
            yield (*above, "Occupation", at), record, occupation


def is_student(path: tuple[str | int, ...]) -> bool:
    """Say whether a path leads to the work of a student."""
    return path[-1] == "StudentContribution"


def terms(path: tuple[str | int, ...]) -> list[Question]:
    """Return what the contract says, of one occupation or student's work."""
    record = [Question(path[:2], zone) for zone in RECORD_TERMS]
    if is_student(path):
        return [*record, Question(path, "LocalUnitID")]
    return [*record, *(Question(path, zone) for zone in OCCUPATION_TERMS)]


def time_and_pay(path: tuple[str | int, ...], record: Content, job: Content) -> list[Question]:
    """Return what changes from quarter to quarter, of one occupation or student's work."""
    if is_student(path):
        return [Question(path, zone) for zone in STUDENT_ZONES]
    return [*_time(path, record, job), *_pay(path, record, job)]


def extras(path: tuple[str | int, ...]) -> list[Question]:
    """Return the rows that may be added to an occupation: other time, other pay."""
    if is_student(path):
        return []
    time = [Question((*path, "Service"), zone, extra=True) for zone in ("ServiceCode", *TIME_ZONES)]
    zones = ("RemunCode", "RemunAmount", "BonusPaymentFrequency")
    return [*time, *(Question((*path, "Remun"), zone, extra=True) for zone in zones)]


def _time(path: tuple[str | int, ...], record: Content, job: Content) -> Iterator[Question]:
    # As long as the contract is not known, hours may be needed.
    hours = gives_hours(record.get("WorkerCode", ""), job) or not job.get("ContractType")
    for at, service in enumerate(with_first(job, "Service", "ServiceCode", PAID_WORK)):
        code, here = service["ServiceCode"], (*path, "Service", at)
        yield Question(here, "ServiceNbrDays", code)
        if hours or service.get("ServiceNbrHours"):
            yield Question(here, "ServiceNbrHours", code)


def _pay(path: tuple[str | int, ...], record: Content, job: Content) -> Iterator[Question]:
    for at, pay in enumerate(_pays(record, job)):
        yield Question((*path, "Remun", at), "RemunAmount", pay["RemunCode"])


def with_first(job: Content, block: str, code_zone: str, code: str) -> list[Content]:
    """Return the rows of a block; where there are none, the one that is nearly always there."""
    rows: list[Content] = job.get(block) or []
    return rows or [{code_zone: code}]


def _pays(record: Content, job: Content) -> list[Content]:
    return with_first(job, "Remun", "RemunCode", ordinary_pay(record.get("WorkerCode", "")))


def value_at(content: Content, question: Question) -> str:
    """Return what stands at the place of a question; empty where nothing does."""
    found: Any = content
    for step in question.path:
        try:
            found = found[step]
        except (KeyError, IndexError):
            return ""
    return str(found.get(question.zone) or "") if isinstance(found, Mapping) else ""


def answered(content: Content, answers: Mapping[Question, str]) -> Content:
    """Return the content with these answers; a row of time or pay without a figure goes."""
    made: Content = _copied(content)
    for path, record, job in list(jobs(made)):
        if not is_student(path):
            job["Service"] = with_first(job, "Service", "ServiceCode", PAID_WORK)
            job["Remun"] = _pays(record, job)
    added: dict[tuple[str | int, ...], Content] = {}
    for question, value in answers.items():
        place = added.setdefault(question.path, {}) if question.extra else _at(made, question.path)
        place.pop(question.zone, None)
        if value:
            place[question.zone] = value
    for row_path, row in added.items():
        if any(row.values()):
            _at(made, row_path).append(row)
    for _path, _record, job in jobs(made):
        _tidy(job)
    return made


def _tidy(job: Content) -> None:
    """Drop rows without a figure; they are numbered anew when they are sent."""
    for block, figures in (("Service", TIME_ZONES), ("Remun", ("RemunAmount",))):
        if block in job:
            job[block] = [row for row in job[block] if any(row.get(zone) for zone in figures)]


def _at(content: Content, path: tuple[str | int, ...]) -> Any:
    found: Any = content
    for step in path:
        found = found[step]
    return found


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value
