"""How much a personal page costs beside an empty one, and what the control of access adds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client

from casework.demo.building import Cast
from declarations.hiring.bench_load import Sender
from portal.access.models import User
from portal.embedded.places import WEB
from portal.pages.bench import Result, bench, medians
from portal.pages.serving import EMPTY, as_served, opener

WHO = "emma@family.example"  # she has an application, work, letters and who looked on her page
ROUNDS = 300
CALL = 500  # declarations in one call
CALLS = 20
GOAL = (
    50.0  # measured 36 to 49 on two busy cores: nine reads, a page of 30 kB, against nothing at all
)


@bench("pages")
def pages() -> Result:
    """Compare the personal page of the cast's Emma with an empty view."""
    Cast().build()
    with as_served():
        handler, cookie = WSGIHandler(), _session_of(WHO)
        page, nothing = (opener(handler, at, cookie) for at in ("/me/", f"/{EMPTY}"))
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


def _session_of(email: str) -> str:
    """Return the cookie of somebody who has signed in."""
    browser = Client()
    browser.force_login(User.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


@bench("access-control-page")
def control_of_a_page() -> Result:
    """Compare the personal page as the web is served with it, and by the owner of all tables."""
    Cast().build()
    with as_served():
        handler, cookie = WSGIHandler(), _session_of(WHO)
        return _beside_the_owner(
            lambda: opener(handler, "/me/", cookie), ROUNDS, 1.2, "a personal page"
        )


@bench("access-control-call")
def control_of_a_call() -> Result:
    """Compare a call of many declarations as the web takes it in, and as the owner would."""
    sender = Sender.make(2 * (CALLS + CALLS // 10) * CALL)
    handler = WSGIHandler()
    return _beside_the_owner(
        lambda: _caller(handler, sender), CALLS, 1.1, f"a call of {CALL} declarations"
    )


def _beside_the_owner(
    make: Callable[[], Callable[[], object]], rounds: int, goal: float, what: str
) -> Result:
    """Let two threads, each with its connection, do the same by turns: the web, and the owner.

    Both keep who acts; the owner passes by row security, and so does all that is asked there.
    """
    with ThreadPoolExecutor(1) as web, ThreadPoolExecutor(1) as owner:
        web.submit(_become, WEB).result()
        owner.submit(_become, "").result()
        acts = [(pool, make()) for pool in (web, owner)]
        ours, theirs = medians(
            [lambda pool=pool, act=act: pool.submit(act).result() for pool, act in acts],  # type: ignore[misc]
            rounds,
        )
        for pool in (web, owner):
            pool.submit(_leave).result()
    more = {"web_ms": round(ours * 1000, 3), "owner_ms": round(theirs * 1000, 3)}
    limit = (
        f"median of {what} served with the role of the web, over that with the role of the owner,"
        f" whom row security does not bind; {rounds} of each, by turns, in one process"
    )
    return Result(ours / theirs, goal, limit, more)


def _become(role: str) -> None:
    connection.ensure_connection()
    if role:
        connection.connection.execute(f"SET ROLE {role}")


def _leave() -> None:
    connection.close()


def _caller(handler: WSGIHandler, sender: Sender) -> Callable[[], None]:
    """Return what sends declarations that were not sent before; it raises when they are refused."""
    bodies = iter([sender.call(CALL) for _ in range(CALLS + CALLS // 10)])
    statuses: list[str] = []

    def start_response(status: str, headers: list[Any], *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    def call_once() -> None:
        body = next(bodies)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/dimona/v2/declarations",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {sender.token}",
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)
        answer = handler(environ, start_response)
        answer.close()
        if not statuses.pop().startswith("201"):
            raise RuntimeError("the call was not taken")

    return call_once
