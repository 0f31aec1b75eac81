"""Social risks by an application: sent, answered in JSON and in official XML, kept apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import scenarios
from portal.exchange.actions import move_outbox
from tests.api.conftest import Application
from tests.glossary.official import official
from tests.social_risk.declaring import content
from tests.social_risk.samples import xml

pytestmark = pytest.mark.django_db
RISKS = "/api/risks/v1"
XML = "application/xml"
Applications = Callable[[str], Application]


def test_a_file_is_taken_and_answered(cast: Cast, application: Applications) -> None:
    office = application("payroll-software")
    good, bad = content(cast, "zima006"), content(cast, "zima006", WorkRecoveryDate="2020-01-01")
    data = xml(scenarios()["zima006"], good, bad)
    sent = office.post(f"{RISKS}/declarations", data, XML)
    assert sent.status_code == 201
    again = office.post(f"{RISKS}/declarations", data, XML)
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")
    first = f"{RISKS}/declarations/{sent.json()['declarations'][0]['id']}"
    assert office.get(first).status_code == 404
    move_outbox()
    assert office.get(first).json()["declarationStatus"]["result"] == "A"
    state = office.get(sent["Location"], accept="application/json").json()
    assert [d["declarationStatus"]["result"] for d in state["declarations"]] == ["A", "B"]
    assert Risk.objects.count() == 1


def test_the_xml_answers_are_official(cast: Cast, application: Applications) -> None:
    office = application("payroll-software")
    wrong = content(cast, "wech005", DayIndicator="--11-05")
    ticket = office.post(f"{RISKS}/declarations", xml(scenarios()["wech005"], wrong), XML).json()[
        "ticket"
    ]
    move_outbox()
    notice = office.get(f"{RISKS}/messages/{ticket}", accept=XML).content
    receipt = office.get(f"{RISKS}/messages/{ticket}/acrf").content
    for answer, name in ((notice, "NOTIFICATION_20223"), (receipt, "ACRF_20231")):
        schema = etree.XMLSchema(etree.parse(official(f"schemas/{name}.xsd")))
        assert schema.validate(etree.fromstring(answer)), schema.error_log
    assert b"<ErrorID>00178-097</ErrorID>" in notice


@pytest.mark.parametrize("flow", [each for each in scenarios() if each.startswith("zima")])
def test_the_answers_to_the_sickness_sector_are_official(
    cast: Cast, application: Applications, flow: str
) -> None:
    """A form that is accepted and one that is refused, in one answer."""
    office = application("payroll-software")
    good, bad = content(cast, flow), content(cast, flow, INSS="85073003328")
    sent = office.post(f"{RISKS}/declarations", xml(scenarios()[flow], good, bad), XML).json()
    move_outbox()
    notice = office.get(f"{RISKS}/messages/{sent['ticket']}", accept=XML).content
    schema = etree.XMLSchema(etree.parse(official("schemas/NOTIFICATION_20223.xsd")))
    answered = etree.fromstring(notice)
    assert schema.validate(answered), schema.error_log
    assert [each.text for each in answered.iter("ResultCode")] == ["1", "0"]
    assert [each.text for each in answered.iter("ErrorID")] == ["90017-151"]


def test_a_form_as_json(cast: Cast, application: Applications) -> None:
    office = application("payroll-software")
    made = content(cast, "zima003")
    for name in ("Identification", "FormCreationDate", "FormCreationHour", "TypeForm"):
        made.pop(name)
    sent = office.post(f"{RISKS}/declarations", {"ZIMA003": made})
    assert sent.status_code == 201
    move_outbox()
    answer: Any = office.get(sent["Location"]).json()
    assert answer["declarationStatus"] == {
        "result": "A", "anomalies": [], "period": None, "registration": None
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"WECH010": {}},
        {"ZIMA003": []},
        {"ZIMA003": {"INSS": 5}},
        ["x"],
        {"ZIMA003": {"A": [1]}},
    ],
)
def test_json_that_is_no_form(application: Applications, body: Any) -> None:
    sent = application("payroll-software").post(f"{RISKS}/declarations", body)
    assert sent.status_code == 422
    assert not Declaration.objects.filter(flow="zima003").exists()


def test_bytes_that_are_no_file(application: Applications) -> None:
    office = application("payroll-software")
    for data in (b"<x/>", b"\x00", b"<WECH001>" * 50, b"<WECH001><Form></WECH001>"):
        assert office.post(f"{RISKS}/declarations", data, XML).status_code == 422


def test_who_sent_nothing_reads_nothing(cast: Cast, application: Applications) -> None:
    data = xml(scenarios()["zima006"], content(cast, "zima006"))
    sent = application("payroll-software").post(f"{RISKS}/declarations", data, XML)
    test = application("payroll-software-test")
    ticket = sent.json()["ticket"]
    assert test.get(f"{RISKS}/messages/{ticket}").status_code == 404
    tried = test.post(f"{RISKS}/declarations", data, XML)
    assert tried.status_code == 201
    move_outbox()
    assert Risk.objects.count() == 1
    assert application("pension-software").post(f"{RISKS}/declarations", data, XML).status_code in (
        *(401, 403),
    )
