"""/health/ tells the truth about database, broker, worker and outbox, and never falls over."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.celery import app
from portal.exchange.models import Event
from portal.pages.models import Heartbeat
from portal.pages.tasks import beat

pytestmark = pytest.mark.django_db


def published(minutes_ago: int) -> Event:
    happened_at = timezone.now() - timedelta(minutes=minutes_ago)
    return Event.objects.create(topic="hiring.accepted", subject=1, happened_at=happened_at)


def test_all_is_well_after_a_round_of_the_worker_without_session_or_cookie(client: Client) -> None:
    beat()
    answer = client.get("/health/")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["well"], found["database"], found["broker"]) == (True, True, True)
    assert 0 <= found["worker_age"] < 5
    assert found["outbox_age"] is None
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_second_round_moves_the_one_heartbeat(client: Client) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=10))
    beat()
    assert Heartbeat.objects.count() == 1
    assert client.get("/health/").status_code == 200


@pytest.mark.parametrize("minutes", [None, 2])
def test_a_worker_that_never_or_no_longer_comes_round_is_told(
    client: Client, minutes: int | None
) -> None:
    if minutes:
        Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=minutes))
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["worker_age"] == (pytest.approx(120, abs=5) if minutes else None)


def test_an_event_that_nobody_moves_is_told(client: Client) -> None:
    beat()
    published(minutes_ago=1)
    assert client.get("/health/").status_code == 200
    published(minutes_ago=10)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["outbox_age"] == pytest.approx(600, abs=60)


def test_a_broker_that_is_away_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere/valkey.sock")
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert (answer.json()["broker"], answer.json()["database"]) == (False, True)


@pytest.fixture
def locked_heartbeat(transactional_db: None) -> Iterator[None]:
    """Hold the table from a second connection, so that a read of it waits."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE portal_heartbeat")
        yield
        other.rollback()


def test_a_database_that_does_not_answer_is_told(client: Client, locked_heartbeat: None) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json() == {
        "well": False,
        "database": False,
        "broker": True,
        "worker_age": None,
        "outbox_age": None,
    }
