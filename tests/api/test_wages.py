"""Quarterly wages sent by an application: a payroll office files for three companies at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.demo.building import Cast
from declarations.wages import api
from declarations.wages.models import Filing, Load, WorkerRecord
from portal.access.mandates.models import Mandate
from portal.access.models import Service
from portal.exchange.actions import move_outbox
from portal.people.models import Company
from tests.access.giving import mandated
from tests.api.conftest import Application
from tests.wages.filing import hire
from tests.wages.judging_samples import CLERK, INSS, declaration, document, person

pytestmark = pytest.mark.django_db

WAGES = "/api/dmfa/v1"
XML = "application/xml"
Signed = Callable[[str], Application]


@pytest.fixture
def office(application: Signed) -> Application:
    return application("payroll-software")


@pytest.fixture
def companies(cast: Cast) -> list[Company]:
    """Three clients of the payroll office, with one worker each."""
    third = Company.objects.create(
        name="Garage Lenz",
        enterprise_number="0400000086",
        nsso_number="100006",
        street="Gospertstrasse",
        house_number="3",
        postal_code="4700",
        city="Eupen",
        since=date(2001, 1, 1),
    )
    found = [cast.companies["restaurant"], cast.companies["builder"], third]
    mandated(third, cast.companies["payroll"], Service.WAGES)
    for place, company in enumerate(found):
        hire(company, [INSS[place]])
    return found


def filed(companies: list[Company]) -> bytes:
    """One file in which each company declares its worker."""
    return document(
        *(
            declaration(
                person(CLERK, place),
                NOSSRegistrationNbr=str(int(company.nsso_number or 0)),
                CompanyID=company.enterprise_number,
            )
            for place, company in enumerate(companies, start=1)
        )
    )


def declared(office: Application, data: bytes, **headers: str) -> Any:
    reply = office.post(f"{WAGES}/declarations", data, XML, **headers)
    move_outbox()
    return reply


def test_three_companies_in_one_file(office: Application, companies: list[Company]) -> None:
    reply = declared(office, filed(companies))
    assert reply.status_code == 201
    state = office.get(reply["Location"]).json()
    assert [each["declarationStatus"]["result"] for each in state["declarations"]] == [
        "W",
        "W",
        "A",
    ]
    assert state["work"]["finished"]
    assert state["work"]["workersDone"] == 3
    assert {filing.company for filing in Filing.objects.all()} == set(companies)
    assert WorkerRecord.objects.count() == 3


def test_without_a_mandate_one_is_refused_and_the_others_stand(
    office: Application, companies: list[Company]
) -> None:
    Mandate.objects.filter(giver_company=companies[2], service=Service.WAGES).update(
        quarters_until=20254
    )
    state = office.get(declared(office, filed(companies))["Location"]).json()
    results = [each["declarationStatus"]["result"] for each in state["declarations"]]
    assert results == ["W", "W", "B"]
    assert "155" in str(state["declarations"][2]["declarationStatus"]["anomalies"])


def test_the_same_file_again_is_the_same_message(
    office: Application, companies: list[Company]
) -> None:
    first, again = declared(office, filed(companies)), declared(office, filed(companies))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again["Idempotency-Replayed"] == "true"
    assert first.json()["ticket"] == again.json()["ticket"]
    assert Load.objects.count() == 1


def test_a_key_serves_once(office: Application, companies: list[Company]) -> None:
    declared(office, filed(companies), idempotency_key="mine")
    reply = declared(office, filed(companies[:1]), idempotency_key="mine")
    assert reply.status_code == 422
    assert Load.objects.count() == 1


def test_what_cannot_be_read_is_kept_with_the_reason(office: Application, cast: Cast) -> None:
    state = office.get(declared(office, b"<DmfAOriginal><Form>")["Location"]).json()
    assert state["work"]["finished"]
    (form,) = state["declarations"]
    assert form["declarationStatus"]["result"] == "B"
    assert form["declarationStatus"]["anomalies"][0]["code"] == "FILE-001"


def test_one_verdict(office: Application, companies: list[Company]) -> None:
    reply = office.post(f"{WAGES}/declarations", filed(companies[:1]), XML)
    entry = office.get(reply["Location"]).json()["declarations"][0]
    waiting = office.get(f"{WAGES}/declarations/{entry['id']}")
    assert waiting.status_code == 404
    assert waiting["Retry-After"]
    move_outbox()
    verdict = office.get(f"{WAGES}/declarations/{entry['id']}").json()
    assert verdict["declarationStatus"]["result"] == "W"
    assert verdict["quarter"] == 20261


def test_nobody_else_reads_it(
    office: Application, application: Signed, companies: list[Company]
) -> None:
    location = declared(office, filed(companies))["Location"]
    assert application("payroll-software-test").get(location).status_code == 404
    assert application("welfare-software").get(location).status_code == 403


def test_too_big_and_of_another_type(
    office: Application, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MAX_BYTES", 10)
    assert declared(office, b"<DmfAOriginal/>").status_code == 413
    assert office.post(f"{WAGES}/declarations", b"{}", "application/json").status_code == 415
    assert Load.objects.count() == 0


def test_pages_of_forms(
    office: Application, companies: list[Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PAGE", 2)
    location = declared(office, filed(companies))["Location"]
    first = office.get(location).json()
    assert [each["position"] for each in first["declarations"]] == [1, 2]
    second = office.get(f"{location}?after={first['next']}").json()
    assert [each["position"] for each in second["declarations"]] == [3]
    assert second["next"] is None
