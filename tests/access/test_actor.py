"""Who acts is told to the database with what is read anyway, and never survives a request."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from casework.demo.building import Cast
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.people.models import Person
from tests.hiring.acting import acting


def _said() -> str:
    """Return who acts, as the database knows it, without a statement that Django sees."""
    row = connection.connection.execute(
        "SELECT current_setting('solida.capacity', true), current_setting('solida.user', true)"
    ).fetchone()
    return ",".join(value or "" for value in row)


def public(request: HttpRequest) -> HttpResponse:
    """Read something for anybody."""
    return HttpResponse(f"{Person.objects.count()} {_said()}")


@acting_as(CapacityKind.CITIZEN)
def failing(request: ActingRequest) -> HttpResponse:
    """Fail within a transaction that had begun."""
    with transaction.atomic():
        Person.objects.count()
        raise ZeroDivisionError


def own(request: HttpRequest) -> HttpResponse:
    """Look for the first time within a transaction at who acts, and roll it back."""
    with transaction.atomic():
        bool(request.capacity)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return HttpResponse(f"{Person.objects.count()} {_said()}")


urlpatterns = [path("public/", public), path("failing/", failing), path("own/", own)]


@pytest.fixture
def emma(cast: Cast) -> Client:
    return acting("emma@family.example", CapacityKind.CITIZEN)


@pytest.fixture
def served() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("served")
def test_the_next_request_on_the_connection_is_nobodys(cast: Cast, emma: Client) -> None:
    emma.raise_request_exception = False
    assert emma.get("/failing/").status_code == 500
    assert Client().get("/public/").content == b"0 ,"


@pytest.mark.usefixtures("served")
def test_what_a_transaction_takes_back_leaves_nobody(cast: Cast, emma: Client) -> None:
    """Who looks first within a transaction, and takes it back, acts as nobody afterwards."""
    emma.raise_request_exception = False
    emma.get("/failing/")  # leaves somebody on the connection
    assert emma.get("/own/").content == b"0 ,"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("served")
def test_a_new_connection_is_nobodys(cast: Cast, emma: Client) -> None:
    emma.raise_request_exception = False
    emma.get("/failing/")
    connection.close()
    assert Client().get("/public/").content == b"0 ,"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("served")
def test_a_transaction_is_not_the_first_to_forget(cast: Cast, emma: Client) -> None:
    """A rollback would bring back who acted before, had it been forgotten within."""
    emma.raise_request_exception = False
    emma.get("/failing/")
    request_started.send(sender=None)
    assert _said() != ","
    with transaction.atomic():
        Person.objects.count()
        transaction.set_rollback(True)
    assert _said() == ","
    request_finished.send(sender=None)


def test_it_takes_no_statement_of_its_own(cast: Cast, emma: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        emma.get("/me/looked/")
    told = [each["sql"] for each in queries if "set_config" in each["sql"]]
    assert ["portal_user" in told[0], "portal_capacity" in told[1], len(told)] == [True, True, 2]
