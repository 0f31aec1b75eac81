"""What was kept for its period goes, set by set; the trail stays sealed and holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from casework.demo.building import Cast
from portal.access.models import Capacity, User
from portal.exchange import retention
from portal.exchange.actions import move_outbox
from portal.exchange.network.models import Exchange
from portal.exchange.push.models import Batch, NoticeList
from portal.exchange.push.spreading import spread
from portal.exchange.trail import checkpoints
from portal.exchange.trail.models import Removal
from portal.exchange.trail.sealing import seal_all
from portal.exchange.trail.verifying import Trail, verify
from tests.exchange.pushing import all_of, happen, said, subscribe
from tests.hiring.test_hire_pages import text

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    signed = [(file.name, note) for file, note in checkpoints.every()]
    return [str(fault) for fault in verify(signed, checkpoints.verifier(), Trail())]


def exchanges(count: int) -> None:
    capacity = Capacity.objects.get(user__email="welfare-software@applications.example")
    assert capacity.institution
    for _number in range(count):
        Exchange.objects.create(
            ticket="00000000-0000-4000-8000-000000000000",
            institution=capacity.institution,
            capacity=capacity,
            service="identity",
            action="CONSULT",
            outcome="NO_RESULT",
            code="CTRL-003",
            received_at="2026-01-01T00:00:00Z",
        )


@pytest.fixture
def kept_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a period be over that has just begun."""
    monkeypatch.setattr(retention, "months_kept", lambda _what: 0)


@pytest.fixture
def sealed(cast: Cast, notes: Path) -> None:
    exchanges(7)
    seal_all()


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_periods_are_told_where_they_are_asked() -> None:
    assert (retention.months_kept("notices"), retention.months_kept("exchanges")) == (12, 120)
    assert not any(
        retention.PERIODS.on(what, date(2026, 1, 1)).confirmed for what in ("notices", "exchanges")
    )


def test_what_is_young_stays(sealed: None) -> None:
    before = Exchange.objects.count()
    retention.remove_old()
    assert Exchange.objects.count() == before
    assert not Removal.objects.exists()


def test_exchanges_go_by_blocks_and_the_trail_holds(sealed: None, kept_for_nothing: None) -> None:
    assert retention.remove_exchanges() == 8  # with the one of the story
    assert retention.remove_exchanges() == 0
    assert not Exchange.objects.exists()
    seal_all()
    assert faults() == []
    exchanges(2)
    seal_all()
    assert faults() == []
    assert Exchange.objects.count() == 2


def test_what_is_not_sealed_yet_stays(cast: Cast, notes: Path, kept_for_nothing: None) -> None:
    before = Exchange.objects.count()
    assert retention.remove_exchanges() == 0
    assert Exchange.objects.count() == before > 0


def test_the_database_lets_nothing_go_before_it_is_written_down(sealed: None) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"):
        sql("DELETE FROM portal_exchange")
    with pytest.raises(DatabaseError, match="never changed"):
        sql("UPDATE portal_exchange SET code = 'DATA'")
    past = datetime(2016, 1, 1, tzinfo=UTC)
    Removal.objects.create(table="portal_exchange", below=0, before=past, months=1)
    with pytest.raises(DatabaseError, match="never changed"):
        sql("UPDATE portal_removal SET below = 9")


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        ("UPDATE portal_removal SET months = 999", "was changed"),
        ("DELETE FROM portal_removal", "is gone"),
        ("UPDATE portal_removal SET before = '2000-01-01'", "which was not old enough"),
    ],
)
def test_a_removal_that_is_tampered_with_is_found(
    sealed: None, kept_for_nothing: None, tamper: str, what: str
) -> None:
    retention.remove_exchanges()
    seal_all()
    sql("ALTER TABLE portal_removal DISABLE TRIGGER USER")
    sql(tamper)
    assert any(what in fault for fault in faults())


def test_what_comes_back_is_found(sealed: None, kept_for_nothing: None) -> None:
    first = Exchange.objects.earliest("pk")
    retention.remove_exchanges()
    first.save(force_insert=True)
    assert [fault for fault in faults() if "after the removal" in fault]


def test_notices_go_with_their_batches(cast: Cast, kept_for_nothing: None) -> None:
    georges = cast.persons["georges"]
    subscription = subscribe()
    for number in (1, 2, 3):
        happen(georges, n=number)
        move_outbox()
        while spread():
            pass
    assert said(subscription) == [1, 2, 3]
    assert retention.remove_notices() == Batch.objects.count() + 1
    assert Batch.objects.count() == NoticeList.objects.count() == 1
    assert said(subscription) == [3]
    happen(georges, n=4)
    move_outbox()
    while spread():
        pass
    assert said(subscription, all_of(subscription).told[0].position) == [4]


def test_staff_read_how_long_exchanges_are_kept(cast: Cast) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email="alice@welfare.example"))
    assert "Kept for 120 months." in text(browser.get("/institution/exchanges/"))
