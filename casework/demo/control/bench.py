"""What the control of access adds: to a personal page, to a call of a thousand persons, to a call
of many declarations. With it, against the same without it, by turns in one process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import uuid4
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client as Browser
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone

from casework.demo.building import Cast
from casework.demo.control.bare import consultation_of, page_of, without_actor
from casework.demo.control.crowd import QUALITY, make_crowd
from declarations.hiring.bench_load import Sender
from portal.access.middleware import SESSION_KEY
from portal.access.models import Capacity, CapacityKind, Service
from portal.directory.control import admit
from portal.directory.extent import extent_of
from portal.embedded.places import WEB
from portal.pages import serving
from portal.pages.bench import Result, bench
from portal.pages.serving import as_served, opener

OWN, HELPER = "emma@family.example", "lucas@family.example"  # he may help her
PAGES, CALLS, CONSULTATIONS = 150, 10, 15
WARM: Final = 12  # rounds
CALL: Final = 500  # declarations in one call
PAGE_GOAL, CALL_GOAL = 1.2, 1.1
BARE_PAGE, BARE_CALL = "bench/page/", "bench/consultation/"
TICKETS = count(1)
Act = Callable[[], object]


@bench("access-control-page")
def control_of_a_page() -> Result:
    """Compare a person's page, opened by the person and by a helper, with the same uncontrolled."""
    Cast().build()
    own = Capacity.objects.get(user__email=OWN, kind=CapacityKind.CITIZEN, mandate=None)
    helping = Capacity.objects.get(user__email=HELPER, mandate__giver_person=own.person)
    routes = [path(BARE_PAGE, page_of(own)), path("bench/helper/", page_of(helping))]
    with as_served(), override_settings(ROOT_URLCONF=_Routes(routes)):
        handler = WSGIHandler()
        me, helped = (_session_of(each) for each in (own, helping))
        acts = [
            (WEB, opener(handler, "/me/", me)),
            ("", opener(handler, "/me/", me)),
            ("", _bare(opener(handler, f"/{BARE_PAGE}", me))),
            (WEB, opener(handler, "/me/", helped)),
            ("", _bare(opener(handler, "/bench/helper/", helped))),
        ]
        ours, owner, bare, help_, bare_help = _by_turns(acts, PAGES)
    return Result(
        ours / bare,
        PAGE_GOAL,
        "median processor time of a person's own page with capacity and row security, over that of"
        " the same cards and template without them (role of the owner, capacity known before);"
        f" {PAGES} each, by turns, in one process; a helper's page leaves a line besides",
        {
            "page_ms": _ms(ours),
            "page_as_owner_ms": _ms(owner),
            "page_without_ms": _ms(bare),
            "helper_ratio": round(help_ / bare_help, 3),
            "helper_ms": _ms(help_),
            "helper_without_ms": _ms(bare_help),
        },
    )


@bench("access-control-consultation")
def control_of_a_consultation() -> Result:
    """Compare an institution's question about a thousand persons with one that nobody controls."""
    cast = Cast()
    cast.build()
    numbers = [person.last_name for person in make_crowd(cast)]
    fund = Capacity.objects.get(user__email="sickness-fund-software@applications.example")
    admission = admit(fund, Service.IDENTITY, QUALITY)
    bare = consultation_of(admission, extent_of(admission), fund)
    token = _token("sickness-fund-software", Service.IDENTITY)
    handler = WSGIHandler()
    address = "/api/network/v1/identity/consultations"
    with override_settings(ROOT_URLCONF=_Routes([path(BARE_CALL, bare)])):
        controlled = _consulting(handler, address, token, numbers)
        ours, owner, theirs = _by_turns(
            [
                (WEB, controlled),
                ("", controlled),
                ("", _bare(_consulting(handler, f"/{BARE_CALL}", token, numbers))),
            ],
            CONSULTATIONS,
        )
    return Result(
        ours / theirs,
        CALL_GOAL,
        f"median processor time of a call about {len(numbers)} persons (identity, address,"
        " household) with token, integration control, row security and a line for each person, over"
        " that of the same answer, received and logged, without them; by turns, in one process",
        {
            "call_ms": _ms(ours),
            "call_as_owner_ms": _ms(owner),
            "call_without_ms": _ms(theirs),
            "persons_per_s": round(len(numbers) / ours),
        },
    )


@bench("access-control-call")
def control_of_a_call() -> Result:
    """Compare a call of many declarations as the web takes it in, and as the owner would."""
    sender = Sender.make(2 * (CALLS + WARM) * CALL)
    bodies = iter([sender.call(CALL) for _ in range(2 * (CALLS + WARM))])
    handler, address = WSGIHandler(), "/api/dimona/v2/declarations"

    def declare() -> None:
        _post(handler, address, sender.token, next(bodies), "201")

    ours, theirs = _by_turns([(WEB, declare), ("", declare)], CALLS)
    return Result(
        ours / theirs,
        CALL_GOAL,
        f"median processor time of a call of {CALL} declarations with the role of the web, over"
        f" that with the role of the owner, whom row security does not bind; {CALLS} each",
        {"web_ms": _ms(ours), "owner_ms": _ms(theirs)},
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


class _Routes:
    """Addresses of a bench, beside those of the portal."""

    def __init__(self, own: list[Any]) -> None:
        self.urlpatterns = [*own, *serving.urlpatterns]


def _by_turns(acts: Sequence[tuple[str, Act]], rounds: int) -> list[float]:
    """Return the medians of acts in seconds, each in a thread with its own connection and role.

    Counted is processor time, which others on the machine do not lengthen. The first rounds, in
    which the database makes its plans, do not count.
    """
    pools = [ThreadPoolExecutor(1) for _ in acts]
    spent: list[list[float]] = [[] for _ in acts]
    for pool, (role, _act) in zip(pools, acts, strict=True):
        pool.submit(_become, role).result()
    for number in range(-WARM, rounds):
        for pool, (_role, act), found in zip(pools, acts, spent, strict=True):
            seconds = pool.submit(_timed, act).result()
            if number >= 0:
                found.append(seconds)
    for pool in pools:
        pool.submit(_leave).result()
        pool.shutdown()
    return [median(each) for each in spent]


def _timed(act: Act) -> float:
    begun = _clock()
    act()
    return _clock() - begun


def _clock() -> float:
    """Return the processor time of this thread and of its database session, in seconds."""
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.thread_time() + int(session.read_text().split()[0]) / 1e9


def _become(role: str) -> None:
    connection.ensure_connection()
    if role:
        connection.connection.execute(f"SET ROLE {role}")


def _leave() -> None:
    connection.close()  # that of the thread


def _bare(act: Callable[[], None]) -> Act:
    return lambda: without_actor(act)


def _session_of(capacity: Capacity) -> str:
    """Return the cookie of somebody who has signed in and acts in a capacity."""
    browser = Browser()
    browser.force_login(capacity.user)
    session = browser.session
    session[SESSION_KEY] = capacity.pk
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _token(client: str, scope: str) -> str:
    """Return a token of an application of the cast."""
    value = str(uuid4())
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        client=Client.objects.get(pk=client),
        scopes=scope,
        expires_at=timezone.now() + timedelta(hours=1),
    )
    token.set_value(value)
    token.save()
    return value


def _consulting(
    handler: WSGIApplication, address: str, token: str, numbers: Sequence[str]
) -> Callable[[], None]:
    """Return what asks about all of them; each time is a question of its own."""
    persons = [{"ssin": number} for number in numbers]

    def ask() -> None:
        question = {
            "informationCustomer": {
                "ticket": f"bench-{next(TICKETS)}",
                "timestampSent": "2026-11-22T09:00:00+01:00",
                "customerIdentification": {"cbeNumber": "0411700068"},
            },
            "legalContext": "SOCIAL-INQUIRY",
            "purpose": QUALITY,
            "persons": persons,
        }
        _post(handler, address, token, json.dumps(question).encode(), "200")

    return ask


def _post(handler: WSGIApplication, address: str, token: str, body: bytes, wanted: str) -> None:
    """Send a body; it raises for another answer."""
    statuses: list[str] = []

    def start_response(status: str, headers: list[Any], *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": address,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    answer = handler(environ, start_response)
    said = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    if not statuses[0].startswith(wanted):
        raise RuntimeError(f"{address} answers {statuses[0]}: {said[:300]!r}")
