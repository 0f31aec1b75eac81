"""Requests to consult a personnel file (PersonnelFileConsultationRequest): who asks about whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from declarations.channels.safe_xml import UnreadableError, parse
from declarations.channels.tree import Reading
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import line_of
from declarations.glossary.fields import check_block, found
from declarations.glossary.findings import Finding
from declarations.hiring.access import may_see_register
from declarations.hiring.personnel_file import Question
from portal.access.models import Capacity
from portal.people.models import Company

HEADER = ("Identification", "FormCreationDate", "FormCreationHour", "AttestationStatus", "TypeForm")
EMPLOYER = "Form/EmployerId"
PERIOD = "Form/ReferencePeriod"


class RefusedError(Exception):
    """A request is not answered; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.code for finding in findings))
        self.findings = findings


def read_request(data: bytes, capacity: Capacity) -> Question:
    """Return what a request asks, whatever the bytes are.

    Raises `RefusedError` when it cannot be read, is wrong, or is about an employer whose register
    the asker may not see.
    """
    form = _read(data)
    company = _company(form["EmployerId"])
    if not may_see_register(capacity, company):
        raise RefusedError(found("00011-155", f"{EMPLOYER}/NOSSRegistrationNbr"))
    period = form.get("ReferencePeriod", {})
    since, until = (_day(period.get(name)) for name in ("RefStartingDate", "RefEndingDate"))
    own = form.get("Reference", {}).get("ReferenceNbr", "")
    header = {name: form[name] for name in HEADER}
    # The only option is the quota: the model refuses any other.
    return Question(company, since, until, header, own, quota="DataOption" in form)


def _read(data: bytes) -> dict[str, Any]:
    model = glossary("personnel_file_request", "2023/1")
    try:
        root = parse(data)
    except UnreadableError as refusal:
        raise RefusedError(found(refusal.code, "", line=refusal.line)) from None
    reading = Reading(model)
    number = model.blocks[model.root].number
    if root.tag != model.root:
        raise RefusedError(found(f"{number}-089", "", str(root.tag), 1))
    forms = list(reading.children(model.root, root, ""))
    if len(forms) != 1:
        number = model.blocks[model.form].number
        raise RefusedError(found(f"{number}-{'090' if forms else '001'}", model.form, line=1))
    form: Any = reading.block(model.form, forms[0], model.form)
    checked = [*check_block(model, model.form, form, model.form), *_check_period(form)]
    placed = (replace(each, line=line_of(each.path, reading.lines)) for each in checked)
    if findings := [*reading.findings, *placed]:
        raise RefusedError(*findings)
    return {**form}


def _check_period(form: dict[str, Any]) -> Iterator[Finding]:
    """A period that is asked about has a bound, and does not end before it starts."""
    period = form.get("ReferencePeriod")
    if not isinstance(period, dict):
        return
    since, until = (_day(period.get(name)) for name in ("RefStartingDate", "RefEndingDate"))
    if not period:
        yield found("90077-360", PERIOD)
    elif since and until and until < since:
        yield found("00075-014", f"{PERIOD}/RefEndingDate", until.isoformat())


def _company(identification: dict[str, str]) -> Company:
    """The employer that both numbers name; an enterprise number 0 says that it is not known."""
    nsso_number = identification.get("NOSSRegistrationNbr", "").lstrip("0")
    enterprise_number = identification["CompanyID"].lstrip("0")
    if not nsso_number and not enterprise_number:
        raise RefusedError(found("90256-151", EMPLOYER))
    company = Company.objects.identified_by(
        nsso_number=nsso_number, enterprise_number=enterprise_number.zfill(10)
    ).first()
    if company is None:
        code, label = (
            ("00011-235", "NOSSRegistrationNbr") if nsso_number else ("00014-235", "CompanyID")
        )
        raise RefusedError(found(code, f"{EMPLOYER}/{label}", identification.get(label)))
    if enterprise_number and company.enterprise_number != enterprise_number.zfill(10):
        raise RefusedError(found("00011-041", f"{EMPLOYER}/NOSSRegistrationNbr", nsso_number))
    return company


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
