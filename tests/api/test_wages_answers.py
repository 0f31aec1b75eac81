"""The official answers about quarterly wages, fetched by an application."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.wages.models import Filing
from portal.access.models import Capacity
from tests.api.conftest import Application
from tests.wages.answering import read_answer, texts
from tests.wages.filing import change, current, hire, paid, send
from tests.wages.judging_samples import CLERK, INSS, declaration, document, person
from tests.wages.test_consultation import request, somebody

WAGES = "/api/dmfa/v1"
XML = "application/xml"


@pytest.fixture
def office(cast: Cast) -> Capacity:
    """Return the payroll software of the office that the restaurant mandated; all are hired."""
    hire(cast.companies["restaurant"], INSS)
    return cast.applications["payroll-software"]


@pytest.fixture
def original(office: Capacity) -> Declaration:
    """Return the first quarter of a clerk, as it was declared."""
    (form,) = send(office, document(declaration(person(CLERK))))
    return form


@pytest.fixture
def amended(office: Capacity, original: Declaration) -> Declaration:
    """Return the amendment that pays the clerk more."""
    filing = Filing.objects.get(forms__declaration=original)
    (record,) = current(filing)
    (form,) = send(office, change(filing, record, paid(95)))
    return form


def fetched(application: Application, address: str, flow: str) -> Any:
    """Fetch an answer in the official layout."""
    answer = application.get(f"{WAGES}/{address}")
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    return read_answer(answer.streaming_content, flow)


def test_the_answers_to_an_original(payroll: Application, original: Declaration) -> None:
    """Receipt, result and identifiers."""
    here = f"messages/{original.message.ticket}"
    fetched(payroll, f"{here}/acrf", "acrf")
    assert texts(fetched(payroll, f"{here}/notifications", "notification"), "ResultCode") == ["1"]
    assert texts(fetched(payroll, f"{here}/identifiers", "dmfa_pid"), "INSS") == [INSS[0]]


def test_the_answers_to_an_amendment(payroll: Application, amended: Declaration) -> None:
    """What it changed; it has no identifiers of its own."""
    root = fetched(payroll, f"declarations/{amended.reference}/changes", "dmfa_update_notification")
    assert texts(root, "DebitAmount") == ["19035"]
    answer = payroll.get(f"{WAGES}/messages/{amended.message.ticket}/identifiers")
    assert (answer.status_code, answer["Retry-After"]) == (404, "2")


def test_a_consultation(payroll: Application, amended: Declaration) -> None:
    """What stands of somebody."""
    answer = payroll.post(f"{WAGES}/consultations", request(somebody(INSS[0])), XML)
    assert answer.status_code == 200
    root = read_answer(answer.streaming_content, "dmfa_answer")
    assert texts(root, "RemunAmount") == ["00000950000"]


def test_a_consultation_that_is_refused(payroll: Application, original: Declaration) -> None:
    """It says what is wrong, and where."""
    wrong = request().replace(b"0461234505", b"0461234506")
    answer = payroll.post(f"{WAGES}/consultations", wrong, XML)
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["path"] == "Form/EmployerDeclarationId/NOSSRegistrationNbr"


@pytest.mark.parametrize("answer", ["acrf", "notifications", "identifiers"])
def test_what_is_not_there(payroll: Application, answer: str) -> None:
    """Nobody's message is answered."""
    assert payroll.get(f"{WAGES}/messages/{uuid4()}/{answer}").status_code == 404


def test_others_read_nothing(welfare: Application, original: Declaration) -> None:
    """An application without the scope of wages is not let in."""
    here = f"{WAGES}/messages/{original.message.ticket}/notifications"
    assert welfare.get(here).status_code == 403
