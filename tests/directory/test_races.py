"""Programs at the same moment: one file, one ending, one answer to a ticket."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pydantic import TypeAdapter

from casework.demo.building import Cast
from portal.access.models import AccessLine, Capacity, Purpose, Service
from portal.directory.models import Registration
from portal.exchange.network.calls import TicketUsedError
from portal.exchange.network.consultation import Consultation
from portal.exchange.network.consulting import Consulted, consult
from portal.exchange.network.models import Exchange
from portal.exchange.network.registering import Managed, manage
from portal.exchange.network.registration import ManageAccess
from tests.api.messages import SOFIA, in_days
from tests.directory.conftest import about, question

LUCAS = "88060933524"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre(transactional_db: None) -> Capacity:
    cast = Cast()
    cast.build()
    return cast.applications["welfare-software"]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=10)
            return act()
        except TicketUsedError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def act(centre: Capacity, sent: dict[str, Any]) -> Callable[[], Managed]:
    asked = TypeAdapter(ManageAccess).validate_python(sent)
    return lambda: manage(centre, repr(sent).encode(), asked)


def register(**more: Any) -> dict[str, Any]:
    proof = {"cardNumber": "592000000384"}
    sent = {"action": "REGISTER", "ssin": LUCAS, "proofOfIdentity": proof}
    return question("welfare-software", "17/2", period={"startDate": in_days(0)}, **sent | more)


def codes(answers: list[Managed]) -> list[str]:
    return sorted(each.exchange.code for each in answers)


def test_of_many_who_enter_a_person_one_does(centre: Capacity) -> None:
    answers = at_once(*(act(centre, register()) for _ in range(6)))
    assert codes(answers) == ["REG-001"] * 5 + ["REGISTERED"]
    assert Registration.objects.filter(person__numbers__number=LUCAS, quality="17/2").count() == 1
    assert AccessLine.objects.filter(purpose=Purpose.REGISTRATION).count() == 1


def test_one_ticket_is_one_act_however_often_it_comes(centre: Capacity) -> None:
    sent = register()
    answers = at_once(*(act(centre, sent) for _ in range(6)))
    assert codes(answers) == ["REGISTERED"] * 6
    assert [each.new for each in answers].count(True) == 1
    assert len({each.exchange.ticket for each in answers}) == 1
    assert Exchange.objects.filter(action="REGISTER").count() == 1


def test_of_many_who_end_a_file_one_does(centre: Capacity) -> None:
    sent = [question("welfare-software", "17/2", action="UNREGISTER", ssin=SOFIA) for _ in range(5)]
    answers = at_once(*(act(centre, each) for each in sent))
    assert codes(answers) == ["CTRL-004"] * 4 + ["UNREGISTERED"]


def test_entering_and_ending_leave_a_file_or_none(centre: Capacity) -> None:
    act(centre, register())()
    end = question("welfare-software", "17/2", action="UNREGISTER", ssin=LUCAS)
    for answers in (at_once(act(centre, end), act(centre, register())),):
        standing = Registration.objects.standing().filter(
            person__numbers__number=LUCAS, quality="17/2"
        )
        entered = codes(answers).count("REGISTERED")
        assert "UNREGISTERED" in codes(answers)
        assert standing.count() == entered


def test_one_ticket_of_a_question_is_answered_once(centre: Capacity) -> None:
    sent = question("welfare-software", "17/2", persons=about(SOFIA))
    asked = Consultation.model_validate(sent)
    answers = at_once(*(lambda: consult(centre, Service.IDENTITY, b"x", asked) for _ in range(5)))
    assert sum(isinstance(each, Consulted) for each in answers) == 1
    assert Exchange.objects.filter(action="CONSULT").count() == 1
    assert AccessLine.objects.filter(purpose=Purpose.CONSULTATION, opened=True).count() == 1
