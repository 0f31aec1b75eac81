"""The register of staff, the file of a period, a leaving and a cancellation."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.models import EmploymentPeriod
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Purpose
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_hire_pages import day, text


def lucas_period(cast: Cast) -> EmploymentPeriod:
    """Return the period of Lucas at the restaurant."""
    return EmploymentPeriod.objects.get(person=cast.persons["lucas"])


def here(cast: Cast, page: str = "") -> str:
    """Return the address of the file of that period, or of a page below it."""
    return f"/company/staff/{lucas_period(cast).reference}/{page}"


def names(response: Any) -> list[str]:
    """Return whom a register shows."""
    return [row["period"].person.full_name for row in response.context["rows"]]


def seen(person: Person, purpose: Purpose, opened: bool) -> int:
    """Count the lines that a person can read of it."""
    return AccessLine.objects.filter(person=person, purpose=purpose, opened=opened).count()


def test_the_register_shows_who_is_at_work_on_the_day(cast: Cast, piet: Client) -> None:
    assert names(piet.get("/company/?on=2026-10-30")) == ["Emma Janssens"]
    assert names(piet.get("/company/?on=2026-10-31")) == []
    assert names(piet.get("/company/?show=all")) == ["Emma Janssens"]


def test_a_register_in_an_address_that_nobody_made_is_that_of_today(colette: Client) -> None:
    address = "/company/?on=yesterday&person=x&page=-3&show=" + "a" * 99
    assert names(colette.get(address)) == ["Lucas Dubois"]


def test_a_search_by_name_leads_to_an_address_with_the_name(colette: Client) -> None:
    sent = {"who": "luc dub", **day("on", today())}
    found = colette.post("/company/", sent, follow=True)
    assert names(found) == ["Lucas Dubois"]
    assert names(colette.get("/company/?name=nobody")) == []


def test_a_search_by_number_puts_no_number_in_the_address(cast: Cast, colette: Client) -> None:
    lucas = cast.persons["lucas"]
    response = colette.post("/company/", {"who": "88.06.09-335.24", **day("on", today())})
    assert "person=" + str(lucas.reference) in response["Location"]
    assert "88060933524" not in response["Location"]
    assert names(colette.get(response["Location"])) == ["Lucas Dubois"]


@pytest.mark.parametrize("number", ["88060933525", "90011728436"])
def test_a_number_that_is_not_in_the_register_is_said_at_the_field(
    colette: Client, number: str
) -> None:
    response = colette.post("/company/", {"who": number, **day("on", today())})
    assert list(response.context["form"].errors) == ["who"]


def test_each_name_that_a_register_shows_leaves_a_line(cast: Cast, colette: Client) -> None:
    lucas = cast.persons["lucas"]
    colette.get("/company/")
    assert seen(lucas, Purpose.STAFF, opened=False) == 1
    colette.get("/company/?name=nobody")
    assert seen(lucas, Purpose.STAFF, opened=False) == 1


def test_the_queries_of_a_register_do_not_grow_with_it(
    cast: Cast, colette: Client, django_assert_max_num_queries: Any
) -> None:
    for person in ("tom", "marie", "alice", "nora"):
        assert declare(employer(cast), "DimonaIn", hiring(cast, person)).result == "A"
    with django_assert_max_num_queries(12):
        assert len(names(colette.get("/company/?show=all"))) == 5
    with django_assert_max_num_queries(9):
        assert len(colette.get("/company/declarations/").context["rows"]) == 5


def test_opening_a_file_leaves_a_line(cast: Cast, colette: Client) -> None:
    page = text(colette.get(here(cast)))
    assert "88.06.09-335.24" in page
    assert "Report the leaving" in page
    assert seen(cast.persons["lucas"], Purpose.STAFF, opened=True) == 1


@pytest.mark.parametrize("page", ["", "leaving/", "cancel/"])
def test_the_file_of_another_company_is_not_there(cast: Cast, piet: Client, page: str) -> None:
    assert piet.get(here(cast, page)).status_code == 404
    assert piet.post(here(cast, page), {"key": str(uuid4())}).status_code == 404
    assert seen(cast.persons["lucas"], Purpose.STAFF, opened=True) == 0


def test_the_declaration_of_another_company_is_not_there(cast: Cast, piet: Client) -> None:
    reference = Declaration.objects.get(effect__period=lucas_period(cast)).reference
    for page in ("", "verdict/"):
        assert piet.get(f"/company/declarations/{reference}/{page}").status_code == 404
    assert piet.post(f"/company/declarations/{reference}/correct/").status_code == 404


def test_a_leaving_ends_the_period_once(cast: Cast, colette: Client) -> None:
    sent = {"key": str(uuid4()), **day("last_day", today())}
    receipts = {colette.post(here(cast, "leaving/"), sent)["Location"] for _ in range(2)}
    assert len(receipts) == 1
    move_outbox()
    assert lucas_period(cast).until == today()
    assert Verdict.objects.filter(declaration__action="DimonaOut", result="A").count() == 2
    assert "accepted" in text(colette.get(receipts.pop()))
    assert "Report the leaving" not in text(colette.get(here(cast)))


@pytest.mark.parametrize(
    ("chosen", "code"),
    [(None, "00911-001"), (date(2022, 8, 31), "00911-014"), (date(2098, 1, 1), "00911-008")],
)
def test_a_last_day_that_cannot_be_is_said_at_the_field(
    cast: Cast, colette: Client, chosen: date | None, code: str
) -> None:
    sent = {"key": str(uuid4()), **(day("last_day", chosen) if chosen else {})}
    response = colette.post(here(cast, "leaving/"), sent)
    assert f"({code})" in text(response)


def test_a_period_is_cancelled(cast: Cast, colette: Client) -> None:
    colette.post(here(cast, "cancel/"), {"key": str(uuid4())})
    move_outbox()
    assert lucas_period(cast).is_cancelled
    page = text(colette.get(here(cast)))
    assert "cancelled" in page
    assert "Cancel this period" not in page
    assert names(colette.get("/company/")) == []
    assert names(colette.get("/company/?show=all")) == ["Lucas Dubois"]


def test_a_refused_leaving_is_corrected_at_the_file(cast: Cast, colette: Client) -> None:
    period = lucas_period(cast)
    for _ in range(2):
        sent = {"key": str(uuid4()), **day("last_day", today() + timedelta(days=1))}
        receipt = colette.post(here(cast, "leaving/"), sent)["Location"]
        move_outbox()
    assert "(00913-356)" in text(colette.get(receipt))
    again = colette.post(f"{receipt}correct/")
    assert again["Location"] == f"/company/staff/{period.reference}/"


@pytest.mark.parametrize(
    ("answer", "count"), [("A", 1), ("B", 0), ("waiting", 0), ("", 1), ("x", 1)]
)
def test_declarations_are_listed_by_answer(colette: Client, answer: str, count: int) -> None:
    response = colette.get("/company/declarations/", {"answer": answer})
    assert len(response.context["rows"]) == count


def test_a_payroll_office_sees_who_mandated_it(cast: Cast, nora: Client) -> None:
    (mandate,) = nora.get("/office/").context["page_obj"]
    restaurant = cast.companies["restaurant"]
    assert (mandate.giver_company, mandate.staff) == (restaurant, 1)
    register = nora.get(f"/office/{restaurant.reference}/")
    assert names(register) == ["Lucas Dubois"]
    assert "/company/" not in register.content.decode()
    assert seen(cast.persons["lucas"], Purpose.STAFF, opened=False) == 1


def test_a_payroll_office_sees_no_other_register(cast: Cast, nora: Client) -> None:
    assert nora.get(f"/office/{cast.companies['builder'].reference}/").status_code == 404
    Mandate.objects.update(until=today() - timedelta(days=1))
    assert nora.get(f"/office/{cast.companies['restaurant'].reference}/").status_code == 404
    assert len(nora.get("/office/").context["page_obj"]) == 0
