"""Mandates on their pages: given, asked, confirmed, refused, ended; each party sees its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from portal.access.limits import HELPER_CODE, MANDATE
from portal.access.mandates.models import HelperCode, Mandate
from portal.access.mandates.statuses import MandateStatus
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Company
from tests.hiring.acting import acting

COLETTE, PIET, NORA = "colette@restaurant.example", "piet@bouw.example", "nora@payroll.example"
EMMA, LUCAS, SOFIA = "emma@family.example", "lucas@family.example", "sofia@student.example"
BUILDER = "0712.345.630"
HIRING = {"service": "hiring"}


def company(email: str) -> Client:
    return acting(email, CapacityKind.COMPANY)


def citizen(email: str) -> Client:
    return acting(email, CapacityKind.CITIZEN)


def given(client: Client, where: str = "give", **fields: Any) -> Any:
    """Fill in the page, and say on the next one that it is right."""
    shown = client.post(f"/mandates/{where}/", fields)
    assert shown.status_code == 200, shown
    return client.post(f"/mandates/{where}/", {**fields, "sure": "1"})


def moved(client: Client, mandate: Mandate, verb: str) -> int:
    return client.post(f"/mandates/{mandate.reference}/{verb}/").status_code


def the_new_one() -> Mandate:
    return Mandate.objects.order_by("-pk")[0]


def code_of(client: Client) -> str:
    code: str = client.post("/mandates/code/").context["code"]
    return code


@pytest.fixture
def asked(cast: Cast) -> Mandate:
    """The restaurant lets the builder report hirings, who has not answered."""
    assert given(company(COLETTE), number=BUILDER, **HIRING).status_code == 302
    return the_new_one()


def test_a_company_gives_and_the_other_confirms(asked: Mandate, cast: Cast) -> None:
    assert (asked.status, asked.asked_by) == ("asked", "giver")
    page = company(PIET).get("/mandates/").content.decode()
    assert "waits for you" in page
    assert (
        "Restaurant Chez Colette asks you to act" in company(PIET).get("/company/").content.decode()
    )
    assert "Mandates that wait" not in company(COLETTE).get("/company/").content.decode()
    assert moved(company(PIET), asked, "confirm") == 302
    asked.refresh_from_db()
    assert asked.status == MandateStatus.CONFIRMED
    assert [step.verb for step in asked.steps.order_by("pk")] == ["ask", "confirm"]
    clients = acting(PIET, CapacityKind.PAYROLL_OFFICE).get("/office/").context["page_obj"]
    assert [each.giver_company for each in clients] == [cast.companies["restaurant"]]


def test_an_office_asks_and_the_company_confirms(cast: Cast) -> None:
    office = acting(NORA, CapacityKind.PAYROLL_OFFICE)
    given(office, "ask", number=BUILDER, **HIRING, quarters_from="20264")
    asked = the_new_one()
    assert (asked.giver, asked.holder) == (cast.companies["builder"], cast.companies["payroll"])
    assert moved(office, asked, "confirm") == 302  # it asked itself: nothing happens
    asked.refresh_from_db()
    assert asked.status == MandateStatus.ASKED
    assert (
        "Quarter 4 of 2026 and later"
        in company(PIET).get(f"/mandates/{asked.reference}/").content.decode()
    )
    moved(company(PIET), asked, "confirm")
    asked.refresh_from_db()
    assert asked.status == MandateStatus.CONFIRMED


def test_strangers_do_not_find_it(asked: Mandate) -> None:
    for client in (acting(NORA, CapacityKind.PAYROLL_OFFICE), citizen(COLETTE), citizen(EMMA)):
        assert client.get(f"/mandates/{asked.reference}/").status_code == 404
        assert moved(client, asked, "end") == 404
        assert str(asked.reference) not in client.get("/mandates/").content.decode()


@pytest.mark.parametrize("who", [COLETTE, PIET])
def test_either_ends_it_and_it_ends_at_once(asked: Mandate, who: str) -> None:
    moved(company(PIET), asked, "confirm")
    office = acting(PIET, CapacityKind.PAYROLL_OFFICE)
    register = f"/office/{asked.giver.reference}/"
    assert office.get(register).status_code == 200
    moved(company(who), asked, "end")
    assert office.get(register).status_code == 404
    assert "Ended by" in company(who).get(f"/mandates/{asked.reference}/").content.decode()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0712.345.631", "check digits"),
        ("0403.170.701", "no active company"),
        ("0461.234.505", "your own number"),
    ],
)
def test_a_number_that_leads_nowhere_says_so(cast: Cast, number: str, said: str) -> None:
    page = company(COLETTE).post("/mandates/give/", {"number": number, **HIRING})
    assert said in page.content.decode()
    assert Mandate.objects.filter(status="asked").count() == 0


def test_what_is_over_stands_among_those_that_ended(asked: Mandate) -> None:
    moved(company(PIET), asked, "confirm")
    address = f"/mandates/{asked.reference}/"
    assert address in company(COLETTE).get("/mandates/").content.decode()
    assert address not in company(COLETTE).get("/mandates/?past").content.decode()
    Mandate.objects.filter(pk=asked.pk).update(since="2022-01-01", until="2022-12-31")
    assert address not in company(COLETTE).get("/mandates/").content.decode()
    assert address in company(COLETTE).get("/mandates/?past").content.decode()


def test_what_stands_already_is_not_asked_twice(asked: Mandate) -> None:
    assert given(company(COLETTE), number=BUILDER, **HIRING)["Location"] == "/mandates/"
    assert the_new_one() == asked


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"since_0": "1", "since_1": "1", "since_2": "2020"}, "since"),
        ({"until_0": "1", "until_1": "1", "until_2": "2020"}, "until"),
        ({"until_0": "1", "until_1": "1", "until_2": "2099"}, "until"),
        ({"quarters_from": "20264", "quarters_until": "20261"}, "quarters_until"),
        ({"service": "statuses"}, "service"),
        ({"number": "nonsense"}, "number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    cast: Cast, fields: dict[str, str], field: str
) -> None:
    page = company(COLETTE).post("/mandates/give/", {"number": BUILDER, **HIRING, **fields})
    assert [*page.context["form"].errors] == [field]


def test_numbers_cannot_be_tried_without_end(cast: Cast) -> None:
    client = company(COLETTE)
    answers = [
        client.post("/mandates/give/", {"number": str(number)}).status_code
        for number in range(MANDATE.most + 1)
    ]
    assert answers == [200] * MANDATE.most + [429]


def test_a_helper_is_found_by_the_code_that_was_shown(cast: Cast) -> None:
    code = code_of(citizen(SOFIA))
    page = citizen(EMMA).post("/mandates/give/", {"code": code, "service": "applications"})
    assert "Sofia Lambert" in page.content.decode()
    typed = f" {code[:4].lower()} {code[4:]} "
    given(citizen(EMMA), code=typed, service="applications")
    asked = the_new_one()
    assert (asked.giver, asked.holder) == (cast.persons["emma"], cast.persons["sofia"])
    assert not Capacity.objects.in_use().filter(mandate=asked).exists()
    moved(citizen(SOFIA), asked, "confirm")
    assert Capacity.objects.in_use().get(mandate=asked).person == cast.persons["emma"]


def leads_nowhere(client: Client, code: str) -> bool:
    page = client.post("/mandates/give/", {"code": code, "service": "own_data"})
    return "leads to nobody" in page.content.decode()


def test_a_code_leads_somewhere_once_and_not_back(cast: Cast) -> None:
    code = code_of(citizen(SOFIA))
    given(citizen(EMMA), "ask", code=code, service="own_data")
    assert the_new_one().giver == cast.persons["sofia"]
    assert leads_nowhere(citizen(LUCAS), code)
    first = code_of(citizen(EMMA))
    assert leads_nowhere(citizen(EMMA), first)  # one's own
    last = code_of(citizen(EMMA))
    assert leads_nowhere(citizen(LUCAS), first)
    assert not leads_nowhere(citizen(LUCAS), last)


def test_a_code_is_good_for_a_day(cast: Cast) -> None:
    code = code_of(citizen(SOFIA))
    HelperCode.objects.update(made_at=Now() - timedelta(days=1))
    assert leads_nowhere(citizen(EMMA), code)


def test_codes_cannot_be_tried_without_end(cast: Cast) -> None:
    client = citizen(EMMA)
    answers = [
        client.post("/mandates/give/", {"code": "A" * 12}).status_code
        for _ in range(HELPER_CODE.most + 1)
    ]
    assert answers == [200] * HELPER_CODE.most + [429]


def test_more_mandates_cost_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = acting(NORA, CapacityKind.PAYROLL_OFFICE)
    client.get("/mandates/")
    made = [
        Company(
            name=f"Client {n}",
            enterprise_number=f"{n:010d}",
            since="2020-01-01",
            **dict.fromkeys(("street", "house_number", "postal_code", "city"), "x"),
        )
        for n in range(1, 12)
    ]
    Company.objects.bulk_create(made)
    Mandate.objects.bulk_create(
        Mandate(
            giver_company=each,
            holder_company=cast.companies["payroll"],
            service="hiring",
            since="2026-01-01",
        )
        for each in made
    )
    with django_assert_num_queries(5):
        assert len(client.get("/mandates/").context["rows"]) == 14


def test_the_law_is_not_ended_on_a_page(cast: Cast) -> None:
    mandate = Mandate.objects.get(
        giver_person=cast.persons["lina"], holder_person=cast.persons["emma"]
    )
    client = citizen(EMMA)
    page = client.get(f"/mandates/{mandate.reference}/")
    assert page.context["moves"] == []
    assert client.get(f"/mandates/{mandate.reference}/end/").status_code == 404
    moved(client, mandate, "end")
    mandate.refresh_from_db()
    assert mandate.status == MandateStatus.CONFIRMED
