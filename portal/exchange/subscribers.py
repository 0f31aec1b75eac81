"""Our own apps as subscribers: a function that is called once for each event of its topic.

A subscriber is a row in the subscription table like any other; its name finds the function. The
function runs in the transaction that marks its delivery as done, so its effect happens once.
"""

from collections.abc import Callable
from typing import Any

from portal.directory.models import Subscription
from portal.exchange.models import Event

Subscriber = Callable[[Event], None]
SUBSCRIBERS: dict[str, tuple[str, Subscriber]] = {}


def subscribe(topic: str) -> Callable[[Subscriber], Subscriber]:
    """Register a function as the subscriber of a topic, under its own dotted name."""

    def register(function: Subscriber) -> Subscriber:
        SUBSCRIBERS[f"{function.__module__}.{function.__name__}"] = (topic, function)
        return function

    return register


def enter_subscriptions(**_: Any) -> None:
    """Write the registered subscribers into the subscription table; leave those that stand."""
    Subscription.objects.bulk_create(
        [Subscription(subscriber=name, topic=topic) for name, (topic, _f) in SUBSCRIBERS.items()],
        ignore_conflicts=True,
    )
