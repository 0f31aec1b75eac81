"""Every address and operation × capacity × own, another's or nobody's object × method."""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from portal.access.middleware import SESSION_KEY
from portal.access.models import AccessLine, CapacityKind
from tests.access.matrix import (
    NAMES,
    OF_PATH,
    OPERATIONS,
    OWN,
    PAGES,
    PATHS,
    Attempt,
    Row,
    attempts,
    plain,
)
from tests.access.tenants import APPLICATIONS, SECRET, Tenant
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db
ANONYMOUS = "anonymous"
PEOPLE = (
    *("citizen", "partner", "helper", "company", "payroll_office"),
    *("caseworker", "supervisor", "institution", "collector"),
)
ACTORS = (ANONYMOUS, *PEOPLE, *APPLICATIONS)
# What may change although nothing was done: how often somebody tried, and who is signed in.
UNIMPORTANT = {"portal_tally", "portal_cache", "django_session", "usersessions_usersession"}
CHANGES = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


class World:
    """Two tenants, and the browsers and programs of the first."""

    def __init__(self) -> None:
        self.own, self.other = Tenant("A").build(), Tenant("B").build()
        assert self.own.objects.keys() == self.other.objects.keys()
        self.clients = {actor: self._client(actor) for actor in ACTORS}
        Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
        begun = (
            self.clients["company"]
            .post(reverse("hire"), {"inss": self.own.inss("helped")})
            .headers["Location"]
        )
        self.own.objects["draft"]["key"] = resolve(begun).kwargs["key"]

    def _client(self, actor: str) -> Client:
        client = Client()
        client.raise_request_exception = False
        if actor in APPLICATIONS:
            reply = token_of(self.own.client_id(actor), SECRET)
            token = json.loads(reply.content)["access_token"]
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        elif actor != ANONYMOUS:
            capacity = self.own.capacities[actor]
            client.force_login(capacity.user)
            session = client.session
            session[SESSION_KEY] = capacity.pk
            session.save()
        return client

    def ask(self, actor: str, attempt: Attempt) -> tuple[Any, bytes]:
        """Make a request; return the answer, and its body with all headers."""
        response: Any = self.clients[actor].generic(attempt.method, attempt.url)
        self.clients[actor].cookies.pop("messages", None)  # said on the next page, whatever it is
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return response, body + repr(response.headers).encode()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make the world once; what is in it and what is done to it is rolled back."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _about in PAGES} == NAMES, "say in matrix.yaml who may use it"
    operations = {name for name, _about in OPERATIONS}
    assert PATHS.keys() == operations, "say in matrix.yaml who may use it"


def test_every_capacity_is_tried(world: World) -> None:
    kinds = {world.own.capacities[actor].kind for actor in ACTORS if actor != ANONYMOUS}
    assert kinds == set(CapacityKind)
    tried = sum(1 for actor in ACTORS for _ in attempts(actor, world.own, world.other))
    assert tried >= 20_000, tried


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_is_theirs_and_nothing_else(world: World, actor: str) -> None:
    faults = [
        fault
        for row, group in groupby(attempts(actor, world.own, world.other), lambda each: each.row)
        for fault in Trial(world, actor, row).of(group)
    ]
    assert faults == [], f"{len(faults)} faults"


def _changes() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(CHANGES)
        return {name: count for name, count in cursor.fetchall() if name not in UNIMPORTANT}


class Trial:
    """Requests of one actor at one address, held against what the table says."""

    def __init__(self, world: World, actor: str, row: Row) -> None:
        self.world, self.actor, self.row = world, actor, row
        self.may = bool(row.who & {actor, "anybody", "signed_in"})
        self.refusals: dict[str, set[tuple[int, bytes]]] = defaultdict(set)

    def of(self, group: Iterable[Attempt]) -> Iterator[str]:
        """Yield what is wrong with the answers."""
        for whose, tries in groupby(group, lambda each: each.whose):
            before = _changes()
            with transaction.atomic():
                for each in tries:
                    yield from self._answer(each)
                transaction.set_rollback(True)
            changed = Counter(_changes()) - Counter(before)
            if changed and not (self.may and (whose == OWN or self.row.shared)):
                yield f"{self.row.name} of {whose} changed {sorted(changed)}"
        for method, answers in self.refusals.items():
            if len(answers) > 1:
                yield f"{method} {self.row.name} tells another's object from none"

    def _answer(self, attempt: Attempt) -> Iterator[str]:
        method = attempt.method
        response, body = self.world.ask(self.actor, attempt)
        where = f"{method} {self.row.name} of {attempt.whose}: {response.status_code}"
        if response.status_code not in self.expected(attempt):
            yield where
        if self.row.shared:
            return
        shown = self.world.other.canaries_in(body)
        if shown:
            yield f"{where} shows {shown}"
        # A name of a file that nobody used is new.
        if self.may and attempt.whose != OWN and method != "PUT":
            self.refusals[method].add((response.status_code, plain(response, attempt.url)))

    def expected(self, attempt: Attempt) -> set[int]:
        """Return with which statuses the table wants an attempt to be answered."""
        row, method = attempt.row, attempt.method
        if row.name in PATHS:
            return self._of_operation(attempt)
        if "anybody" in row.who:
            return {*range(200, 500), 503}  # what others give may be away
        if self.actor == ANONYMOUS or self.actor in APPLICATIONS:
            return {302} if method in row.methods else {302, 405}
        if "signed_in" in row.who:
            return {200, 302, 404, 405}
        unknown = set() if method in row.methods else {404, 405}
        if self.actor not in row.who:
            return {403, 404} | unknown
        if attempt.whose != OWN and not row.shared:
            return ({403} if row.name == "person_file" else {404}) | unknown
        nothing = {404} if row.absent or attempt.whose != OWN else set()
        return {200, 302, 400, 409} | nothing | unknown

    def _of_operation(self, attempt: Attempt) -> set[int]:
        row = attempt.row
        if attempt.method not in row.methods:
            of_another = attempt.method in OF_PATH[PATHS[row.name]]
            return set(range(200, 500)) if of_another else {405}
        if self.actor not in APPLICATIONS:
            return {401}
        if self.actor == "test-software" and self.actor not in row.who and "software" in row.who:
            return {403, 404, 422}  # for tests there is a world of their own
        if self.actor not in row.who:
            return {403}
        if attempt.whose != OWN or row.absent:
            return {404} if attempt.method == "GET" else {404, 415, 422}
        # Nothing is sent: a body that is wanted is missed.
        bodyless = {200, 204, 400, 403, 404, 409, 413, 415, 422}
        return {200} if attempt.method == "GET" else bodyless


# Where a name stands although no line says so, and why.
UNNOTED = {
    "looked up by number just before, which left its line": {
        *("hire_worker", "hire_kind", "hire_details", "hire_check"),
    },
    "says again whom the asker's own message named": {
        *("wages_identifiers", "declarations_wages_answers_api_identifiers_of"),
    },
    "the asker's own questions, of which each left its line": {
        *("exchanges_statuses", "exchange_statuses"),
    },
    "the parties of a mandate know each other": {"mandates", "mandate", "move_mandate"},
    "who lives with the person that applies": {"apply"},
}
SILENT = {name for names in UNNOTED.values() for name in names}
AT_HOME = {"citizen", "helper"}  # the own household in the own file; what a helper does is noted


@pytest.mark.parametrize("actor", sorted({*PEOPLE, *APPLICATIONS} - AT_HOME))
def test_whoever_is_shown_can_read_who_saw_it(world: World, actor: str) -> None:
    """A name or number of somebody on a page or in an answer leaves a line in the same request."""
    capacity = world.own.capacities[actor]
    silent = []
    for each in attempts(actor, world.own, world.other):
        if each.whose != OWN or each.method not in each.row.methods or actor not in each.row.who:
            continue
        with transaction.atomic():
            last = AccessLine.objects.latest("pk").pk
            _response, told = world.ask(actor, each)
            new = AccessLine.objects.filter(pk__gt=last, capacity=capacity)
            noted = set(new.values_list("person", flat=True))
            transaction.set_rollback(True)
        known = noted | world.own.beside(actor)
        unnoted = [str(each) for each in world.own.shown_in(told) if each.pk not in known]
        if unnoted and each.row.name not in SILENT:
            silent.append(f"{each.method} {each.row.name}: {unnoted}")
    assert silent == []
