"""Applications of the cast, with tokens from the real token endpoint."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from casework.demo.building import CAST, Cast
from portal.exchange.quick import QuickWay
from tests.conftest import as_the_web

HIRING = "/api/dimona/v2"
STATUSES = "/api/statuses/v1"

import_module(settings.ROOT_URLCONF)  # as the web server does before its first request


Head = tuple[str, list[tuple[str, str]]]


def the_quick_way(environ: WSGIEnvironment, long_way: WSGIApplication) -> tuple[list[Head], bytes]:
    """Return how the web server's first answer begins, if it is one, and the answer."""
    heads: list[Head] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        heads.append((status, headers))
        return bytes

    return heads, b"".join(QuickWay(long_way)(environ, start))


class _Served(ClientHandler):
    """Answers as the web server does: what is plainly in order the quick way."""

    def __call__(self, environ: WSGIEnvironment) -> Any:
        with as_the_web():
            heads, body = the_quick_way(environ, lambda _environ, _start: [])
        if not heads:
            return super().__call__(environ)
        ((status, head),) = heads
        answer: Any = HttpResponse(body, status=int(status.split()[0]), headers=dict(head))
        answer.wsgi_request = WSGIRequest(environ)
        return answer


def _client() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.handler = _Served(enforce_csrf_checks=True)
    return client


@dataclass
class Application:
    """A program that sends with a token, or without one."""

    token: str
    http: Client = field(default_factory=_client)

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any, media_type: str = "application/json", **more: str) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self._headers({**more, "content-type": media_type})  # also of an empty body
        return self.http.generic("POST", path, data, media_type, headers=headers)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        own = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return own | {name.replace("_", "-"): value for name, value in more.items()}


def token_of(client_id: str, secret: str, **fields: str) -> HttpResponse:
    data = {"grant_type": "client_credentials", **fields}
    data |= {"client_id": client_id, "client_secret": secret}
    return Client().post(reverse("idp:oidc:token"), data)  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def quick_secrets(settings: Any) -> None:
    """Secrets are hashed slowly on purpose; here that only costs time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def application(cast: Cast) -> Callable[[str], Application]:
    def signed_in(client_id: str) -> Application:
        reply = token_of(client_id, CAST["applications"][client_id]["secret"])
        return Application(json.loads(reply.content)["access_token"])

    return signed_in


@pytest.fixture
def payroll(application: Callable[[str], Application]) -> Application:
    return application("payroll-software")


@pytest.fixture
def welfare(application: Callable[[str], Application]) -> Application:
    return application("welfare-software")
