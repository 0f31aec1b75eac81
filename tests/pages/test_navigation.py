"""The main navigation."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.pages import navigation

pytestmark = pytest.mark.urls(__name__)


def page(request: HttpRequest) -> HttpResponse:
    """Answer for any address below."""
    return HttpResponse(request.path)


urlpatterns = [
    path("", page, name="front"),
    path("work/", page, name="work"),
    path("work/periods/", page, name="periods"),
]


@pytest.fixture
def kind() -> Iterator[str]:
    """A capacity kind of its own, with three pages, each under the one before."""
    navigation.register("pilot", "Periods", "periods", 30)
    navigation.register("pilot", "Overview", "front", 10)
    navigation.register("pilot", "Work", "work", 20)
    yield "pilot"
    navigation._entries.pop("pilot")


def current(kind: str, path: str) -> list[str]:
    """The labels of the entries that are current on `path`."""
    return [str(link.label) for link in navigation.links(kind, path) if link.current]


def test_pages_stand_in_their_order(kind: str) -> None:
    labels = [link.label for link in navigation.links(kind, "/")]
    assert labels == ["Overview", "Work", "Periods"]


def test_registering_twice_is_once(kind: str) -> None:
    navigation.register(kind, "Work", "work", 20)
    assert len(navigation.links(kind, "/")) == 3


def test_the_deepest_page_is_the_current_one(kind: str) -> None:
    assert current(kind, "/work/") == ["Work"]
    assert current(kind, "/work/7/") == ["Work"]
    assert current(kind, "/work/periods/7/") == ["Periods"]


def test_the_front_page_is_current_only_when_open(kind: str) -> None:
    assert current(kind, "/") == ["Overview"]
    assert current(kind, "/elsewhere/") == []


def test_another_capacity_sees_none_of_it(kind: str) -> None:
    assert navigation.links("nobody", "/") == []
