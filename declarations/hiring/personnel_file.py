"""The personnel file of an employer in the official layout (PersonnelFileConsultationAnswer).

It is written by pieces, so that its length costs no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Final
from uuid import uuid4

from lxml import etree

from declarations.channels.writing import block, document, header, reference
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import BELGIUM
from declarations.glossary.model import Glossary
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.notices import situation
from declarations.hiring.quota import STUDENT
from portal.people.models import Company

FOUND: Final = "0"
NOTHING: Final = "1"
OWN_REFERENCE_LENGTH: Final = 20
FEATURES: Final = (
    "DimonaFeatures",
    "ConstructionControlCards",
    "StudentPlaceOfWork",
    "SmallStatutesInformation",
)


@dataclass(frozen=True)
class Question:
    """Whose personnel file is asked, and of which days (None: no bound).

    `header` holds the five fields of the form that asked, `reference` the asker's own; `quota` asks
    also how many hours of students go beyond their yearly quota.
    """

    company: Company
    since: date | None = None
    until: date | None = None
    header: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    quota: bool = False


def personnel_file(
    question: Question, pieces: Iterable[list[EmploymentPeriod]], at: datetime
) -> Iterator[bytes]:
    """Yield the answer to a question: the periods, with `inss`, of pieces that were read.

    `at` is an aware datetime; it is written in Belgian time.
    """
    model = glossary("personnel_file_answer", "2022/3")
    rest = iter(pieces)
    first = next(rest, [])
    head, tail = _frame(model, question, FOUND if first else NOTHING, at)
    yield head
    for piece in chain([first], rest):
        yield b"".join(_period(model, period, question.quota) for period in piece)
    yield tail


def _frame(model: Glossary, question: Question, result: str, at: datetime) -> tuple[bytes, bytes]:
    """Everything before the periods, and everything after them."""
    form = header("PFANS", "FA", at) | {
        "HandledOriginalForm": question.header or header("PFREQ", "RE", at),
        "HandledReference": reference("2", uuid4().hex[:OWN_REFERENCE_LENGTH]),
        "PersonnelFileConsult": {
            "NOSSRegistrationNbr": question.company.nsso_number or "0",
            "CompanyID": question.company.enterprise_number,
            "RefStartingDate": question.since and question.since.isoformat(),
            "RefEndingDate": question.until and question.until.isoformat(),
            "ResultCodeResearch": result,
        },
    }
    if question.reference:
        form["Reference"] = reference("1", question.reference)
    root = document(model, form)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    head, closing, tail = written.rpartition(b"</PersonnelFileConsult>")
    return head, closing + tail


def _period(model: Glossary, period: EmploymentPeriod, quota: bool) -> bytes:
    declared = [part.declaration for part in period.history.all()]
    changed = period.changed_at.astimezone(BELGIUM)
    content = (situation(declared) or {}) | {
        "DimonaPeriodId": period.number,
        "IsLocked": str(int(period.is_locked)),
        "IsCancelled": str(int(period.is_cancelled)),
        "IsLate": str(int(period.is_late)),
        "StartingDate": period.since.isoformat(),
        "EndingDate": period.until and period.until.isoformat(),
        "LastUpdateDate": changed.date().isoformat(),
        "LastUpdateHour": changed.time().isoformat("milliseconds"),
        "NaturalPerson": _worker(model, period),
    }
    if declared:
        content |= {label: declared[0].content.get(label) for label in FEATURES}
    content["DimonaFeatures"] = (content.get("DimonaFeatures") or {}) | {
        "JointCommissionNbr": period.joint_committee,
        "WorkerType": period.worker_type,
    }
    if quota and period.worker_type == STUDENT:
        beyond = (period.planned_hours or 0) - (period.reserved_hours or 0)
        content["QuotaFeatures"] = [{"QuotaType": "STUDENT", "ExceedingHoursNbr": str(beyond)}]
    return etree.tostring(block(model, "DimonaPeriod", content))


def _worker(model: Glossary, period: EmploymentPeriod) -> dict[str, str]:
    """Number and name: what the employer needs to know whom it is about, and no more."""
    inss: str = period.inss or "0"  # type: ignore[attr-defined]
    last_name, first_name = period.person.last_name, period.person.first_name
    return {
        "INSS": inss,
        "WorkerName": last_name[: model.zones["WorkerName"].longest],
        "WorkerFirstName": first_name[: model.zones["WorkerFirstName"].longest],
    }
