"""Our own apps as subscribers: a function that works each event of its topic once.

A subscriber is a row in the subscription table like any other; its name finds the function. The
function runs in the transaction that marks its deliveries as done, so its effect happens once.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from portal.directory.models import Subscription
from portal.exchange.models import Event

Subscriber = Callable[[Sequence[Event]], None]
OfOne = Callable[[Event], None]
SUBSCRIBERS: dict[str, tuple[str, Subscriber]] = {}


def subscribe_to_many(topic: str) -> Callable[[Subscriber], Subscriber]:
    """Register a function that is given the events of a topic together, as many as are due."""

    def register(function: Subscriber) -> Subscriber:
        SUBSCRIBERS[f"{function.__module__}.{function.__name__}"] = (topic, function)
        return function

    return register


def subscribe(topic: str) -> Callable[[OfOne], OfOne]:
    """Register a function that is given the events of a topic one by one."""

    def register(function: OfOne) -> OfOne:
        subscribe_to_many(topic)(one_by_one(function))
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
    """Write the registered subscribers into the subscription table; leave those that stand."""
    Subscription.objects.bulk_create(
        [Subscription(subscriber=name, topic=topic) for name, (topic, _f) in SUBSCRIBERS.items()],
        ignore_conflicts=True,
    )
