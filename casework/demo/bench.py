"""How much a personal page costs beside an empty one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from casework.demo.building import Cast
from portal.access.models import User
from portal.pages.bench import Result, bench, medians

WHO = "emma@family.example"  # she has an application, work, letters and who looked on her page
EMPTY = "bench/empty/"
ROUNDS = 300
GOAL = (
    50.0  # measured 36 to 49 on two busy cores: nine reads, a page of 30 kB, against nothing at all
)


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, behind the same middleware."""
    return HttpResponse()


urlpatterns = [path(EMPTY, empty), path("", include("portal.urls"))]


@bench("pages")
def pages() -> Result:
    """Compare the personal page of the cast's Emma with an empty view."""
    Cast().build()
    with _as_served():
        handler, cookie = WSGIHandler(), _session_of(WHO)
        page, nothing = (_opener(handler, at, cookie) for at in ("/me/", f"/{EMPTY}"))
        page_time, empty_time = medians([page, nothing], ROUNDS)
    more = {"page_ms": round(page_time * 1000, 3), "empty_ms": round(empty_time * 1000, 3)}
    return Result(
        page_time / empty_time,
        GOAL,
        "median of a signed-in person's page over that of an empty view behind the same"
        f" middleware, {ROUNDS} requests each, by turns, in one process with its database"
        " connection kept; no web server, network or browser",
        more,
    )


@contextmanager
def _as_served() -> Iterator[None]:
    """Set the pages up as the web server does: own addresses, static files collected."""
    with (
        TemporaryDirectory() as folder,
        override_settings(STATIC_ROOT=folder, ROOT_URLCONF=__name__),
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


def _session_of(email: str) -> str:
    """Return the cookie of somebody who has signed in."""
    browser = Client()
    browser.force_login(User.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _opener(handler: WSGIApplication, address: str, cookie: str) -> Callable[[], None]:
    """Return what opens an address once; it raises for an answer other than 200."""
    statuses: list[str] = []

    def start_response(status: str, headers: list[Any], *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    def open_once() -> None:
        environ: dict[str, Any] = {"PATH_INFO": address, "HTTP_COOKIE": cookie}
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = "localhost"
        answer = handler(environ, start_response)
        for _part in answer:
            pass
        answer.close()  # type: ignore[attr-defined]
        if not statuses.pop().startswith("200"):
            raise RuntimeError(f"{address} does not open")

    return open_once
