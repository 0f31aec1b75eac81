"""Subscriptions for applications: asked for, seen, ended by who asked; read by cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from portal.exchange.push.models import PushSubscription, Webhook
from portal.exchange.push.signing import secret_of
from tests.api.conftest import HIRING, STATUSES, Application
from tests.api.messages import hiring, status
from tests.exchange.pushing import happen

HERE = "/api/subscriptions/v1/subscriptions"
ASKED = {"topics": ["person.moved", "person.died"], "quality": "5/30"}


@pytest.fixture
def pension(application: Callable[[str], Application]) -> Application:
    return application("pension-software")


def asked(who: Application, **changes: Any) -> dict[str, Any]:
    answer = who.post(HERE, ASKED | changes)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_one_persons_changes_are_asked_for_and_read(cast: Cast, pension: Application) -> None:
    georges = cast.persons["georges"]
    given = asked(pension, persons=[georges.inss])
    assert (given["status"], given["whom"], given["secret"]) == ("active", "listed", "")
    for number in range(5):
        happen(georges, n=number)
    happen(cast.persons["lucas"], n=9)
    move_outbox()
    there = f"{HERE}/{given['reference']}/events"
    first = pension.get(f"{there}?limit=2").json()
    rest = pension.get(f"{there}?after={first['cursor']}").json()
    found = [each["data"]["n"] for each in (*first["events"], *rest["events"])]
    assert found == [0, 1, 2, 3, 4]
    assert (first["more"], rest["more"]) == (True, False)
    assert {each["ssin"] for each in rest["events"]} == {georges.inss}
    end = pension.get(f"{there}?after={rest['cursor']}").json()
    assert (end["events"], end["cursor"]) == ([], rest["cursor"])


def test_own_subscriptions_are_seen_and_ended(pension: Application, welfare: Application) -> None:
    mine = asked(pension)
    other = asked(welfare, quality="17/2")
    assert [each["reference"] for each in pension.get(HERE).json()] == [mine["reference"]]
    for way in ("", "/events"):
        assert pension.get(f"{HERE}/{other['reference']}{way}").status_code == 404
    assert delete(pension, other["reference"]) == 404
    assert delete(pension, mine["reference"]) == 204
    assert pension.get(f"{HERE}/{mine['reference']}").json()["status"] == "ended"
    assert delete(pension, mine["reference"]) == 204
    assert PushSubscription.objects.get(reference=other["reference"]).status == "active"


def delete(who: Application, reference: str) -> int:
    headers = {"authorization": f"Bearer {who.token}"}
    return who.http.delete(f"{HERE}/{reference}", headers=headers).status_code


@pytest.mark.parametrize(
    ("changes", "status", "path"),
    [
        ({"topics": []}, 422, "topics"),
        ({"topics": ["person.born"]}, 422, "topics"),
        ({"topics": "person.moved"}, 422, "topics"),
        ({"quality": ""}, 422, "quality"),
        ({"quality": "17/2"}, 403, "topics"),
        ({"persons": []}, 422, "persons"),
        ({"persons": ["05021126241"]}, 422, "persons"),
        ({"persons": ["1"]}, 422, "persons"),
        ({"url": "https://127.0.0.1/"}, 422, "url"),
        ({"url": "x" * 501}, 422, "url"),
        ({"more": 1}, 422, "more"),
    ],
)
def test_what_is_not_for_them_is_refused(
    pension: Application, changes: dict[str, Any], status: int, path: str
) -> None:
    answer = pension.post(HERE, ASKED | changes)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (status, path)
    assert not PushSubscription.objects.exists()


def test_there_is_an_end_to_subscriptions(pension: Application, monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.exchange.push.actions.MOST", 1)
    given = asked(pension)
    assert pension.post(HERE, ASKED).status_code == 422
    delete(pension, given["reference"])
    asked(pension)


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=1001", f"after={2**62}"]
)
def test_a_cursor_that_cannot_be_is_refused(pension: Application, query: str) -> None:
    here = f"{HERE}/{asked(pension)['reference']}/events"
    assert pension.get(f"{here}?{query}").status_code == 422


def test_a_secret_is_shown_once_and_replaced(pension: Application, settings: Any) -> None:
    settings.PUSH_ALSO_TO = {"127.0.0.1:9"}
    given = asked(pension, url="http://127.0.0.1:9/changes")
    here = f"{HERE}/{given['reference']}"
    webhook = Webhook.objects.select_related("subscription").get()
    assert given["status"] == "asked"
    assert given["secret"] == secret_of(webhook)
    seen = pension.get(here).json()
    assert (seen["secret"], seen["receiver"]["url"]) == ("", "http://127.0.0.1:9/changes")
    new = pension.post(f"{here}/secrets", b"").json()["secret"]
    assert new.startswith("whsec_")
    assert new != given["secret"]
    again = pension.post(f"{here}/replays", {"after": "0"}).json()
    assert again["receiver"]["cursor"] == "0"
    assert pension.post(f"{here}/replays", {"after": "x"}).status_code == 422
    assert pension.post(f"{here}/resumptions", b"").json()["status"] == "asked"


def test_who_is_not_called_has_no_secret(pension: Application) -> None:
    here = f"{HERE}/{asked(pension)['reference']}"
    assert pension.post(f"{here}/secrets", b"").status_code == 404
    assert pension.post(f"{here}/replays", {"after": "0"}).status_code == 404
    assert pension.get(f"{HERE}/{uuid4()}").status_code == 404


def test_a_payroll_office_is_told_of_its_verdicts(payroll: Application) -> None:
    topics = ["declarations.judged", "wages.judged"]
    assert payroll.post(HERE, {"topics": topics, "quality": "5/30"}).status_code == 422
    assert payroll.post(HERE, ASKED).status_code == 422
    given = payroll.post(HERE, {"topics": topics}).json()
    assert (given["whom"], given["status"]) == ("sent", "active")


def test_the_verdict_on_a_hiring_is_told_with_its_ticket_alone(
    cast: Cast, payroll: Application
) -> None:
    reference = payroll.post(HERE, {"topics": ["declarations.judged"]}).json()["reference"]
    sent = payroll.post(f"{HIRING}/declarations", hiring())
    assert sent.status_code == 201, sent.content
    move_outbox()
    (told,) = payroll.get(f"{HERE}/{reference}/events").json()["events"]
    assert told["data"] == {"verdict": {"results": {"A": 1}}}
    assert told["ticket"]
    assert set(told) == {"id", "cursor", "topic", "happenedAt", "data", "ticket"}


def test_hirings_and_statuses_are_told_with_their_block(
    cast: Cast,
    application: Callable[[str], Application],
    welfare: Application,
    payroll: Application,
) -> None:
    """The sickness fund may have both, about those of whom it has a file."""
    fund = application("sickness-fund-software")
    given = fund.post(
        HERE, {"topics": ["employment.started", "status.reported"], "quality": "11/1"}
    )
    here = f"{HERE}/{given.json()['reference']}/events"
    sofia = cast.persons["sofia"]
    sent = welfare.post(f"{STATUSES}/reports", status())
    assert sent.status_code == 201, sent.content
    assert payroll.post(f"{HIRING}/declarations", hiring()).status_code == 201
    move_outbox()
    told, hired = fund.get(here).json()["events"]
    assert (told["topic"], told["ssin"]) == ("status.reported", sofia.inss)
    said = {"status": "integration_income", "since": "2026-11-01", "until": None}
    assert told["data"] == {"statuses": said}
    assert hired["topic"] == "employment.started"
    assert hired["enterpriseNumber"] == cast.companies["restaurant"].enterprise_number
    assert set(hired["data"]["employment"]) == {
        "periodId", "workerType", "since", "until", "isCancelled",
    }  # fmt: skip
