"""Institutions tell about hirings: the register of persons of numbers, an inspector of locks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.functions import Now

from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod, PeriodLock
from portal.directory.models import Authorisation
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event, Message
from tests.api.conftest import HIRING, Application
from tests.api.messages import COLETTE, NOBODY, in_days

RENUMBER, LOCK = "/api/persons/v1/renumberings", "/api/inspection/v1/locks"
LUCAS, NEW = "88060933524", "88460933513"


@pytest.fixture
def register(application: Callable[[str], Application]) -> Application:
    return application("register-software")


@pytest.fixture
def inspector(application: Callable[[str], Application]) -> Application:
    return application("inspection-software")


def replaced(**changes: Any) -> dict[str, Any]:
    return {"formerSsin": LUCAS, "ssin": NEW, "since": in_days(0), "sex": "1", **changes}


def order(number: str, **changes: Any) -> dict[str, Any]:
    return {"periodId": number, "isLocked": True, "reason": "Inspection 2026/17", **changes}


def number_of_lucas(cast: Cast) -> str:
    return EmploymentPeriod.objects.get(person=cast.persons["lucas"]).number


def test_a_number_is_replaced_once_and_the_employer_is_told(
    cast: Cast, register: Application
) -> None:
    first, again = register.post(RENUMBER, replaced()), register.post(RENUMBER, replaced())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert cast.persons["lucas"].inss == NEW
    (told,) = Event.objects.filter(topic="person.renumbered")
    assert (told.company, str(told.message and told.message.ticket)) == (
        cast.companies["restaurant"],
        first.json()["ticket"],
    )


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"formerSsin": NOBODY}, 404, "nothing here"),
        ({"ssin": "88460933514"}, 422, "check digits"),
        ({"ssin": COLETTE}, 422, "another person's"),
        ({"sex": "3"}, 422, "not right"),
        ({"since": "2026-02-30"}, 422, "not right"),
        ({"more": "1"}, 422, "not right"),
    ],
)
def test_a_number_that_cannot_be_replaced_stays(
    cast: Cast, register: Application, changes: dict[str, str], status: int, words: str
) -> None:
    before = Message.objects.count()
    answer = register.post(RENUMBER, replaced(**changes))
    assert answer.status_code == status
    assert words in answer.json()["message"]
    assert cast.persons["lucas"].inss == LUCAS
    assert Message.objects.count() == before


def test_a_number_is_replaced_but_once(register: Application) -> None:
    register.post(RENUMBER, replaced())
    answer = register.post(RENUMBER, replaced(ssin="88260933567"))
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "This number was replaced already.",
    )


def test_a_locked_period_takes_no_declaration_until_it_is_released(
    cast: Cast, inspector: Application, payroll: Application
) -> None:
    number = number_of_lucas(cast)
    assert inspector.post(LOCK, order(number)).status_code == 201
    leaving = {"dimonaOut": {"periodId": number, "endDate": in_days(0)}}
    assert verdict(payroll, leaving) == ("B", ["00913-362"])
    assert inspector.post(LOCK, order(number, isLocked=False)).status_code == 201
    assert verdict(payroll, {**leaving, "declarantReference": "again"}) == ("A", [])
    assert list(PeriodLock.objects.order_by("pk").values_list("is_locked", "reason")) == [
        (True, "Inspection 2026/17"),
        (False, "Inspection 2026/17"),
    ]


def verdict(payroll: Application, declared: dict[str, Any]) -> tuple[str, list[str]]:
    location = payroll.post(f"{HIRING}/declarations", declared)["Location"]
    move_outbox()
    status = payroll.get(location).json()["declarationStatus"]
    return status["result"], [found["code"] for found in status["anomalies"]]


def test_the_same_order_is_carried_out_once(cast: Cast, inspector: Application) -> None:
    number = number_of_lucas(cast)
    tickets = {inspector.post(LOCK, order(number)).json()["ticket"] for _ in range(2)}
    assert len(tickets) == 1
    other = inspector.post(LOCK, order(number, reason="Another"))
    assert (other.status_code, other.json()["message"]) == (422, "The period is so already.")
    assert PeriodLock.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"periodId": "000000000000"}, 404), ({"isLocked": "yes"}, 422), ({"reason": ""}, 422)],
)
def test_an_order_that_cannot_be_is_refused(
    cast: Cast, inspector: Application, changes: dict[str, Any], status: int
) -> None:
    answer = inspector.post(LOCK, order(number_of_lucas(cast), **changes))
    assert answer.status_code == status
    assert not PeriodLock.objects.exists()


def test_without_authorisation_an_institution_does_neither(
    cast: Cast, register: Application, inspector: Application
) -> None:
    held = Authorisation.objects.filter(service__in=["persons", "inspection"])
    held.update(ended_at=Now())
    for answer in (
        register.post(RENUMBER, replaced()),
        inspector.post(LOCK, order(number_of_lucas(cast))),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "CTRL-003")


def test_who_declares_locks_nothing(cast: Cast, payroll: Application) -> None:
    assert payroll.post(LOCK, order(number_of_lucas(cast))).status_code == 403
    assert payroll.post(RENUMBER, replaced()).status_code == 403
