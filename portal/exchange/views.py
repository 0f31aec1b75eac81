"""The page that explains the interface to software makers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.tokens import TOKEN_URL
from portal.directory.control import CONTROLS
from portal.exchange.api import api

REFUSALS = [
    ("401", "NO-TOKEN", _("There is no token, or it is no longer valid. Ask for a new one.")),
    ("403", "NOT-ALLOWED", _("The token is for another service, or for another organisation.")),
    ("404", "NOT-FOUND", _("There is nothing here that you may read.")),
    ("404", "NOT-JUDGED", _("There is no verdict yet. Ask again after Retry-After.")),
    ("405", "NOT-THAT-WAY", _("The address has other methods: see the header Allow.")),
    ("413", "TOO-LARGE", _("The message is too big. A file may hold 12 megabytes.")),
    ("415", "MEDIA-TYPE", _("Send JSON or XML, and say so in Content-Type.")),
    ("422", "NOT-VALID", _("The message has another shape: see errors.")),
    ("422", "FILE", _("The file cannot be read: see findings, with their lines.")),
    ("422", "KEY-REUSED", _("You used this key for another message.")),
    ("422", "TICKET-USED", _("You used this ticket already.")),
    ("429", "TOO-MANY", _("You tried too often. Try again after Retry-After.")),
]


def api_docs(request: HttpRequest) -> HttpResponse:
    """Show how an application gets a token, sends a message and reads the answer."""
    operations = [
        [f"{method.upper()} {path}", gettext(operation["summary"])]
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]
    context: dict[str, Any] = {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "token_url": TOKEN_URL,
        "operations": operations,
        "operation_head": _head(gettext("Address"), gettext("What it does")),
        "controls": [[each.code, each.message] for each in CONTROLS],
        "control_head": _head(gettext("Code"), gettext("What it means")),
        "refusals": [list(row) for row in REFUSALS],
        "refusal_head": _head(gettext("Status"), gettext("Code"), gettext("What it means")),
    }
    return render(request, "api/docs.html", context)


def _head(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]
