"""Requests in XML: one form that asks about one employer, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from declarations.channels.safe_xml import UnreadableError, parse
from declarations.channels.tree import Reading
from declarations.glossary.checks import line_of
from declarations.glossary.fields import check_block, found
from declarations.glossary.findings import Finding
from declarations.glossary.model import Glossary
from portal.people.models import Company

HEADER: Final = (
    "Identification",
    "FormCreationDate",
    "FormCreationHour",
    "AttestationStatus",
    "TypeForm",
)
Form = dict[str, Any]


class RefusedError(Exception):
    """A request is not answered; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.code for finding in findings))
        self.findings = findings


def _nothing(_form: Form) -> Iterable[Finding]:
    return ()


def read_request(
    model: Glossary, data: bytes, check: Callable[[Form], Iterable[Finding]] = _nothing
) -> Form:
    """Return the one form of a request, whatever the bytes are; `check` finds more than the model.

    Raises `RefusedError` when it cannot be read or is wrong.
    """
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
    form: Form = {**reading.block(model.form, forms[0], model.form)}
    checked = [*check_block(model, model.form, form, model.form), *check(form)]
    placed = (replace(each, line=line_of(each.path, reading.lines)) for each in checked)
    if findings := [*reading.findings, *placed]:
        raise RefusedError(*findings)
    return form


def company_of(identification: Mapping[str, str], path: str, neither: str) -> Company:
    """Return the employer that both numbers name; a number 0 says that it is not known.

    `path` is where they stand, `neither` the anomaly when none of them is known. Raises
    `RefusedError`.
    """
    nsso_number = identification.get("NOSSRegistrationNbr", "").lstrip("0")
    enterprise_number = identification["CompanyID"].lstrip("0")
    if not nsso_number and not enterprise_number:
        raise RefusedError(found(neither, path))
    company = Company.objects.identified_by(
        nsso_number=nsso_number, enterprise_number=enterprise_number.zfill(10)
    ).first()
    if company is None:
        code, label = (
            ("00011-235", "NOSSRegistrationNbr") if nsso_number else ("00014-235", "CompanyID")
        )
        raise RefusedError(found(code, f"{path}/{label}", identification.get(label)))
    if enterprise_number and company.enterprise_number != enterprise_number.zfill(10):
        raise RefusedError(found("00011-041", f"{path}/NOSSRegistrationNbr", nsso_number))
    return company
