"""Events: what is published has a name that is documented, what is awaited is published."""

import ast
from importlib import import_module

import pytest

from portal.directory.models import Subscription
from portal.exchange.subscribers import SUBSCRIBERS
from tests.house import project

HOUSE = project.BASE / "docs" / "house.md"


PUBLISHING = ("publish", "Happening")  # one event, or one of many that are published at once


def _topics(*names: str) -> set[str]:
    """The topics that these calls name, written out or out of a table of the module."""
    topics: set[str] = set()
    for path, call in (found for name in names for found in project.calls(name)):
        topic = call.args[0]
        if isinstance(topic, ast.Subscript):
            module = import_module(project.module(path))
            topics |= set(getattr(module, ast.unparse(topic.value)).values())
        else:
            topics.add(ast.literal_eval(topic))
    return topics


@pytest.mark.django_db
def test_each_subscriber_has_its_row() -> None:
    rows = set(Subscription.objects.values_list("subscriber", "topic"))
    assert {(name, topic) for name, (topic, _f) in SUBSCRIBERS.items()} <= rows


def test_each_subscriber_waits_for_something_that_is_published() -> None:
    assert _topics("subscribe") <= _topics(*PUBLISHING)


def test_each_subscribing_module_is_imported() -> None:
    """A subscriber whose module no `ready()` imports would never be called."""
    registered = {topic for topic, _function in SUBSCRIBERS.values()}
    assert registered == _topics("subscribe")


def test_topics_are_documented() -> None:
    words = HOUSE.read_text("utf-8")
    assert [topic for topic in sorted(_topics(*PUBLISHING)) if f"`{topic}`" not in words] == []
