"""The main navigation."""

from collections.abc import Iterator

import pytest

from portal.pages import navigation


@pytest.fixture
def kind() -> Iterator[str]:
    """A capacity kind of its own, with two pages, one under the other."""
    navigation.register("pilot", "Rights", "about", 20)
    navigation.register("pilot", "Overview", "home", 10)
    yield "pilot"
    navigation._entries.pop("pilot")


def test_pages_stand_in_their_order(kind: str) -> None:
    assert [link.label for link in navigation.links(kind, "/")] == ["Overview", "Rights"]


def test_registering_twice_is_once(kind: str) -> None:
    navigation.register(kind, "Rights", "about", 20)
    assert len(navigation.links(kind, "/")) == 2


def test_the_deepest_page_is_the_current_one(kind: str) -> None:
    links = navigation.links(kind, navigation.links(kind, "/")[1].url + "more/")
    assert [link.label for link in links if link.current] == ["Rights"]


def test_another_capacity_sees_none_of_it(kind: str) -> None:
    assert navigation.links("nobody", "/") == []
