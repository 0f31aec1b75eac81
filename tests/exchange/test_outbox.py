"""The outbox: what is published happens once for each subscriber, whatever dies in between."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from kombu import pools

from portal.celery import app
from portal.directory.models import Subscription
from portal.exchange import actions
from portal.exchange.actions import (
    MAX_ATTEMPTS,
    Happening,
    deliver,
    fan_out,
    move_outbox,
    publish,
    publish_all,
)
from portal.exchange.models import Delivery, DeliveryStatus, Event
from portal.exchange.subscribers import SUBSCRIBERS, OfOne, one_by_one
from portal.exchange.tasks import move
from portal.people.models import Institution

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "tests.exchange.counts"


@pytest.fixture
def subscriber() -> Iterator[list[Event]]:
    """Subscribe to the topic "test.happened"; the effect is an institution named by the event."""
    seen: list[Event] = []

    def count(event: Event) -> None:
        seen.append(event)
        Institution.objects.create(code=f"effect-{event.subject}", name="effect", sector=0)

    yield from _subscribed(count, seen)


def _subscribed(function: OfOne, seen: list[Event]) -> Iterator[list[Event]]:
    SUBSCRIBERS[NAME] = ("test.happened", one_by_one(function))
    Subscription.objects.create(subscriber=NAME, topic="test.happened")
    yield seen
    del SUBSCRIBERS[NAME]


def deliveries() -> QuerySet[Delivery]:
    """Return the deliveries to the subscriber of these tests."""
    return Delivery.objects.filter(subscription__subscriber=NAME)


def effects() -> int:
    """Count what the subscriber did and the database kept."""
    return Institution.objects.filter(code__startswith="effect-").count()


def test_an_event_reaches_its_subscriber_once(subscriber: list[Event]) -> None:
    publish("test.happened", 1)
    assert move_outbox() == 1
    assert move_outbox() == 0
    assert effects() == 1
    delivery = deliveries().get()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.DONE, 1)


def test_an_event_of_a_transaction_that_failed_is_not_told(subscriber: list[Event]) -> None:
    def fail() -> None:
        with transaction.atomic():
            publish("test.happened", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert move_outbox() == 0
    assert effects() == 0


def test_a_topic_without_subscribers_is_done_with(subscriber: list[Event]) -> None:
    publish("test.nobody-listens", 1)
    assert move_outbox() == 0
    assert Event.objects.get(topic="test.nobody-listens").fanned_out_at is not None


def test_a_failing_subscriber_loses_its_own_work_alone_and_is_parked_in_the_end() -> None:
    def fail(event: Event) -> None:
        Institution.objects.create(code="effect-half", name="half done", sector=0)
        raise RuntimeError("poison")

    for _seen in _subscribed(fail, []):
        publish("test.happened", 1)
        fan_out()
        for _attempt in range(MAX_ATTEMPTS):
            assert deliver() == 1
            assert deliver() == 0  # not at once again
            deliveries().update(due_at=Now())
        assert deliver() == 0
        delivery = deliveries().get()
        assert delivery.status == DeliveryStatus.PARKED
        assert delivery.error == "RuntimeError: poison"
        assert effects() == 0


def test_poison_does_not_hold_up_the_rest(subscriber: list[Event]) -> None:
    publish("test.happened", 7)
    publish("test.happened", 7)  # the same code twice: the database refuses the second effect
    publish("test.happened", 8)
    move_outbox()
    assert effects() == 2
    statuses = deliveries().order_by("event").values_list("status", flat=True)
    assert list(statuses) == ["done", "pending", "done"]


def test_what_is_due_is_given_to_a_subscriber_together() -> None:
    given: list[list[int]] = []

    def take(events: Sequence[Event]) -> None:
        given.append([event.subject for event in events])

    SUBSCRIBERS[NAME] = ("test.happened", take)
    try:
        Subscription.objects.create(subscriber=NAME, topic="test.happened")
        publish_all(Happening("test.happened", subject) for subject in range(10))
        fan_out()
        assert deliver(4) == 4
        assert deliver(100) == 6
    finally:
        del SUBSCRIBERS[NAME]
    assert given == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9]]


def test_many_publications_ring_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lone one rings at once; what follows within the silence says nothing new."""
    rung: list[bool] = []
    monkeypatch.setattr(move, "apply_async", lambda **_options: rung.append(True))
    monkeypatch.setattr(actions, "SILENCE", 60.0)
    monkeypatch.setattr(actions, "_last_bell", -60.0)
    for subject in range(5):
        publish("test.nobody-listens", subject)
    assert rung == [True]


def test_movers_that_race_do_each_thing_once(subscriber: list[Event]) -> None:
    for subject in range(60):
        publish("test.happened", subject)

    def run() -> None:
        try:
            move_outbox()
        finally:
            connection.close()

    movers = [threading.Thread(target=run) for _ in range(4)]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join()
    move_outbox()
    assert effects() == 60
    assert deliveries().filter(status=DeliveryStatus.DONE).count() == 60


def test_a_delivery_that_was_cut_off_is_done_later(subscriber: list[Event]) -> None:
    """A worker that is killed leaves its transaction undone, and the rows as they were."""
    publish("test.happened", 1)
    fan_out()

    def killed() -> None:
        with transaction.atomic():
            assert deliver() == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert effects() == 0
    assert move_outbox() == 1
    assert effects() == 1


def test_publishing_needs_no_broker(
    subscriber: list[Event], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(actions, "_last_bell", 0.0)
    _forget_connections()
    try:
        publish("test.happened", 1)
    finally:
        _forget_connections()
    assert "the broker is away" in caplog.text
    assert move_outbox() == 1
    assert effects() == 1


def _forget_connections() -> None:
    pools.reset()
    app.amqp._producer_pool = None  # type: ignore[attr-defined]
