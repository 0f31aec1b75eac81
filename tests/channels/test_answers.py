"""Receipts and notifications: what they say, and that the official schemas accept them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from declarations.channels.answers import Impact, acrf, notification
from declarations.channels.xml import read_dimona
from declarations.glossary.findings import Finding
from tests.channels.forms import HEADER, dimona_file
from tests.glossary.official import official
from tests.glossary.samples import ENTERPRISE, FULL, NSSO, PERIOD, TODAY, changed

AT = datetime(2026, 7, 1, 22, 5, 6, 123456, tzinfo=UTC)
FILE = "FI.DIMN.012996.20260701.00001.R.1.1"
FINDINGS = [
    Finding("00910-003", "B", "DimonaIn/StartingDate", "soon", 14),
    Finding("90017-369", "NP", "DimonaIn/NaturalPerson"),
    Finding("FILE-004", "B", ""),
]
IMPACT = Impact(
    PERIOD,
    before={"StartingDate": "2026-12-01", "PlannedHoursNbr": "40"},
    after={"StartingDate": "2026-12-01", "EndingDate": "2026-12-31", "PlannedDaysNbr": "5"},
    features=FULL["DimonaIn"],
)


def text(data: bytes, path: str) -> str | None:
    return etree.fromstring(data).findtext(f"Form/{path}")


def texts(data: bytes, path: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(data).findall(f"Form/{path}")]


def check(data: bytes, schema: str) -> None:
    known = etree.XMLSchema(etree.parse(official(f"schemas/{schema}")))
    assert known.validate(etree.fromstring(data)), known.error_log


def test_a_receipt_says_what_was_received() -> None:
    data = acrf(file_name=FILE, ticket="3400001Y1P01G", accepted=True, at=AT)
    assert text(data, "FileReference/FileName") == FILE
    assert text(data, "FileReference/ReferenceNbr") == "3400001Y1P01G"
    assert text(data, "ReceptionResult/ResultCode") == "1"
    assert text(data, "FormCreationDate") == "2026-07-02"
    assert text(data, "FormCreationHour") == "00:05:06.123"


def test_a_refused_file_gets_its_reasons() -> None:
    data = acrf(file_name=FILE, ticket="T1", accepted=False, at=AT, errors=["FILE-001", "FILE-002"])
    assert text(data, "ReceptionResult/ResultCode") == "0"
    assert texts(data, "ReceptionResult/ErrorID") == ["FILE-001", "FILE-002"]


def test_a_notification_shows_findings_and_the_period_before_and_after() -> None:
    data = notification(ticket="D-1", accepted=False, at=AT, findings=FINDINGS, impact=IMPACT)
    assert text(data, "HandledReference/ReferenceNbr") == "D-1"
    assert text(data, "HandlingResult/ResultCode") == "0"
    report = "HandlingResult/AnomalyReport"
    assert texts(data, f"{report}/ErrorID") == ["00910-003", "90017-369", "FILE-004"]
    assert texts(data, f"{report}/TagName") == ["StartingDate", "NaturalPerson"]
    assert texts(data, f"{report}/AnomalyLocation/LineNbr") == ["14"]
    assert text(data, f"{report}/AnomalyLabel") == "First day of work: not valid"
    report = "HandlingResult/ImpactReport/DimonaImpactReport"
    assert text(data, f"{report}/DimonaPeriodId") == PERIOD
    assert text(data, f"{report}/DimonaPeriodBefore/EndingDate") is None
    assert text(data, f"{report}/DimonaPeriodAfter/EndingDate") == "2026-12-31"
    assert text(data, f"{report}/DimonaFeatures/WorkerType") == "EXT"


def test_what_a_declarant_wrote_cannot_break_an_answer() -> None:
    hostile = "a\x00\x1b]]>&<b>\ud800\uffff"
    data = acrf(file_name=hostile, ticket="T1", accepted=False, at=AT)
    assert text(data, "FileReference/FileName") == "a\ufffd\ufffd]]>&<b>\ufffd\ufffd"
    finding = Finding("00025-003", "B", "DimonaIn/NaturalPerson/WorkerName", hostile)
    data = notification(
        ticket="D-1",
        accepted=False,
        at=AT,
        findings=[finding],
        header={**HEADER, "AttestationStatus": "twelve"},
        employer={"NOSSRegistrationNbr": "none", "CompanyID": ENTERPRISE},
    )
    assert text(data, "HandledOriginalForm/TypeForm") == "SU"
    assert text(data, "HandledOriginalForm/AttestationStatus") is None
    assert text(data, "EmployerId/NOSSRegistrationNbr") == "0"
    assert text(data, "EmployerId/CompanyID") == ENTERPRISE


@pytest.mark.parametrize("errors", [[], ["FILE-001", "90372-089"]])
def test_receipts_follow_the_official_schema(errors: list[str]) -> None:
    data = acrf(file_name=FILE, ticket="3" * 20, accepted=not errors, at=AT, errors=errors)
    check(data, "ACRF_20231.xsd")


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"findings": FINDINGS, "impact": IMPACT},
        {"impact": Impact(PERIOD, before=IMPACT.before, locked=True)},
        {"employer": {"ProvisionalNSSONbr": "5000000120"}},
        {"employer": {"NOSSRegistrationNbr": NSSO, "CompanyID": ENTERPRISE}},
        {"employer": {"CompanyID": "0"}},
        {"file_name": FILE * 3, "file_ticket": "T1", "own_reference": "PAY-0001"},
        {"header": {**HEADER, "FormCreationDate": "yesterday"}},
        {"header": {"Identification": "x" * 900}},
        {"findings": [Finding("00025-003", "B", "DimonaIn/" + "x" * 900, "\x00" * 900)]},
        {
            "impact": Impact(
                PERIOD, features=changed(FULL["DimonaIn"], DimonaFeatures__WorkerType="ALT")
            )
        },
    ],
)
def test_notifications_follow_the_official_schema(parts: dict[str, Any]) -> None:
    data = notification(ticket="D-1", accepted=not parts.get("findings"), at=AT, **parts)
    check(data, "NOTIFICATION_20223.xsd")


def test_a_file_can_be_answered_form_by_form() -> None:
    (form,) = read_dimona(dimona_file(("DimonaOut", FULL["DimonaOut"])), on=TODAY).forms
    employer: Any = form.content["EmployerId"]
    data = notification(
        ticket="D-2",
        accepted=True,
        at=AT,
        header=form.header,
        employer=employer,
        own_reference=form.reference,
        file_name=FILE,
        file_ticket="T1",
    )
    check(data, "NOTIFICATION_20223.xsd")
    assert text(data, "Reference/ReferenceNbr") == "PAY-0001"
