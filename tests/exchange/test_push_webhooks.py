"""Receivers that are called: signed, in order for each person, and nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from casework.demo.building import Cast
from portal.access.models import AccessLine, Purpose
from portal.exchange.actions import move_outbox
from portal.exchange.push import calling
from portal.exchange.push.actions import change_secret, end, replay, resume
from portal.exchange.push.delivering import call_next, call_receivers
from portal.exchange.push.models import HeldBack, PushSubscription, Webhook
from portal.exchange.push.signing import secret_of
from portal.people.models import Person
from tests.exchange.pushing import happen, on_the_clock, register, subscribe
from tests.exchange.receivers import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as made:
        settings.PUSH_ALSO_TO = {made.place}
        yield made


@pytest.fixture
def persons(cast: Cast) -> tuple[Person, Person]:
    """Return two of whom the pension service has a file."""
    register(cast, cast.persons["sofia"])
    return cast.persons["georges"], cast.persons["sofia"]


@pytest.fixture
def webhook(persons: tuple[Person, Person], receiver: Receiver) -> Webhook:
    """Return a receiver that has answered its first call."""
    subscription = subscribe(url=receiver.url)
    assert call_next()
    assert state(subscription) == "active"
    return Webhook.objects.get(subscription=subscription)


PASSED = (
    "UPDATE portal_webhook SET due_at = due_at - make_interval(mins => %s)",
    "UPDATE portal_heldback SET due_at = due_at - make_interval(mins => %s)",
    "UPDATE portal_webhook SET failing_since = failing_since - make_interval(mins => %s)",
)


def state(subscription: PushSubscription) -> str:
    return PushSubscription.objects.get(pk=subscription.pk).status


def go(hours: float = 0) -> None:
    """Move events, let time pass, and call all who are to be called."""
    move_outbox()
    if hours:
        for passed in PASSED:
            on_the_clock(passed, int(hours * 60))
    while call_next():
        pass


def test_nobody_is_told_before_the_receiver_answered(
    persons: tuple[Person, Person], receiver: Receiver
) -> None:
    receiver.answer = lambda _call: 500
    subscription = subscribe(url=receiver.url)
    happen(persons[0], n=1)
    go()
    assert state(subscription) == "asked"
    receiver.answer = lambda _call: 200
    happen(persons[0], n=2)
    go(hours=1)
    assert state(subscription) == "active"
    happen(persons[0], n=3)
    go()
    assert receiver.numbers == [3]
    assert receiver.calls[0].body["topic"] == "subscription.asked"


def test_a_call_is_signed_and_says_what_changed(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person]
) -> None:
    happen(persons[0], n=1)
    go()
    call = receiver.calls[-1]
    assert call.is_signed_with(secret_of(webhook))
    assert not call.is_signed_with(secret_of(webhook, 9))
    assert call.headers["webhook-id"] == call.body["id"]
    assert (call.body["topic"], call.body["ssin"]) == ("person.moved", persons[0].inss)
    assert AccessLine.objects.filter(person=persons[0], purpose=Purpose.TOLD).count() == 1


def test_a_secret_is_replaced_with_a_day_in_which_both_sign(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person]
) -> None:
    before = secret_of(webhook)
    change_secret(webhook)
    for overlap in (True, False):
        happen(persons[0], n=1)
        go()
        call = receiver.calls[-1]
        assert call.is_signed_with(secret_of(webhook))
        assert call.is_signed_with(before) == overlap
        on_the_clock("UPDATE portal_webhook SET secret_changed_at = now() - interval '2 days'")


def test_a_person_whose_call_fails_holds_back_nobody_else(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person]
) -> None:
    georges, sofia = persons
    receiver.answer = lambda call: 500 if call.number == 1 else 200
    happen(georges, n=1)
    happen(sofia, n=2)
    happen(georges, n=3)
    go()
    assert receiver.numbers == [2]
    assert HeldBack.objects.get().person == georges
    receiver.answer = lambda _call: 200
    happen(sofia, n=4)
    go()
    assert receiver.numbers == [2, 4]
    go(hours=2)
    assert receiver.numbers == [2, 4, 1, 3]
    assert not HeldBack.objects.exists()
    happen(georges, n=5)
    go()
    assert receiver.numbers[-1] == 5


@pytest.mark.parametrize("how", ["refuses", "cuts", "500"])
def test_a_receiver_that_is_down_for_a_day_loses_nothing(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person], how: str, settings: Any
) -> None:
    """A day in which it fails, by the hour; paused at its end, and called again when it wants."""
    chance = random.Random(20261122)  # noqa: S311
    said: dict[Person, list[int]] = {person: [] for person in persons}
    receiver.answer = {"cuts": lambda _call: 0}.get(how, lambda _call: 500)
    if how == "refuses":
        Webhook.objects.update(url="http://127.0.0.1:9/")
        settings.PUSH_ALSO_TO = {receiver.place, "127.0.0.1:9"}
    for number in range(48):
        person = chance.choice(persons)
        said[person].append(number)
        happen(person, n=number)
        go(hours=0.55)
    assert receiver.numbers == []
    assert state(webhook.subscription) == "paused"
    Webhook.objects.update(url=receiver.url)
    receiver.answer = lambda _call: 200
    assert resume(webhook.subscription)
    go(hours=2)
    assert sorted(receiver.numbers) == list(range(48))
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 49
    for numbers in said.values():
        assert [n for n in receiver.numbers if n in numbers] == numbers


def test_who_misbehaves_by_chance_gets_each_in_order(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person], monkeypatch: Any
) -> None:
    """In order for each person; what was answered badly comes again with the same id."""
    monkeypatch.setattr(calling, "WHOLE", 0.3)
    chance = random.Random(7)  # noqa: S311
    receiver.answer = lambda _call: chance.choice([200, 200, 200, 500, 429, 400, 0, 1, 2, 3])
    for number in range(20):
        happen(persons[number % 2], n=number)
    for _ in range(80):
        go(hours=2)
        on_the_clock("UPDATE portal_webhook SET failing_since = NULL")
        if len(set(receiver.numbers)) == 20 and not HeldBack.objects.exists():
            break
    seen = list(dict.fromkeys(receiver.numbers))
    assert sorted(seen) == list(range(20))
    assert [n for n in seen if n % 2] == list(range(1, 20, 2))
    assert [n for n in seen if not n % 2] == list(range(0, 20, 2))
    assert len({call.body["id"] for call in receiver.calls}) == 21


def test_who_is_gone_is_not_called_again(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person]
) -> None:
    receiver.answer = lambda _call: 410
    happen(persons[0], n=1)
    go()
    assert state(webhook.subscription) == "paused"
    receiver.answer = lambda _call: 200
    go(hours=30)
    assert receiver.numbers == []
    resume(webhook.subscription)
    go()
    assert receiver.numbers == [1]


@pytest.mark.parametrize("what", ["file", "subscription"])
def test_what_ended_in_between_is_not_told(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person], what: str
) -> None:
    receiver.answer = lambda _call: 500
    happen(persons[0], n=1)
    happen(persons[0], n=2)
    go()
    if what == "file":
        on_the_clock("UPDATE portal_registration SET ended_at = now()")
    else:
        assert end(webhook.subscription)
    receiver.answer = lambda _call: 200
    go(hours=30)
    assert receiver.numbers == []


def test_a_receiver_asks_for_all_again(
    webhook: Webhook, receiver: Receiver, persons: tuple[Person, Person]
) -> None:
    for number in range(4):
        happen(persons[0], n=number)
    go()
    second = receiver.calls[2]
    assert second.number == 1
    replay(webhook, int(second.body["cursor"]))
    go()
    assert receiver.numbers == [0, 1, 2, 3, 2, 3]
    assert len({call.body["id"] for call in receiver.calls}) == 5


def test_one_worker_calls_a_receiver_at_a_time(
    webhook: Webhook, persons: tuple[Person, Person], receiver: Receiver
) -> None:
    happen(persons[0], n=1)
    move_outbox()
    on_the_clock("UPDATE portal_webhook SET leased_until = now() + interval '1 minute'")
    assert not call_next()
    on_the_clock("UPDATE portal_webhook SET leased_until = now() - interval '1 second'")
    call_receivers()  # who was killed has a lease that is over
    assert receiver.numbers == [1]
