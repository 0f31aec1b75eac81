"""Institutions take in the risks that are for them by cursor, and answer; the employer reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from casework.demo.building import Cast
from declarations.social_risk.models import Risk, RiskAnswer
from declarations.social_risk.scenarios import scenarios
from portal.access.models import AccessLine
from portal.exchange.actions import move_outbox
from portal.exchange.trail.horizons import settle
from portal.exchange.trail.registry import SEALED
from tests.api.conftest import Application
from tests.glossary.official import official
from tests.social_risk.declaring import content, declare, employer
from tests.social_risk.samples import xml

pytestmark = pytest.mark.django_db
DELIVERIES = "/api/risk-deliveries/v1/deliveries"
Applications = Callable[[str], Application]
ZIMA = [flow for flow in scenarios() if flow.startswith("zima")]


def settled() -> None:
    """Let the horizon pass what is written, as sealing does every few seconds."""
    settle([each for each in SEALED.values() if each.table == "declarations_riskdelivery"])


@pytest.fixture
def fund(cast: Cast, application: Applications) -> Application:
    """The fund of which Lucas is a member."""
    return application("sickness-fund-software")


def test_risks_are_taken_in_by_cursor(cast: Cast, fund: Application) -> None:
    declare(employer(cast), "zima001", content(cast, "zima001"))
    assert fund.get(DELIVERIES).json() == {"deliveries": [], "cursor": "0", "more": False}
    settled()
    declare(employer(cast), "wech001", content(cast, "wech001"))  # for another institution
    declare(employer(cast), "zima006", content(cast, "zima006"))
    settled()
    first = fund.get(f"{DELIVERIES}?limit=1").json()
    assert [each["scenario"] for each in first["deliveries"]] == ["ZIMA001"]
    (told,) = first["deliveries"]
    assert (told["person"], told["since"]) == (cast.persons["lucas"].inss, "2026-10-12")
    assert told["form"]["RiskDetail"]["RiskStartingDate"] == "2026-10-12"
    assert first["more"] is True
    rest = fund.get(f"{DELIVERIES}?after={first['cursor']}").json()
    assert [each["scenario"] for each in rest["deliveries"]] == ["ZIMA006"]
    assert fund.get(f"{DELIVERIES}?limit=1").json() == first
    lines = AccessLine.objects.filter(person=cast.persons["lucas"], opened=True)
    assert lines.filter(capacity=cast.applications["sickness-fund-software"]).count() == 3


def test_a_page_takes_as_many_queries_for_many_as_for_one(cast: Cast, fund: Application) -> None:
    counts = []
    for month in ("2026-08-03", "2026-08-04", "2026-08-05", "2026-08-06"):
        declare(employer(cast), "zima001", content(cast, "zima001", RiskStartingDate=month))
        settled()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            fund.get(DELIVERIES)
        counts.append(len(asked))
    assert counts[0] == counts[-1]


@pytest.mark.parametrize("flow", ZIMA)
def test_a_form_is_handed_out_as_official_xml(cast: Cast, fund: Application, flow: str) -> None:
    declared = declare(employer(cast), flow, content(cast, flow))
    answer = fund.get(f"{DELIVERIES}/{declared.reference}", accept="application/xml")
    schema = etree.XMLSchema(etree.parse(official(f"schemas/{flow.upper()}_20231.xsd")))
    assert schema.validate(etree.fromstring(answer.content)), schema.error_log


def test_the_employer_reads_the_answer(cast: Cast, fund: Application, client: Client) -> None:
    declared = declare(employer(cast), "zima001", content(cast, "zima001"))
    answers = f"{DELIVERIES}/{declared.reference}/answers"
    said: dict[str, Any] = {"kind": "taken", "note": "Our file 7."}
    assert fund.post(answers, said).status_code == 201
    assert fund.post(answers, said).status_code == 200
    assert fund.post(answers, {"kind": "eaten"}).status_code == 422
    assert RiskAnswer.objects.count() == 1
    client.force_login(cast.persons["colette"].account)
    client.post(reverse("choose_capacity"), {"capacity": employer(cast).pk})
    risk = Risk.objects.get(standing=declared)
    html = client.get(reverse("risk", args=[risk.reference])).content.decode()
    for words in ("Delivered to Sickness fund Horizon", "taken into the file", "Our file 7."):
        assert words in html
    assert fund.get(f"{DELIVERIES}/{declared.reference}").json()["answers"][0]["kind"] == "taken"


def test_the_sender_reads_the_answer_by_api(
    cast: Cast, fund: Application, application: Applications
) -> None:
    office = application("payroll-software")
    data = xml(scenarios()["zima001"], content(cast, "zima001"))
    sent = office.post("/api/risks/v1/declarations", data, "application/xml").json()
    move_outbox()
    (declared,) = (each["id"] for each in sent["declarations"])
    fund.post(f"{DELIVERIES}/{declared}/answers", {"kind": "decided"})
    way = office.get(f"/api/risks/v1/declarations/{declared}/delivery").json()
    assert way["institution"] == "Sickness fund Horizon"
    assert [each["kind"] for each in way["answers"]] == ["decided"]


def test_nobody_else_finds_it(cast: Cast, fund: Application, application: Applications) -> None:
    declared = declare(employer(cast), "zima001", content(cast, "zima001"))
    settled()
    office = application("unemployment-software")
    assert office.get(DELIVERIES).json()["deliveries"] == []
    for address in (f"{DELIVERIES}/{declared.reference}",):
        assert office.get(address).status_code == 404
        assert office.post(f"{address}/answers", {"kind": "taken"}).status_code == 404
    assert application("payroll-software").get(DELIVERIES).status_code == 403
