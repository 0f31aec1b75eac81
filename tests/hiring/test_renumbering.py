"""A national number is replaced, and each employer of the person is told."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from lxml import etree

from casework.demo.building import CAST, Cast
from declarations.hiring.renumbering import Renumbering, changes_for, idflux, renumber
from portal.access.models import Capacity, Purpose
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Event, Message
from portal.people.models import PersonNumber
from tests.api.conftest import Application, token_of
from tests.glossary.official import official
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_hire_pages import text
from tests.hiring.test_register_pages import lucas_period, names, seen

FORMER, NUMBER = "88060933524", "88460933513"


def said(**changes: Any) -> Renumbering:
    """Return what the register of persons says about Lucas."""
    return replace(Renumbering(FORMER, NUMBER, today(), "1"), **changes)


def register_of_persons() -> Capacity:
    """Return the capacity of the institution that tells of numbers."""
    return Capacity.objects.get(user__email="register-software@applications.example")


@pytest.fixture
def told(cast: Cast) -> Message:
    """Replace the number of Lucas."""
    return renumber(register_of_persons(), "lucas-1", said())[0]


def test_the_new_number_counts_and_the_former_still_finds_him(
    cast: Cast, told: Message, colette: Client
) -> None:
    lucas = cast.persons["lucas"]
    assert lucas.inss == NUMBER
    former = PersonNumber.objects.get(number=FORMER)
    assert former.until == today() - timedelta(days=1)
    for number in (FORMER, NUMBER):
        assert names(colette.post("/company/", {"who": number}, follow=True)) == ["Lucas Dubois"]


def test_each_employer_is_told_once(cast: Cast) -> None:
    for company in ("restaurant", "builder"):
        content = hiring(cast, "sofia", company)
        assert declare(employer(cast, company), "DimonaIn", content).result == "A"
    former = cast.persons["sofia"].inss
    for _ in range(2):
        renumber(register_of_persons(), "sofia-1", said(former=former))
    found = Event.objects.filter(topic="person.renumbered").order_by("company__name")
    assert [event.company for event in found] == [
        cast.companies["builder"],
        cast.companies["restaurant"],
    ]


def test_who_never_worked_there_is_not_told(cast: Cast, told: Message) -> None:
    assert changes_for(cast.companies["restaurant"]).count() == 1
    assert changes_for(cast.companies["builder"]).count() == 0


def test_an_employer_of_a_cancelled_period_is_not_told(cast: Cast) -> None:
    declare(employer(cast), "DimonaCancel", {"DimonaPeriodId": lucas_period(cast).number})
    renumber(register_of_persons(), "lucas-1", said())
    assert changes_for(cast.companies["restaurant"]).count() == 0


def test_a_key_serves_for_one_change(cast: Cast, told: Message) -> None:
    with pytest.raises(KeyReusedError):
        renumber(register_of_persons(), "lucas-1", said(sex="2"))


def test_a_number_that_was_replaced_is_not_replaced_again(cast: Cast, told: Message) -> None:
    before = Message.objects.count()
    with pytest.raises(PersonNumber.DoesNotExist):
        renumber(register_of_persons(), "lucas-2", said())
    assert Message.objects.count() == before


def test_the_number_of_somebody_else_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        renumber(register_of_persons(), "lucas-1", said(number=cast.persons["sofia"].inss))
    assert cast.persons["lucas"].inss == FORMER


def test_the_message_follows_the_official_schema(cast: Cast, told: Message) -> None:
    schema = etree.XMLSchema(etree.parse(official("schemas/IDFLUX_20231.xsd")))
    root = etree.fromstring(idflux(changes_for(cast.companies["restaurant"]).get()))
    schema.assertValid(root)
    assert root.findtext(".//OutdatedSituation/INSS") == FORMER
    assert root.findtext(".//ValidSituation/INSS") == NUMBER
    assert root.findtext(".//ValidSituation/WorkerFirstName") == "Lucas"
    assert root.findtext(".//EffectiveStartingDate") == today().isoformat()
    assert root.findtext(".//JustificationCode") == "90"
    sample = etree.parse(official("examples/IDFLUX_20231_1.xml")).getroot()
    assert _names(root) == _names(sample)


def _names(root: etree._Element) -> list[str]:
    return [str(element.tag) for element in root.iter()]


def test_an_employer_reads_it_on_a_page(cast: Cast, told: Message, colette: Client) -> None:
    lucas = cast.persons["lucas"]
    page = colette.get("/company/numbers/")
    assert "Lucas Dubois" in text(page)
    assert NUMBER not in page.content.decode()
    assert seen(lucas, Purpose.STAFF, opened=False) == 1
    response = colette.get(f"/company/numbers/{told.ticket}.xml")
    assert NUMBER in response.content.decode()
    assert response["Content-Type"] == "application/xml"
    assert seen(lucas, Purpose.STAFF, opened=True) == 1


def test_a_payroll_office_reads_it_for_who_gave_a_mandate(
    cast: Cast, told: Message, nora: Client
) -> None:
    for company, status in (("restaurant", 200), ("builder", 404)):
        here = f"/office/{cast.companies[company].reference}/numbers/"
        assert nora.get(here).status_code == status
        assert nora.get(f"{here}{told.ticket}.xml").status_code == status


def test_others_do_not_find_it(
    cast: Cast, told: Message, piet: Client, nora: Client, lucas: Client
) -> None:
    address = f"/company/numbers/{told.ticket}.xml"
    assert [c.get(address).status_code for c in (piet, nora, lucas)] == [404, 403, 403]
    assert "No number was replaced" in text(piet.get("/company/numbers/"))


def test_software_reads_it(cast: Cast, told: Message) -> None:
    reply = token_of("payroll-software", CAST["applications"]["payroll-software"]["secret"])
    payroll = Application(json.loads(reply.content)["access_token"])
    numbers = {name: company.enterprise_number for name, company in cast.companies.items()}
    here = f"/api/dimona/v2/employers/{numbers['restaurant']}/identity-changes"
    (change,) = payroll.get(here).json()
    assert change["ticket"] == str(told.ticket)
    answer = payroll.get(f"{here}/{told.ticket}")
    assert answer["Content-Type"] == "application/xml"
    assert FORMER in answer.content.decode()
    assert payroll.get(f"{here}/{uuid4()}").status_code == 404
    for stranger in (numbers["builder"], "0"):
        there = here.replace(numbers["restaurant"], stranger)
        assert payroll.get(there).status_code == 404
        assert payroll.get(f"{there}/{told.ticket}").status_code == 404


@pytest.mark.parametrize("number", ["%00", "x" * 200, "0%201", "%D9%A1"])
def test_an_employer_who_cannot_be_is_not_found(cast: Cast, number: str) -> None:
    reply = token_of("payroll-software", CAST["applications"]["payroll-software"]["secret"])
    payroll = Application(json.loads(reply.content)["access_token"])
    here = f"/api/dimona/v2/employers/{number}/identity-changes"
    assert payroll.get(here).status_code in (400, 404)
