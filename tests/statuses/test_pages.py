"""Status reports on the pages of an institution."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.statuses.models import StatusReport
from portal.access.models import AccessLine, CapacityKind, Purpose
from portal.directory.models import Authorisation
from tests.hiring.acting import acting
from tests.hiring.test_hire_pages import day, text

SINCE = date(2026, 4, 1)
SOFIA = "05.02.11-262.41"


@pytest.fixture
def alice(cast: Cast) -> Client:
    """Return the browser of somebody at the welfare centre."""
    return acting("alice@welfare.example", CapacityKind.INSTITUTION)


def said(**changes: str) -> dict[str, str]:
    """Return the answers of a good report on Sofia."""
    return {
        "key": str(uuid4()),
        "ssin": SOFIA,
        "kind": "integration_income",
        "legal_context": "WELFARE",
        **day("since", SINCE),
        **changes,
    }


def test_a_report_gives_a_receipt_and_stands_in_the_list(cast: Cast, alice: Client) -> None:
    receipt = alice.post("/institution/report/", said())["Location"]
    report = StatusReport.objects.get(person=cast.persons["sofia"])
    assert (report.kind, report.since, report.until) == ("integration_income", SINCE, None)
    page = text(alice.get(receipt))
    assert str(report.message.ticket) in page
    assert report.message.sha256 in page
    assert SOFIA in text(alice.get("/institution/"))


def test_a_report_that_is_sent_twice_is_one(alice: Client) -> None:
    before, sent = StatusReport.objects.count(), said()
    first, second = (alice.post("/institution/report/", sent)["Location"] for _ in range(2))
    assert first == second
    assert StatusReport.objects.count() == before + 1


def test_a_spent_key_leads_to_what_it_was_spent_on(alice: Client) -> None:
    sent = said()
    first = alice.post("/institution/report/", sent)["Location"]
    again = alice.post("/institution/report/", {**sent, "legal_context": "OTHER"}, follow=True)
    assert again.redirect_chain[-1][0] == first
    assert "You had sent this form already" in text(again)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"ssin": "05021126242"}, "ssin", "CTRL-002"),
        ({"ssin": "88060933524"}, "ssin", "CTRL-004"),
        ({"kind": "equivalent_aid"}, "ssin", "CTRL-004"),
        (day("since", date(2009, 1, 1)), "ssin", "CTRL-004"),
        (day("since", date(2026, 2, 1)), "ssin", "CTRL-004"),
    ],
)
def test_the_control_refuses_at_the_field_and_stores_nothing(
    alice: Client, changes: dict[str, str], field: str, code: str
) -> None:
    before = StatusReport.objects.count()
    response = alice.post("/institution/report/", said(**changes))
    assert list(response.context["form"].errors) == [field]
    assert f"({code})" in text(response)
    assert StatusReport.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ssin": ""}, "ssin"),
        ({"kind": "elderly_income_guarantee"}, "kind"),  # another institution's status
        ({"kind": "x"}, "kind"),
        ({"since_0": "31", "since_1": "2"}, "since"),
        ({"since_2": "1899"}, "since"),
        ({"until_0": "1", "until_1": "1"}, "until"),
        (day("until", date(2026, 3, 31)), "until"),
        ({"legal_context": ""}, "legal_context"),
        ({"legal_context": "x" * 65}, "legal_context"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field(
    alice: Client, changes: dict[str, str], field: str
) -> None:
    response = alice.post("/institution/report/", said(**changes))
    assert list(response.context["form"].errors) == [field]


def test_without_authorisation_nothing_can_be_reported(alice: Client) -> None:
    Authorisation.objects.update(until=date(2026, 1, 1))
    assert "not authorised" in text(alice.get("/institution/report/"))
    assert list(alice.post("/institution/report/", said()).context["form"].errors) == ["kind"]


def test_an_institution_sees_its_own_reports_only(
    cast: Cast, alice: Client, django_assert_max_num_queries: Any
) -> None:
    others = StatusReport.objects.get(person=cast.persons["georges"])
    alice.post("/institution/report/", said())
    with django_assert_max_num_queries(9):
        shown = alice.get("/institution/").context["page_obj"]
    assert [report.person for report in shown] == [cast.persons["sofia"]]
    assert alice.get(f"/institution/reports/{others.message.ticket}/").status_code == 404


def test_each_name_in_the_list_leaves_a_line(cast: Cast, alice: Client) -> None:
    alice.post("/institution/report/", said())
    alice.get("/institution/")
    lines = AccessLine.objects.filter(person=cast.persons["sofia"], purpose=Purpose.STATUS)
    assert sorted(lines.values_list("opened", flat=True)) == [False, True]


@pytest.mark.parametrize("address", ["/institution/", "/institution/report/"])
def test_the_pages_are_for_institutions(cast: Cast, client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")
    for email, kind in (
        ("colette@restaurant.example", CapacityKind.COMPANY),
        ("marie@unemployment.example", CapacityKind.CASEWORKER),
    ):
        assert acting(email, kind).get(address).status_code == 403
