"""Our own apps as subscribers: a function that works each event of its topic once.

A subscriber is a row in the subscription table like any other; its name finds the function. The
function runs in the transaction that marks its deliveries as done, so its effect happens once.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import wraps
from typing import Any, NamedTuple

from portal.directory.models import Subscription
from portal.exchange.models import Event

Subscriber = Callable[[Sequence[Event]], None]
OfOne = Callable[[Event], None]
AT_ONCE = timedelta(0)


class Subscribed(NamedTuple):
    """A function and what it is told of; `patience` says how long what others wait for goes before.

    It is a rank, no delay: where nothing else is due it is told at once, and it never starves.
    """

    topic: str
    function: Subscriber
    patience: timedelta = AT_ONCE


SUBSCRIBERS: dict[str, Subscribed] = {}


def subscribe_to_many(
    topic: str, patience: timedelta = AT_ONCE
) -> Callable[[Subscriber], Subscriber]:
    """Register a function that is given the events of a topic together, as many as are due."""

    def register(function: Subscriber) -> Subscriber:
        name = f"{function.__module__}.{function.__name__}"
        SUBSCRIBERS[name] = Subscribed(topic, function, patience)
        return function

    return register


def subscribe(topic: str, patience: timedelta = AT_ONCE) -> Callable[[OfOne], OfOne]:
    """Register a function that is given the events of a topic one by one."""

    def register(function: OfOne) -> OfOne:
        subscribe_to_many(topic, patience)(one_by_one(function))
        return function

    return register


def one_by_one(function: OfOne) -> Subscriber:
    """Return a subscriber that gives its events to the function one after the other."""

    @wraps(function)
    def work(events: Sequence[Event]) -> None:
        for event in events:
            function(event)

    return work


def enter_subscriptions(**_: Any) -> None:
    """Write the registered subscribers into the subscription table; those that stand keep their id,
    and have the patience that is told here."""
    Subscription.objects.bulk_create(
        [
            Subscription(subscriber=name, topic=each.topic, patience=each.patience)
            for name, each in SUBSCRIBERS.items()
        ],
        update_conflicts=True,
        unique_fields=["subscriber", "topic"],
        update_fields=["patience"],
    )
