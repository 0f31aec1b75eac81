"""The quick way takes what the long way takes, and answers the same; all else it leaves alone."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import psycopg
import pytest
from django.db import close_old_connections, connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import resolve

from declarations.channels.models import Declaration
from portal.access.actor import forget
from portal.access.models import Service
from portal.exchange.models import Channel, Event, Message
from portal.exchange.quick import QUICK
from portal.people.models import Person
from tests.api.conftest import HIRING, Application, the_quick_way
from tests.api.messages import SOFIA, hiring
from tests.conftest import as_the_web

ADDRESS = f"{HIRING}/declarations"
OWN = {"Location", "Content-Length"}  # parts of an answer that name a message


def environ(application: Application, body: bytes, **more: str) -> dict[str, Any]:
    """Return a request as the web server gives it."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": ADDRESS,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {application.token}",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        **more,
    }


def left_alone(request: dict[str, Any]) -> bytes | None:
    """Return the body that went on to the long way; None where the quick way answered."""
    went: list[bytes] = []

    def long_way(environ: dict[str, Any], _start: Any) -> list[bytes]:
        went.append(environ["wsgi.input"].read())
        return []

    with as_the_web():
        heads, _answer = the_quick_way(request, long_way)
    assert len(went) + len(heads) == 1
    return went[0] if went else None


def test_both_ways_store_and_answer_the_same(payroll: Application) -> None:
    ways = [payroll.http, Client()]
    answers = []
    for way, client in enumerate(ways):
        payroll.http = client
        answers.append(payroll.post(ADDRESS, hiring(), idempotency_key=f"way-{way}"))
    quick, long = answers
    assert hasattr(long, "context")
    assert quick.status_code == long.status_code == 201
    assert {name: value for name, value in quick.items() if name not in OWN} == {
        name: value for name, value in long.items() if name not in OWN
    }
    for answer in answers:
        (declared,) = answer.json()["declarations"]
        assert answer["Location"] == f"{ADDRESS}/{declared['id']}"
        assert answer["Content-Length"] == str(len(answer.content))
    told = Event.objects.filter(message__in=sent().values("message"))
    for rows in (Message.objects.filter(declarations__in=sent()), sent(), told):
        first, second = map(_rows, rows.order_by("pk"))
        assert first == second


def sent() -> QuerySet[Declaration]:
    """Return what applications declared: the cast declared by page."""
    return Declaration.objects.filter(message__channel=Channel.API)


def _rows(row: Any) -> dict[str, Any]:
    """Return a row without what names it or says when it was written."""
    named = {"id", "ticket", "key", "reference", "message_id", "subject", "message", "serial"}
    times = {"received_at", "happened_at", "fanned_out_at"}
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {name: value for name, value in kept.items() if name not in named | times}


ODD: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another token": lambda said: {"HTTP_AUTHORIZATION": "Bearer other"},
    "no bearer": lambda said: {"HTTP_AUTHORIZATION": "Basic eDp5"},
    "no token": lambda said: {"HTTP_AUTHORIZATION": ""},
    "a token in the address": lambda said: {"QUERY_STRING": "access_token=x"},
    "an address below another": lambda said: {"SCRIPT_NAME": "/portal"},
    "a cookie": lambda said: {"HTTP_COOKIE": "solida_language=fr"},
    "a packed body": lambda said: {"HTTP_CONTENT_ENCODING": "gzip"},
    "a body in chunks": lambda said: {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"},
    "a length in other digits": lambda said: {"CONTENT_LENGTH": "\u0663"},
    "XML": lambda said: {"CONTENT_TYPE": "application/xml"},
    "a type with a charset": lambda said: {"CONTENT_TYPE": "application/json; charset=utf-8"},
    "another method": lambda said: {"REQUEST_METHOD": "PUT"},
    "another address": lambda said: {"PATH_INFO": f"{ADDRESS}/"},
    "an empty key": lambda said: {"HTTP_IDEMPOTENCY_KEY": ""},
    "a key that is too long": lambda said: {"HTTP_IDEMPOTENCY_KEY": "k" * 81},
    "a key on two lines": lambda said: {"HTTP_IDEMPOTENCY_KEY": "key\n"},
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_not_plain_goes_the_long_way_whole(payroll: Application, odd: str) -> None:
    body = json.dumps(hiring()).encode()
    request = environ(payroll, body)
    assert left_alone(request | ODD[odd](request)) == body
    assert not sent().exists()
    assert left_alone(environ(payroll, body)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"a": 1, "a": 2}',
        b"\xff",
        json.dumps([hiring()]).encode(),
        json.dumps(hiring() | {"other": {}}).encode(),
        json.dumps({"padding": "x" * 65_536}).encode(),
    ],
)
def test_what_cannot_be_read_goes_the_long_way_whole(payroll: Application, body: bytes) -> None:
    assert left_alone(environ(payroll, body)) == body
    assert not Message.objects.filter(channel=Channel.API, service=Service.HIRING).exists()


def test_what_came_before_goes_the_long_way(payroll: Application) -> None:
    body = json.dumps(hiring()).encode()
    assert left_alone(environ(payroll, body)) is None
    assert left_alone(environ(payroll, body)) == body
    assert sent().count() == 1


def test_who_may_not_send_here_goes_the_long_way(welfare: Application) -> None:
    body = json.dumps(hiring(SOFIA)).encode()
    assert left_alone(environ(welfare, body)) == body
    assert not sent().exists()


def test_it_leaves_nobody_acting_for_the_next(payroll: Application) -> None:
    assert left_alone(environ(payroll, json.dumps(hiring()).encode())) is None
    forget()  # as each request begins
    with as_the_web():
        assert not Person.objects.exists()
    row = connection.connection.execute("SELECT current_setting('solida.capacity', true)")
    assert row.fetchone() == ("",)


@pytest.mark.parametrize("address", sorted(QUICK))
def test_each_address_is_one_of_the_interface(address: str) -> None:
    assert resolve(address).view_name.startswith("api:")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_fell_is_left_to_the_long_way(payroll: Application) -> None:
    body = json.dumps(hiring()).encode()
    fallen = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [fallen])
    heads, _answer = the_quick_way(environ(payroll, body), lambda _environ, _start: [])
    assert not heads
    close_old_connections()  # as a request of the long way begins
    assert left_alone(environ(payroll, body)) is None
    assert connection.connection.info.backend_pid != fallen
