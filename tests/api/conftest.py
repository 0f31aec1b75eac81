"""Applications of the cast, with tokens from the real token endpoint."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.demo.building import CAST, Cast

HIRING = "/api/dimona/v2"
STATUSES = "/api/statuses/v1"


@dataclass
class Application:
    """A program that sends with a token, or without one."""

    token: str
    http: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

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
