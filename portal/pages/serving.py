"""Pages opened in one process, for benches: what a request costs without server and network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import include, path

EMPTY = "bench/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, behind the same middleware."""
    return HttpResponse()


urlpatterns = [path(EMPTY, empty), path("", include("portal.urls"))]


@contextmanager
def as_served() -> Iterator[None]:
    """Serve the pages with an empty one beside them."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


def opener(
    handler: WSGIApplication, address: str, cookie: str, query: str = ""
) -> Callable[[], None]:
    """Return what opens an address once; it raises for an answer other than 200."""
    statuses: list[str] = []

    def start_response(status: str, headers: list[Any], *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    def open_once() -> None:
        environ: dict[str, Any] = {"PATH_INFO": address, "HTTP_COOKIE": cookie}
        environ["QUERY_STRING"] = query
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = "localhost"
        answer = handler(environ, start_response)
        for _part in answer:
            pass
        answer.close()  # type: ignore[attr-defined]
        if not statuses.pop().startswith("200"):
            raise RuntimeError(f"{address} does not open")

    return open_once
