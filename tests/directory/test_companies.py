"""Companies as data subjects: entered with proof, ended, listed, asked about, and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from portal.access import limits
from portal.access.models import AccessLine, Service, User
from portal.directory.models import AvailableService, CompanyRegistration
from portal.exchange.network.models import Exchange
from tests.api.conftest import Application
from tests.api.messages import in_days
from tests.directory.conftest import question
from tests.directory.profiles import say_otherwise
from tests.hiring.test_hire_pages import text

ACCESS = "/api/network/v1/directory/company-access"
CONSULT = "/api/network/v1/employers/consultations"
RESTAURANT, BUILDER, NOBODY = "0461234505", "0712345630", "0400000185"
BY_NAME = {"name": "bouwens  BOUW", "postalCode": "9000"}
HERE = "/company/files/"


@pytest.fixture
def inspection(application: Callable[[str], Application]) -> Application:
    return application("inspection-software")


def act(action: str = "REGISTER", **more: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {"action": action, "enterpriseNumber": BUILDER, **more}
    if action == "REGISTER":
        sent = {"period": {"startDate": in_days(-9)}, "proofOfIdentity": BY_NAME, **sent}
    return question("inspection-software", "12/40", **sent)


def ask(number: str = RESTAURANT, **more: Any) -> dict[str, Any]:
    return question("inspection-software", "12/40", enterpriseNumber=number, **more)


def browser(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.mark.parametrize("proof", [BY_NAME, {"nssoNumber": "123456070"}])
def test_a_company_is_entered_with_proof(
    cast: Cast, inspection: Application, proof: dict[str, str]
) -> None:
    answer = inspection.post(ACCESS, act(proofOfIdentity=proof))
    found = answer.json()
    assert (answer.status_code, found["status"]["code"]) == (200, "REGISTERED")
    period = {"startDate": in_days(-9), "endDate": None}
    assert found["registrations"] == [{"purpose": "12/40", "phase": 0, "period": period}]
    file = CompanyRegistration.objects.get(company=cast.companies["builder"])
    assert (file.institution.code, str(file.since)) == ("social-security-office", in_days(-9))
    assert Exchange.objects.latest("pk").company == cast.companies["builder"]
    assert inspection.post(ACCESS, act()).json()["code"] == "REG-001"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"proofOfIdentity": BY_NAME | {"postalCode": "9001"}}, 422, "ID-002"),
        ({"proofOfIdentity": BY_NAME | {"name": "Bouwens"}}, 422, "ID-002"),
        ({"proofOfIdentity": {"nssoNumber": "175110801"}}, 422, "ID-002"),
        ({"proofOfIdentity": {"nssoNumber": "1"}}, 422, "ID-002"),
        ({"enterpriseNumber": NOBODY}, 422, "ID-002"),
        ({"enterpriseNumber": "0712345631"}, 422, "CTRL-008"),
        ({"purpose": "12/10"}, 403, "CTRL-003"),
    ],
)
def test_what_does_not_fit_enters_nothing(
    cast: Cast, inspection: Application, changes: dict[str, Any], status: int, code: str
) -> None:
    before = CompanyRegistration.objects.count()
    answer = inspection.post(ACCESS, act() | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert CompanyRegistration.objects.count() == before


@pytest.mark.parametrize("missing", ["period", "proofOfIdentity"])
def test_what_entering_needs_is_said_at_its_field(inspection: Application, missing: str) -> None:
    sent = act()
    del sent[missing]
    assert [each["path"] for each in inspection.post(ACCESS, sent).json()["errors"]] == [missing]
    part = inspection.post(ACCESS, act(proofOfIdentity={"name": "Bouwens Bouw"})).json()
    assert [each["path"] for each in part["errors"]] == ["proofOfIdentity.postalCode"]


def test_too_many_wrong_proofs_stop(
    inspection: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.exchange.network.registering.IDENTITY", limits.Limit("a test", 1, 60)
    )
    wrong: dict[str, Any] = {"proofOfIdentity": BY_NAME | {"postalCode": "1"}}
    assert inspection.post(ACCESS, act(**wrong)).status_code == 422
    assert inspection.post(ACCESS, act(**wrong)).status_code == 429


def test_it_is_listed_and_ended_and_asked_about_no_more(
    cast: Cast, inspection: Application
) -> None:
    found = inspection.post(ACCESS, act("LIST", enterpriseNumber=RESTAURANT)).json()
    assert [each["purpose"] for each in found["registrations"]] == ["12/40"]
    assert inspection.post(CONSULT, ask()).status_code == 200
    ended = inspection.post(ACCESS, act("UNREGISTER", enterpriseNumber=RESTAURANT)).json()
    assert ended["status"]["code"] == "UNREGISTERED"
    assert inspection.post(CONSULT, ask()).json()["code"] == "CTRL-009"
    again = inspection.post(ACCESS, act("UNREGISTER", enterpriseNumber=RESTAURANT)).json()
    assert again["code"] == "CTRL-009"
    gone = inspection.post(ACCESS, act("LIST", enterpriseNumber=RESTAURANT)).json()
    assert gone["status"]["code"] == "NO-FILE"


def test_the_same_ticket_enters_once(inspection: Application) -> None:
    sent = act()
    first, again = inspection.post(ACCESS, sent), inspection.post(ACCESS, sent)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.json()["registrations"] == again.json()["registrations"]
    assert inspection.post(CONSULT, ask()).status_code == 200


def test_a_question_about_a_company_is_answered(cast: Cast, inspection: Application) -> None:
    lines = AccessLine.objects.count()
    period = {"startDate": "2026-01-01", "endDate": "2026-12-31"}
    sent = ask(period=period, caseReference="CASE-9")
    found = inspection.post(CONSULT, sent).json()
    assert found["status"]["code"] == "DATA"
    assert found["caseReference"] == "CASE-9"
    assert found["legalGround"].startswith("Social Criminal Code, article 54")
    assert found["data"]["company"]["name"] == "Restaurant Chez Colette"
    assert AccessLine.objects.count() == lines  # nobody is named
    kept = Exchange.objects.latest("pk")
    assert (kept.company, kept.blocks) == (cast.companies["restaurant"], ["company"])
    log = inspection.get("/api/network/v1/employers/exchanges").json()
    assert log[0]["enterpriseNumber"] == RESTAURANT
    assert inspection.post(CONSULT, sent).json()["code"] == "TICKET-USED"


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [(BUILDER, "CTRL-009", 404), (NOBODY, "CTRL-009", 404), ("0461234506", "CTRL-008", 422)],
)
def test_of_whom_there_is_no_file_nothing_is_said(
    inspection: Application, number: str, code: str, status: int
) -> None:
    answer = inspection.post(CONSULT, ask(number))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Exchange.objects.latest("pk").company is None


def test_the_profile_says_what_is_given(inspection: Application) -> None:
    say_otherwise({"blocks": []}, service=Service.EMPLOYERS)
    answer = inspection.post(CONSULT, ask())
    assert (answer.status_code, answer.json()["code"]) == (403, "CTRL-006")


def test_a_source_that_has_no_file_tells_nothing(cast: Cast, inspection: Application) -> None:
    source = AvailableService.objects.filter(block="company")
    source.update(asks_registration=True)
    assert inspection.post(CONSULT, ask()).json()["status"]["code"] == "NO-DATA"
    CompanyRegistration.objects.create(
        institution=source.get().institution,
        company=cast.companies["restaurant"],
        quality=source.get().quality,
        since="2020-01-01",
    )
    assert inspection.post(CONSULT, ask()).json()["status"]["code"] == "DATA"


def as_employer(email: str) -> Client:
    client = browser(email)
    person = User.objects.get(email=email)
    session = client.session
    session["capacity"] = person.capacities.get(kind="company").pk
    session.save()
    return client


def test_a_company_reads_of_itself_alone(
    inspection: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        inspection.post(CONSULT, ask())
    colette, piet = (
        as_employer(email) for email in ("colette@restaurant.example", "piet@bouw.example")
    )
    with django_assert_max_num_queries(9):
        page = text(colette.get(HERE))
    assert page.count("National Social Security Office") == 5
    assert "Social Criminal Code, article 54, demo deliberation 2026/05" in page
    assert "name, numbers and seat" in page
    other = text(piet.get(HERE))
    assert "No institution has a file about your company" in other
    assert "Nobody asked anything yet" in other
