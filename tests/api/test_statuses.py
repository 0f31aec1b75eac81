"""Status reports of institutions: the control, the envelope, the same again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from declarations.statuses.models import StatusReport
from portal.access.models import AccessLine, Purpose
from portal.directory.models import Authorisation
from portal.exchange.models import Event, Message
from portal.exchange.network.models import Exchange
from tests.api.conftest import STATUSES, Application
from tests.api.messages import COLETTE, NOBODY, status

SEND = f"{STATUSES}/reports"


def test_a_report_is_stored_and_told(cast: Cast, welfare: Application) -> None:
    answer = welfare.post(SEND, status(until="2026-12-31"))
    envelope = answer.json()
    report = StatusReport.objects.get(person=cast.persons["sofia"])
    ticket = str(report.message.ticket)
    assert answer.status_code == 201
    assert envelope["report"] == envelope["informationCBSS"]["ticketCBSS"] == ticket
    assert set(envelope["informationCBSS"]) == {"ticketCBSS", "timestampReceive", "timestampReply"}
    assert envelope["status"] == {
        "value": "DATA_FOUND",
        "code": "REPORTED",
        "description": "The status is stored.",
    }
    assert answer["Location"] == f"{SEND}/{ticket}"
    assert welfare.get(answer["Location"]).json() == envelope
    assert (report.kind, str(report.since), str(report.until)) == (
        "integration_income",
        "2026-11-01",
        "2026-12-31",
    )
    assert Event.objects.filter(topic="status.reported", subject=report.pk).exists()


def test_the_person_can_see_who_reported(cast: Cast, welfare: Application) -> None:
    welfare.post(SEND, status())
    (line,) = AccessLine.objects.filter(person=cast.persons["sofia"], purpose=Purpose.STATUS)
    assert line.capacity == cast.applications["welfare-software"]


def test_the_same_report_again_is_one_report(welfare: Application) -> None:
    before = StatusReport.objects.count()
    first = welfare.post(SEND, status(), idempotency_key="w-1")
    again = welfare.post(SEND, status(), idempotency_key="w-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    other = welfare.post(SEND, status(since="2026-10-01"), idempotency_key="w-1")
    assert other.status_code in (404, 422)  # not yet known on that day, or the key was used
    used = welfare.post(SEND, status(since="2026-11-02"), idempotency_key="w-1")
    assert (used.status_code, used.json()["code"]) == (422, "KEY-REUSED")
    assert StatusReport.objects.count() == before + 1


@pytest.mark.parametrize(
    ("said", "http", "code", "field", "value"),
    [
        ({"ssin": "05021126242"}, 422, "CTRL-002", "ssin", "NO_RESULT"),
        ({"ssin": "nobody"}, 422, "CTRL-002", "ssin", "NO_RESULT"),
        ({"status": "income_replacement"}, 403, "CTRL-003", "status", "NO_RESULT"),
        ({"since": "2009-12-31"}, 404, "CTRL-004", "ssin", "NO_DATA_FOUND"),
        ({"ssin": COLETTE}, 404, "CTRL-004", "ssin", "NO_DATA_FOUND"),
        ({"since": "2026-02-28"}, 404, "CTRL-004", "ssin", "NO_DATA_FOUND"),
    ],
)
def test_the_control_stops_a_report_in_the_form_of_the_envelope(
    welfare: Application, said: dict[str, str], http: int, code: str, field: str, value: str
) -> None:
    before = Message.objects.count()
    answer = welfare.post(SEND, status(**said))
    refusal = answer.json()
    assert (answer.status_code, refusal["code"], refusal["field"]) == (http, code, field)
    assert refusal["status"] == {"value": value, "code": code, "description": refusal["message"]}
    kept = Exchange.objects.get(ticket=refusal["informationCBSS"]["ticketCBSS"])
    assert (kept.code, kept.outcome, kept.person) == (code, value, None)
    assert refusal["report"] is None
    assert Message.objects.count() == before


def test_an_unknown_person_and_a_strangers_get_the_same_answer(welfare: Application) -> None:
    answers = [welfare.post(SEND, status(ssin=ssin)).json() for ssin in (NOBODY, COLETTE)]
    for answer in answers:
        del answer["informationCBSS"]
    assert answers[0] == answers[1]


def test_an_authorisation_that_was_taken_away_is_none(welfare: Application) -> None:
    Authorisation.objects.update(ended_at=Now())
    assert welfare.post(SEND, status()).json()["code"] == "CTRL-003"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"status": "rich"}, "status"),
        ({"status": None}, "status"),
        ({"ssin": ""}, "ssin"),
        ({"ssin": 5021126241}, "ssin"),
        ({"ssin": "0" * 21}, "ssin"),
        ({"since": "0001-01-01"}, "since"),
        ({"since": "9999-12-31"}, "since"),
        ({"since": "2026-02-29"}, "since"),
        ({"since": "20261101"}, "since"),
        ({"since": "2026-W45-1"}, "since"),
        ({"since": "٢٠٢٦-11-01"}, "since"),
        ({"since": 1793491200}, "since"),
        ({"since": None}, "since"),
        ({"since": "2026-11-01T00:00:00"}, "since"),
        ({"until": True}, "until"),
        ({"until": "2026-10-31"}, ""),
        ({"legalContext": ""}, "legalContext"),
        ({"legalContext": "x" * 65}, "legalContext"),
        ({"legal_context": "RIS"}, "legal_context"),
        ({"institution": "another"}, "institution"),
    ],
)
def test_a_wrong_field_is_named(welfare: Application, said: dict[str, Any], path: str) -> None:
    answer = welfare.post(SEND, status(**said))
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT-VALID")
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_a_field_that_is_missing_is_named(welfare: Application) -> None:
    answer = welfare.post(SEND, {})
    paths = [error["path"] for error in answer.json()["errors"]]
    assert paths == ["ssin", "status", "since", "legalContext"]
    assert {error["message"] for error in answer.json()["errors"]} == {"This is missing."}


def test_another_institution_finds_nothing(
    application: Callable[[str], Application], welfare: Application
) -> None:
    address = welfare.post(SEND, status())["Location"]
    stranger = application("pension-software").get(address)
    unknown = welfare.get(f"{SEND}/8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b")
    assert (stranger.status_code, unknown.status_code) == (404, 404)
    assert stranger.content == unknown.content


def test_a_report_is_found_again_with_few_queries(
    welfare: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = welfare.post(SEND, status())["Location"]
    with django_assert_max_num_queries(4):
        welfare.get(address)
