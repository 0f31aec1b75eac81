"""Quarters that are filed and amended the way everybody files them: as messages that are worked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from declarations.channels.models import Declaration, Result
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.intake import take
from declarations.wages.models import Filing, WorkerRecord
from declarations.wages.pieces import documents
from portal.access.models import Capacity, Environment
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from portal.people.models import Company, Person, PersonNumber
from tests.wages.amending_samples import amendment, person, update
from tests.wages.judging_samples import CLERK, Content, changed

QUARTER = 20261


def paid(hundreds: int) -> Content:
    """Return the record of the clerk with so many hundreds of euros of pay, and what is owed."""
    cents = hundreds * 10_000
    return changed(
        CLERK,
        Occupation__Remun__RemunAmount=f"{cents:011}",
        WorkerContribution__ContributionCalculationBasis=f"{cents:011}",
        WorkerContribution__ContributionAmount=f"{hundreds * 3_807:011}",  # 13.07 and 25 %
    )


def hire(
    company: Company, numbers: Iterable[str], environment: Environment = Environment.REAL
) -> None:
    """Let everybody with these national numbers work for a company, for long and for any hours."""
    for inss in numbers:
        person = Person.objects.filter(numbers__number=inss).first()
        if person is None:
            person = Person.objects.create(first_name="Some", last_name="Body")
            PersonNumber.objects.create(person=person, number=inss, since=date(1990, 1, 1))
        EmploymentPeriod.every.filter(company=company, person=person).update(is_cancelled=True)
        for worker_type, until, hours in (("OTH", None, None), ("STU", date(2026, 3, 31), 400)):
            EmploymentPeriod.every.create(
                number=f"9{EmploymentPeriod.every.count():011}",
                company=company,
                person=person,
                worker_type=worker_type,
                joint_committee=company.joint_committee,
                since=date(2026, 1, 1) if until else date(2020, 1, 1),
                until=until,
                planned_hours=hours,
                environment=environment,
            )


def send(capacity: Capacity, data: bytes) -> list[Declaration]:
    """Send a message and let it be worked; return its declarations with their verdicts."""
    message, _new = take(capacity, Channel.API, uuid4().hex, BytesIO(data))
    move_outbox()
    declared = Declaration.objects.filter(message=message).select_related("verdict")
    return list(declared.order_by("position"))


def codes(declaration: Declaration) -> list[str]:
    """Return why a declaration is refused: what blocks it, or else all that was too many."""
    found = declaration.verdict.anomalies
    if declaration.verdict.result != Result.REFUSED:
        return []
    return [each.code for each in found if each.blocking] or [each.code for each in found]


def current(filing: Filing) -> list[WorkerRecord]:
    """Return what stands of a filing."""
    standing = WorkerRecord.objects.in_quarter(filing.quarter).current().filter(filing=filing)
    return list(standing.order_by("id"))


def named(filing: Filing, inss: str) -> dict[str, int]:
    """Return the permanent numbers of somebody in a filing, as an amendment names them."""
    held = WorkerRecord.objects.filter(filing=filing, inss=int(inss)).order_by("id")
    first, last = held.first(), held.last()
    assert first is not None
    assert last is not None
    return {"pid": first.person_id or first.pk, "declared": first.pk, "version": last.pk}


def change(filing: Filing, last: WorkerRecord, record: Content, action: str = "1") -> bytes:
    """Return an amendment that does one thing to one record."""
    return amendment(filing.pk, changing(filing, last, record, action))


def changing(filing: Filing, last: WorkerRecord, record: Content, action: str = "1") -> Content:
    """Return what is done to somebody by an amendment that does one thing to one record."""
    before = {"EmployerClass": f"{last.employer_class:03}", "WorkerCode": f"{last.worker_code:03}"}
    inss = f"{last.inss:011}"
    done = update(record, before, last.pk, action)
    return person(done, named=named(filing, inss), inss=inss, number=last.sequence)


def said(record: WorkerRecord) -> bytes:
    """Return the XML of a version, as it was sent."""
    return next(documents([record]))


def facts(filing: Filing) -> Any:
    """Return all rows of what stands, without the numbers that tell versions apart."""
    rows = []
    for record in current(filing):
        own = [
            _row(part, "version")
            for name in ("occupations", "services", "remunerations", "contributions", "deductions")
            for part in getattr(record, name).filter(quarter=filing.quarter).order_by("position")
        ]
        shown = ("inss", "starts", "ends", "student_hours", "employer_class", "worker_code")
        rows.append((tuple(getattr(record, name) for name in shown), tuple(own)))
    return sorted(rows, key=repr)


def _row(part: Any, *left_out: str) -> tuple[Any, ...]:
    hidden = {"record", "shelf", "quarter", *left_out}
    columns = [field for field in part._meta.concrete_fields if field.name not in hidden]
    return (type(part).__name__, *((f.name, getattr(part, f.attname)) for f in columns))
