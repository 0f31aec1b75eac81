"""The outbox: what is published happens once for each subscriber, whatever dies in between."""

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta

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
    MOST,
    Happening,
    Pace,
    deliver,
    fan_out,
    move_outbox,
    publish,
    publish_all,
)
from portal.exchange.models import Delivery, DeliveryStatus, Event
from portal.exchange.subscribers import (
    SUBSCRIBERS,
    OfOne,
    Subscribed,
    enter_subscriptions,
    one_by_one,
)
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
    SUBSCRIBERS[NAME] = Subscribed("test.happened", one_by_one(function))
    Subscription.objects.create(subscriber=NAME, topic="test.happened")
    yield seen
    del SUBSCRIBERS[NAME]


def carry_out(limit: int = MOST) -> int:
    """Carry out what is due for the subscriber of these tests; return how much it was."""
    return deliver(Subscription.objects.get(subscriber=NAME), limit)


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
            assert carry_out() == 1
            assert carry_out() == 0  # not at once again
            deliveries().update(due_at=Now())
        assert carry_out() == 0
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

    SUBSCRIBERS[NAME] = Subscribed("test.happened", take)
    try:
        Subscription.objects.create(subscriber=NAME, topic="test.happened")
        publish_all(Happening("test.happened", subject) for subject in range(10))
        fan_out()
        assert carry_out(4) == 4
        assert carry_out(100) == 6
    finally:
        del SUBSCRIBERS[NAME]
    assert given == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9]]


@pytest.fixture
def order() -> Iterator[list[str]]:
    """Subscribe to two topics, of which "test.patient" waits a minute for others; return who was
    told, in order."""
    told: list[str] = []

    def note(event: Event) -> None:
        told.append(event.topic)

    for topic, patience in (("test.patient", timedelta(minutes=1)), ("test.urgent", timedelta(0))):
        SUBSCRIBERS[topic] = Subscribed(topic, one_by_one(note), patience)
    enter_subscriptions()
    yield told
    for topic in ("test.patient", "test.urgent"):
        del SUBSCRIBERS[topic]


def test_what_has_patience_is_done_after_what_was_said_later(order: list[str]) -> None:
    publish_all(Happening("test.patient", subject) for subject in range(3))
    fan_out()
    publish_all(Happening("test.urgent", subject) for subject in range(3))
    move_outbox()
    assert order == ["test.urgent"] * 3 + ["test.patient"] * 3


def test_what_comes_meanwhile_goes_before_more_of_what_has_patience(order: list[str]) -> None:
    """Patient work is done a little at a time, so that nobody waits for all of it."""

    def urge(event: Event) -> None:
        order.append(event.topic)
        if len(order) == 1:
            publish("test.urgent", 1)

    SUBSCRIBERS["test.patient"] = SUBSCRIBERS["test.patient"]._replace(function=one_by_one(urge))
    publish_all(Happening("test.patient", subject) for subject in range(3))
    move_outbox()
    assert order == ["test.patient", "test.urgent", "test.patient", "test.patient"]


def test_what_waited_for_longer_than_its_patience_has_its_turn(order: list[str]) -> None:
    publish("test.patient", 1)
    fan_out()
    Delivery.objects.update(due_at=Now() - timedelta(minutes=2))
    publish("test.urgent", 1)
    move_outbox()
    assert order == ["test.patient", "test.urgent"]


def test_who_has_no_more_time_leaves_the_rest_to_who_hears_the_bell(
    subscriber: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(actions, "ring", lambda: rung.append(True))
    publish("test.happened", 1)
    rung.clear()
    assert move_outbox(0) == 0
    assert rung == [True]
    assert move_outbox(60) == 1
    assert rung == [True]


def test_work_is_taken_in_pieces_that_fit_a_moment() -> None:
    pace = Pace()
    limits = []
    for carried, seconds in ((1, 0.01), (8, 0.02), (64, 0.1), (256, 4.0), (64, 2.0), (2, 9.0)):
        pace.learn(carried, seconds)
        limits.append(pace.limit)
    assert limits == [8, 64, 256, 64, 32, 1]


def test_what_has_patience_waits_while_others_work_on_what_has_none(order: list[str]) -> None:
    """It would take the processor from whoever carries out what people wait for."""
    publish("test.urgent", 1)
    publish("test.patient", 1)
    fan_out()
    moved: list[int] = []

    def move_too() -> None:
        try:
            moved.append(move_outbox())
        finally:
            connection.close()

    with transaction.atomic():
        held = Delivery.objects.select_for_update().filter(subscription__topic="test.urgent")
        assert held.count() == len(held) == 1
        other = threading.Thread(target=move_too)
        other.start()
        other.join()
    assert (moved, order) == ([0], [])
    move_outbox()
    assert order == ["test.urgent", "test.patient"]


def test_a_subscriber_that_is_gone_holds_up_nobody(subscriber: list[Event]) -> None:
    Subscription.objects.create(subscriber="tests.gone", topic="test.happened")
    publish("test.happened", 1)
    move_outbox()
    assert effects() == 1
    left = Delivery.objects.get(subscription__subscriber="tests.gone")
    assert (left.status, left.error) == (DeliveryStatus.PENDING, "KeyError: 'tests.gone'")


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
            assert carry_out() == 1
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
