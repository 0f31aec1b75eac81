"""The quick way of small messages: what is plainly in order is taken in before Django is asked.

An address enters who reads its messages in `QUICK`. What is plainly in order is stored by one
statement, which lets the sender in by its token and writes all rows; the answer is made here. For
all else, whatever the reason, nothing is done here: it goes the long way, which finds out why and
says so. Both ways therefore take the same, store the same and answer the same (decision 0012).
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connection, transaction
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils import translation

from portal.access.actor import forget, saying_who_acts
from portal.access.models import CapacityKind, Environment, Service
from portal.access.tokens import sender, shown
from portal.exchange.actions import RECEIVE, ring
from portal.exchange.api import JSON, MAX_KEY
from portal.exchange.json_body import MAX_BYTES
from portal.exchange.models import Channel

KEY: Final = re.compile(f"[!-~]{{1,{MAX_KEY}}}")
# What the long way looks at, and this one does not.
UNUSUAL: Final = (
    *("SCRIPT_NAME", "QUERY_STRING", "HTTP_COOKIE"),
    *("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"),
)


class Stored(NamedTuple):
    """What the receipt of a message tells."""

    ticket: UUID
    sha256: str
    received_at: datetime


class Small(NamedTuple):
    """A message that was read: the values of what it says, and its answer once it is stored.

    `answer` returns the body, and where its outcome will stand below the address it was sent to.
    """

    parameters: Sequence[Any]
    answer: Callable[[Stored], tuple[str, str]]


@dataclass(frozen=True)
class Reader:
    """Who reads messages sent to an address, and who may send them.

    `read` returns nothing where a message is not plainly in order. `contents` is SQL that stores
    what it says with the message: see `receive`.
    """

    service: Service
    kinds: Collection[CapacityKind]
    environments: Collection[Environment]
    contents: str
    read: Callable[[bytes], Small | None]

    @cached_property
    def statement(self) -> str:
        """Return the statement that lets a sender in and stores its message."""
        return RECEIVE.format(sender=sender(self.kinds, self.environments), contents=self.contents)


QUICK: dict[str, Reader] = {}


class QuickWay:
    """Stands before an application and answers what it can."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let the application answer."""
        reader = QUICK.get(environ["PATH_INFO"])
        if reader is not None and _is_plain(environ):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            answer = _answer(environ, reader, body)
            if answer is not None:
                headers, content = answer
                start_response("201 Created", headers)
                return [content]
            environ["wsgi.input"] = BytesIO(body)
        return self.application(environ, start_response)


def _is_plain(environ: WSGIEnvironment) -> bool:
    length = environ.get("CONTENT_LENGTH", "")
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == JSON
        and length.isascii()
        and length.isdigit()
        and int(length) <= MAX_BYTES
        and not any(environ.get(name) for name in UNUSUAL)
        and KEY.fullmatch(environ.get("HTTP_IDEMPOTENCY_KEY", "-")) is not None
    )


def _answer(
    environ: WSGIEnvironment, reader: Reader, body: bytes
) -> tuple[list[tuple[str, str]], bytes] | None:
    scheme, _space, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    small = reader.read(body) if scheme.lower() == "bearer" else None
    if small is None:
        return None
    head = _head(
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
    )
    message = _stored(environ, reader, token, body, small) if head else None
    if message is None:
        return None
    content, place = small.answer(message)
    sent = content.encode()
    ring()
    own = [("Location", f"{environ['PATH_INFO']}/{place}"), ("Content-Length", str(len(sent)))]
    return [*head, *own], sent


def _stored(
    environ: WSGIEnvironment, reader: Reader, token: str, body: bytes, small: Small
) -> Stored | None:
    """Store a message and all that it says, if the token lets its holder in."""
    ticket, sha256 = uuid4(), hashlib.sha256(body).hexdigest()
    key = environ.get("HTTP_IDEMPOTENCY_KEY") or sha256
    sent = (ticket, reader.service.value, Channel.API.value, key, body, sha256)
    values = [*shown(token, reader.service), None, *sent, *small.parameters]
    try:
        found = _run(reader.statement, values)
    except Error:
        return None
    return Stored(ticket, sha256, found[1]) if found else None


def _run(statement: str, values: Sequence[Any]) -> Any:
    """Return the row that a statement leads to; its failure undoes it alone.

    It is the first of a request, as in `ApplicationToken`: no other asks whether the connection
    still stands. Where it fell, the long way makes a new one.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    connection.health_check_done = True  # type: ignore[attr-defined]
    undoing = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with undoing, saying_who_acts(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is None:
        forget()
    return found


@lru_cache(maxsize=256)
def _head(scheme: str, forwarded: str, languages: str) -> tuple[tuple[str, str], ...]:
    """Return what Django puts at the head of each answer; nothing where it leads elsewhere."""
    environ: WSGIEnvironment = {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO()}
    environ |= {"wsgi.url_scheme": scheme, "HTTP_X_FORWARDED_PROTO": forwarded}
    request = WSGIRequest(environ | {"HTTP_ACCEPT_LANGUAGE": languages})
    security = SecurityMiddleware(lambda _request: HttpResponse())
    if security.process_request(request) is not None:
        return ()
    answer = security.process_response(request, HttpResponse(content_type=JSON))
    language = translation.get_language_from_request(request)
    own = {"Cache-Control": "no-store", "Content-Language": language, "Vary": "Accept-Language"}
    return (*answer.items(), *own.items())
