"""How much a personal page costs beside an empty one."""

from __future__ import annotations

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from casework.demo.building import Cast
from portal.access.models import User
from portal.pages.bench import Result, bench, medians
from portal.pages.serving import EMPTY, as_served, opener

WHO = "emma@family.example"  # she has an application, work, letters and who looked on her page
ROUNDS = 300
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
