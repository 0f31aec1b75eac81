"""The messages that go back to a declarant: receipt of a file (ACRF), result of a form (NOTI).

Laid out as the NSSO schemas ACRF_20231 and NOTIFICATION_20223 prescribe. Everything comes in as
plain values, and what comes from a declarant is cleaned of characters that XML cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lxml import etree

from declarations.glossary.catalog import glossary
from declarations.glossary.checks import BELGIUM
from declarations.glossary.fields import problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Block, Glossary, Zone

UNREPRESENTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FILE_NAME_LENGTH: Final = 64
LABEL_LENGTH: Final = 500
LOCATION_LENGTH: Final = 200
ORIGIN_DECLARANT: Final = "1"
ORIGIN_SOCIAL_SECURITY: Final = "2"
HEADER: Final = (
    "Identification",
    "FormCreationDate",
    "FormCreationHour",
    "AttestationStatus",
    "TypeForm",
)
PERIOD: Final = ("StartingDate", "StartingHour", "EndingDate", "EndingHour")
PLANNED: Final = ("PlannedHoursNbr", "PlannedDaysNbr")
FEATURES: Final = (
    "DimonaFeatures",
    "ConstructionControlCards",
    "StudentPlaceOfWork",
    "SmallStatutesInformation",
)
# Worker types that came after the published notification schema, which would refuse them.
NOT_NOTIFIED: Final = ("ALT",)


@dataclass(frozen=True)
class Impact:
    """What a declaration did to a period.

    `before` and `after` hold the dates, hours and planned hours in the terms of the content of a
    declaration (None when there was no period, or none is left); `features` the blocks beside them.
    """

    period_id: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    features: Mapping[str, Any] = field(default_factory=dict)
    locked: bool = False


def acrf(
    *, file_name: str, ticket: str, accepted: bool, at: datetime, errors: Sequence[str] = ()
) -> bytes:
    """The receipt of a file. `ticket` (up to 20) is ours; `errors` are anomaly ids (up to 9).

    `at` is an aware datetime; it is written in Belgian time.
    """
    root, form = _message("ACRF", "ACRF001", "PA", at)
    _file(form, file_name, ticket)
    result = _add(form, "ReceptionResult")
    _add(result, "ResultCode", "1" if accepted else "0")
    for error in errors:
        _add(result, "ErrorID", error)
    return _bytes(root)


def notification(
    *,
    ticket: str,
    accepted: bool,
    at: datetime,
    findings: Sequence[Finding] = (),
    header: Mapping[str, str] | None = None,
    employer: Mapping[str, str] | None = None,
    own_reference: str = "",
    file_name: str = "",
    file_ticket: str = "",
    impact: Impact | None = None,
    model: Glossary | None = None,
    quarter: int | None = None,
    diagnoses: Sequence[str] = (),
) -> bytes:
    """The result of one form. `ticket` (up to 64) is ours for the declaration.

    `header` holds the five fields of the original form, which follows `model` (Dimona's when not
    given); `employer` is the EmployerId of the declaration; a part that a field check refuses is
    left out. `diagnoses` are the codes of zone 00232. Labels are in the active language.
    """
    model = model or glossary("dimona", "2023/1")
    root, form = _message("NOTIFICATION", "NOTI001", "FA", at)
    if file_name:
        _file(form, file_name[:FILE_NAME_LENGTH], file_ticket)
    if header:
        _valid_zones(_add(form, "HandledOriginalForm"), HEADER, header, model)
    if own_reference:
        _reference(_add(form, "Reference"), ORIGIN_DECLARANT, own_reference)
    _employer(form, employer or {}, model)
    if quarter:
        _add(_add(form, "ConcernedQuarter"), "Quarter", str(quarter))
    _reference(_add(form, "HandledReference"), ORIGIN_SOCIAL_SECURITY, ticket)
    result = _add(form, "HandlingResult")
    _add(result, "ResultCode", "1" if accepted else "0")
    for diagnosis in diagnoses:
        _add(result, "Diagnosis", diagnosis)
    for finding in findings:
        _anomaly(result, finding)
    if impact:
        _impact(result, impact, model)
    return _bytes(root)


def _message(
    root_name: str, identification: str, kind: str, at: datetime
) -> tuple[etree._Element, etree._Element]:
    local = at.astimezone(BELGIUM)
    root = etree.Element(root_name)
    form = _add(root, "Form")
    _add(form, "Identification", identification)
    _add(form, "FormCreationDate", local.date().isoformat())
    _add(form, "FormCreationHour", local.time().isoformat("milliseconds"))
    _add(form, "AttestationStatus", "0")
    _add(form, "TypeForm", kind)
    return root, form


def _file(form: etree._Element, file_name: str, ticket: str) -> None:
    reference = _add(form, "FileReference")
    _add(reference, "FileName", file_name)
    _add(reference, "ReferenceOrigin", ORIGIN_SOCIAL_SECURITY)
    if ticket:
        _add(reference, "ReferenceNbr", ticket)


def _reference(block: etree._Element, origin: str, number: str) -> None:
    _add(block, "ReferenceType", "1")
    _add(block, "ReferenceOrigin", origin)
    _add(block, "ReferenceNbr", number)


def _employer(form: etree._Element, employer: Mapping[str, str], model: Glossary) -> None:
    """The notification names one registration number and an enterprise number, 0 when unknown."""
    valid = {label: value for label, value in employer.items() if _is_valid(label, value, model)}
    if not valid:
        return
    block = _add(form, "EmployerId")
    if "ProvisionalNSSONbr" in valid and "NOSSRegistrationNbr" not in valid:
        _add(block, "ProvisionalNSSONbr", valid["ProvisionalNSSONbr"])
    else:
        _add(block, "NOSSRegistrationNbr", valid.get("NOSSRegistrationNbr", "0"))
    _add(block, "CompanyID", valid.get("CompanyID", "0"))


def _anomaly(result: etree._Element, finding: Finding) -> None:
    report = _add(result, "AnomalyReport")
    _add(report, "ErrorID", finding.code)
    if finding.path:
        _add(report, "TagName", finding.path.rpartition("/")[2])
    if finding.value:
        _add(report, "Value", finding.value)
    _add(report, "AnomalyClass", finding.anomaly_class)
    _add(report, "AnomalyLabel", finding.title[:LABEL_LENGTH])
    if not finding.line and not finding.path:
        return
    location = _add(report, "AnomalyLocation")
    if finding.line:
        _add(location, "LineNbr", str(finding.line))
    if finding.path:
        _add(location, "Location", finding.path[:LOCATION_LENGTH])


def _impact(result: etree._Element, impact: Impact, model: Glossary) -> None:
    report = _add(_add(result, "ImpactReport"), "DimonaImpactReport")
    _add(report, "DimonaPeriodId", impact.period_id)
    _add(report, "IsLocked", "1" if impact.locked else "0")
    for label in FEATURES:
        if label in impact.features:
            _block(report, label, impact.features[label], model)
    for label, situation in (
        ("DimonaPeriodBefore", impact.before),
        ("DimonaPeriodAfter", impact.after),
    ):
        if situation is not None:
            planned = [name for name in PLANNED if name in situation][:1]
            _valid_zones(_add(report, label), (*PERIOD, *planned), situation, model)


def _block(parent: etree._Element, label: str, content: Mapping[str, Any], model: Glossary) -> None:
    """A block of the information model, in its order, with what is valid of it."""
    element = _add(parent, label)
    for member in model.blocks[label].members:
        value = content.get(member.label)
        if isinstance(value, Mapping):
            _block(element, member.label, value, model)
        elif value not in NOT_NOTIFIED:
            _valid_zones(element, (member.label,), content, model)


def _valid_zones(
    element: etree._Element, labels: Sequence[str], values: Mapping[str, Any], model: Glossary
) -> None:
    for label in labels:
        if _is_valid(label, values.get(label), model):
            _add(element, label, values[label])


def _is_valid(label: str, value: object, model: Glossary) -> bool:
    known = model.element(label)
    if isinstance(known, Block):
        return False
    zone: Zone = known
    return value is not None and problem_of(zone, value) is None


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, name)
    if text is not None:
        element.text = UNREPRESENTABLE.sub("\ufffd", text)
    return element


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
