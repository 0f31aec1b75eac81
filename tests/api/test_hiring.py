"""One declaration in JSON: receipt, verdict, and the same again."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from casework.demo.building import SINCE, Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose, User
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from portal.people.models import Company
from tests.api.conftest import HIRING, Application, token_of
from tests.api.messages import BUILDER, COLETTE, NOBODY, SOFIA, hiring, in_days

SEND = f"{HIRING}/declarations"


def judged(application: Application, body: dict[str, Any]) -> dict[str, Any]:
    """Send a declaration, let the worker do its work, and read the verdict."""
    answer = application.post(SEND, body)
    assert answer.status_code == 201, answer.content
    move_outbox()
    outcome: dict[str, Any] = application.get(answer["Location"]).json()
    return outcome


def codes(outcome: dict[str, Any]) -> list[str]:
    return [anomaly["code"] for anomaly in outcome["declarationStatus"]["anomalies"]]


@pytest.fixture
def other_office(cast: Cast) -> Application:
    """Another payroll office, with software and a token of its own."""
    office = Company.objects.create(
        name="Payroll office Minus", enterprise_number="0403019261", since=SINCE
    )
    user = User.objects.create_user("other-software@applications.example")
    Capacity.objects.create(
        user=user, kind=CapacityKind.PAYROLL_OFFICE, company=office, since=SINCE
    )
    return software("other-software", user)


def software(name: str, owner: User) -> Application:
    Client.objects.create(
        id=name,
        secret=make_password("secret"),
        scopes="hiring",
        default_scopes="hiring",
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        owner=owner,
    )
    return Application(token_of(name, "secret").json()["access_token"])  # type: ignore[attr-defined]


def test_a_declaration_gets_a_receipt_and_then_a_verdict(payroll: Application) -> None:
    answer = payroll.post(SEND, {**hiring(), "declarantReference": "2026-17"})
    receipt = answer.json()
    (entry,) = receipt["declarations"]
    assert answer.status_code == 201
    assert (entry["action"], entry["position"], entry["reference"]) == ("DimonaIn", 1, "2026-17")
    assert answer["Location"] == f"{SEND}/{entry['id']}"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies

    early = payroll.get(answer["Location"])
    assert (early.status_code, early.json()["code"]) == (404, "NOT-JUDGED")
    assert early["Retry-After"] == "2"

    move_outbox()
    outcome = payroll.get(answer["Location"]).json()
    period = EmploymentPeriod.objects.get(person__numbers__number=SOFIA)
    assert outcome == {
        "id": entry["id"],
        "ticket": receipt["ticket"],
        "declarationStatus": {
            "result": "A",
            "anomalies": [],
            "period": {"id": period.number},
            "registration": None,
        },
    }


def test_a_period_is_changed_ended_and_cancelled(payroll: Application) -> None:
    opened = judged(payroll, hiring())["declarationStatus"]["period"]["id"]
    period = EmploymentPeriod.objects.get(number=opened)
    for body in (
        {"dimonaUpdate": {"periodId": opened, "startDate": in_days(2)}},
        {"dimonaOut": {"periodId": int(opened), "endDate": in_days(9)}, "worker": {"ssin": SOFIA}},
        {"dimonaCancel": {"periodId": opened}},
    ):
        outcome = judged(payroll, body)
        assert outcome["declarationStatus"] == {
            "result": "A",
            "anomalies": [],
            "period": {"id": opened},
            "registration": None,
        }
    period.refresh_from_db()
    assert (str(period.since), str(period.until)) == (in_days(2), in_days(9))
    assert period.is_cancelled


def test_a_refusal_names_code_class_path_and_what_to_do(payroll: Application) -> None:
    outcome = judged(payroll, hiring(NOBODY))
    (anomaly,) = outcome["declarationStatus"]["anomalies"]
    assert outcome["declarationStatus"]["result"] == "B"
    assert outcome["declarationStatus"]["period"] is None
    assert (anomaly["code"], anomaly["class"]) == ("90017-151", "B")
    assert (anomaly["path"], anomaly["line"]) == ("DimonaIn/NaturalPerson", None)
    assert anomaly["title"] == "Worker: cannot be identified"
    assert "Check the number" in anomaly["explanation"]


def test_a_wrong_value_is_judged_as_in_a_file(payroll: Application) -> None:
    assert codes(judged(payroll, hiring(startDate="soon"))) == ["00910-003"]


def test_the_same_message_again_is_one_message(payroll: Application) -> None:
    first = payroll.post(SEND, hiring(), idempotency_key="my-1")
    again = payroll.post(SEND, hiring(), idempotency_key="my-1")
    move_outbox()
    later = payroll.post(SEND, hiring(), idempotency_key="my-1")
    assert (first.status_code, again.status_code, later.status_code) == (201, 200, 200)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == later["Idempotency-Replayed"] == "true"
    assert first.json() == again.json() == later.json()
    assert first["Location"] == again["Location"]
    assert EmploymentPeriod.objects.filter(person__numbers__number=SOFIA).count() == 1


def test_without_a_key_the_content_is_the_key(payroll: Application) -> None:
    assert payroll.post(SEND, hiring()).status_code == 201
    assert payroll.post(SEND, hiring()).status_code == 200
    assert payroll.post(SEND, hiring(COLETTE)).status_code == 201


def test_a_key_serves_for_one_message(payroll: Application) -> None:
    payroll.post(SEND, hiring(), idempotency_key="my-1")
    answer = payroll.post(SEND, hiring(COLETTE), idempotency_key="my-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "KEY-REUSED")
    assert Message.objects.filter(key="my-1").count() == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 81, "\t"])
def test_a_key_is_short_and_ascii(payroll: Application, key: str) -> None:
    before = Message.objects.count()
    answer = payroll.post(SEND, hiring(), idempotency_key=key)
    if key.strip():
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["path"] == "Idempotency-Key"
        assert Message.objects.count() == before
    else:  # a server hands on an empty header as none, or refuses it
        assert answer.status_code in (201, 422)


def test_the_longest_key_is_taken(payroll: Application) -> None:
    assert payroll.post(SEND, hiring(), idempotency_key="~" * 80).status_code == 201


def test_without_a_mandate_a_declaration_is_refused(payroll: Application) -> None:
    assert codes(judged(payroll, hiring(employer=BUILDER))) == ["90256-155"]


def test_a_mandate_that_ended_is_none(payroll: Application) -> None:
    opened = judged(payroll, hiring())["declarationStatus"]["period"]["id"]
    Mandate.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert codes(judged(payroll, hiring(COLETTE))) == ["90256-155"]
    assert codes(judged(payroll, {"dimonaCancel": {"periodId": opened}})) == ["00913-354"]
    assert not EmploymentPeriod.objects.get(number=opened).is_cancelled


def test_another_office_finds_nothing(payroll: Application, other_office: Application) -> None:
    answer = payroll.post(SEND, hiring())
    move_outbox()
    ticket = answer.json()["ticket"]
    for path in (answer["Location"], f"{HIRING}/messages/{ticket}"):
        assert payroll.get(path).status_code == 200
        stranger = other_office.get(path)
        assert (stranger.status_code, stranger.json()["code"]) == (404, "NOT-FOUND")
        unknown = path.replace(path[-36:], "8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b")
        assert other_office.get(unknown).content == stranger.content
    assert other_office.get(f"{HIRING}/messages/{ticket}/acrf").status_code == 404


def test_two_offices_may_use_the_same_key(payroll: Application, other_office: Application) -> None:
    for each in (payroll, other_office):
        assert each.post(SEND, hiring(), idempotency_key="1").status_code == 201
    assert Message.objects.filter(key="1").count() == 2


def test_a_company_reads_what_was_declared_for_it(cast: Cast, payroll: Application) -> None:
    user = User.objects.create_user("restaurant-software@applications.example")
    Capacity.objects.create(
        user=user, kind=CapacityKind.COMPANY, company=cast.companies["restaurant"], since=SINCE
    )
    restaurant = software("restaurant-software", user)
    answer = payroll.post(SEND, hiring())
    assert restaurant.get(answer["Location"]).status_code == 404
    move_outbox()
    assert restaurant.get(answer["Location"]).json() == payroll.get(answer["Location"]).json()


def test_a_judged_declaration_leaves_one_line_for_the_worker(
    cast: Cast, payroll: Application
) -> None:
    outcome = judged(payroll, hiring())
    payroll.get(f"{SEND}/{outcome['id']}")
    (line,) = AccessLine.objects.filter(person=cast.persons["sofia"], purpose=Purpose.DECLARATION)
    assert line.capacity == cast.applications["payroll-software"]


@pytest.mark.parametrize("path", ["declarations/no-uuid", "messages/1", "messages/x/acrf"])
def test_an_address_that_cannot_be_leads_nowhere(payroll: Application, path: str) -> None:
    answer = payroll.get(f"{HIRING}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")


def test_what_is_refused_for_its_shape_is_not_stored(payroll: Application) -> None:
    before = Declaration.objects.count()
    answer = payroll.post(SEND, {**hiring(), "state": "accepted", "dimonaOut": {"periodId": 1.5}})
    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == [
        "state",
        "dimonaOut.periodId",
        "",
    ]
    assert Declaration.objects.count() == before


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_the_sender_chooses_the_language(payroll: Application, language: str) -> None:
    answer = payroll.post(SEND, hiring(), accept_language=language)
    assert answer["Content-Language"] == language
