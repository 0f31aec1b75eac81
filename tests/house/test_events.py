"""Events: what is published has a name that is documented, what is awaited is published."""

import ast
import re
from importlib import import_module

import pytest

from declarations.channels.actions import TOPICS as RECEIVED
from portal.directory.models import Subscription
from portal.exchange.subscribers import SUBSCRIBERS
from tests.house import project

HOUSE = project.BASE / "docs" / "house.md"


PUBLISHING = ("publish", "Happening")  # one event, or one of many that are published at once
SUBSCRIBING = ("subscribe", "subscribe_to_many")
IN_SQL = re.compile(r"INSERT INTO portal_event\b.*?'([a-z]+\.[a-z]+)'", re.DOTALL)


def _topics(*names: str) -> set[str]:
    """The topics that these calls name, written out or out of a table of the module."""
    topics: set[str] = set()
    for path, call in (found for name in names for found in project.calls(name)):
        topic = call.args[0]
        if isinstance(topic, ast.Subscript):
            module = import_module(project.module(path))
            topics |= set(getattr(module, ast.unparse(topic.value)).values())
        elif not isinstance(topic, ast.Name):  # one that is handed on was named before
            topics.add(ast.literal_eval(topic))
    return topics


def _published() -> set[str]:
    in_sql = (IN_SQL.findall(path.read_text("utf-8")) for path in project.live_code())
    return _topics(*PUBLISHING).union(*in_sql, RECEIVED.values())


@pytest.mark.django_db
def test_each_subscriber_has_its_row() -> None:
    rows = set(Subscription.objects.values_list("subscriber", "topic"))
    assert {(name, each.topic) for name, each in SUBSCRIBERS.items()} <= rows


def test_each_subscriber_waits_for_something_that_is_published() -> None:
    assert _topics(*SUBSCRIBING) <= _published()


def test_each_subscribing_module_is_imported() -> None:
    """A subscriber whose module no `ready()` imports would never be called."""
    registered = {each.topic for each in SUBSCRIBERS.values()}
    assert registered == _topics(*SUBSCRIBING)


def test_topics_are_documented() -> None:
    words = HOUSE.read_text("utf-8")
    assert [topic for topic in sorted(_published()) if f"`{topic}`" not in words] == []
