"""Attempts on every address and operation, as a table says who may use which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml
from django.http import HttpResponse
from django.urls import reverse

from portal.exchange.api import api
from tests.access.tenants import Tenant
from tests.house.test_routes import OF_THE_API, ROUTES, _room

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text())
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
VERBS = {"read": {"GET"}, "write": {"GET", "POST"}, "send": {"POST"}}
OWN, OTHER, NONE = "own", "other", "none"
SIDES = {
    **dict.fromkeys(("payroll_office", "software", "test-software"), "@office"),
    **dict.fromkeys(("company", "own-software"), "@company"),
}


@dataclass(frozen=True)
class Row:
    """Who may use an address, with which methods, about what."""

    name: str
    who: frozenset[str]
    about: str
    methods: frozenset[str]
    shared: str = ""
    absent: str = ""


@dataclass(frozen=True)
class Attempt:
    """One request: of an address about somebody's object."""

    row: Row
    whose: str
    method: str
    url: str


def _rows(part: str, verbs: dict[str, set[str]]) -> dict[tuple[str, str], Row]:
    """Return rows by address and what it is about: one address may take things of several kinds."""
    found = {}
    for line in TABLE[part]:
        for verb, methods in verbs.items():
            for name in line.get(verb, ()):
                key = name, line.get("about", "")
                assert key not in found, f"{name} stands twice in the table"
                found[key] = Row(
                    name,
                    frozenset(line["who"]),
                    line.get("about", ""),
                    frozenset(methods),
                    line.get("shared", ""),
                    line.get("absent", ""),
                )
    return found


PAGES = _rows("pages", VERBS)
OPERATIONS = _rows("operations", {method: {method} for method in METHODS})
PATHS = {
    operation["operationId"]: path
    for path, operations in api.get_openapi_schema()["paths"].items()
    for operation in operations.values()
}
OF_PATH = {
    path: {method.upper() for method in operations}
    for path, operations in api.get_openapi_schema()["paths"].items()
}
NAMES = {pattern.name for _address, pattern in ROUTES if _room(pattern) != OF_THE_API}


def arguments(tenant: Tenant, about: str, actor: str) -> dict[str, Any]:
    """Return the arguments of an address about something of a tenant, as an actor has it."""
    if about in TABLE["samples"]:
        sample: dict[str, Any] = TABLE["samples"][about]
        return sample
    if not about:
        return {}
    return tenant.objects.get(f"{about}{SIDES.get(actor)}") or tenant.objects[about]


def _nobodys(value: Any) -> Any:
    """Return what nobody has: another reference, number or name."""
    if isinstance(value, UUID):
        return uuid4()
    return 2**31 - 1 if isinstance(value, int) else f"{value}0"


def variants(own: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield whose object is meant: one's own, and with each part of the address of another's."""
    yield OWN, own
    foreign = [name for name in own if own[name] != other[name]]
    for count in range(1, len(foreign) + 1):
        for names in combinations(foreign, count):
            yield OTHER, own | {name: other[name] for name in names}
    if foreign:
        yield NONE, own | {name: _nobodys(own[name]) for name in foreign}


def attempts(actor: str, own: Tenant, other: Tenant) -> Iterator[Attempt]:
    """Yield every request that an actor of one tenant may try, on its objects and another's.

    What everybody may use asks nobody who it is: there, two actors are tried. To whom an address
    is shut as a whole, it is tried with the own and with the other object.
    """
    for row in (*PAGES.values(), *OPERATIONS.values()):
        if "anybody" in row.who and actor not in ("anonymous", "citizen"):
            continue
        ours, theirs = (arguments(tenant, row.about, actor) for tenant in (own, other))
        tried = list(variants(ours, theirs))
        if not row.who & {actor, "anybody", "signed_in"}:
            tried = [tried[0], *tried[-2:-1]]
        for whose, names in tried:
            url = address(row, names)
            for method in METHODS:
                yield Attempt(row, whose, method, url)


def address(row: Row, names: dict[str, Any]) -> str:
    """Return the address of a page or an operation with these arguments."""
    if row.name in NAMES:
        return reverse(row.name, kwargs=names)
    return PATHS[row.name].format(**names)


TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of a form: another at each request


def plain(response: HttpResponse, url: str) -> bytes:
    """Return an answer without what is another at each request, and without the address asked."""
    return TOKEN.sub(b"", response.content.replace(url.encode(), b""))
