"""Who looked, for the person alone: in plain words, to filter and to save, naming nobody else."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.claims.models import Claim
from casework.cases.actions import take
from casework.demo.building import Cast
from portal.access.door import list_names, open_file
from portal.access.glass.actions import break_glass, review
from portal.access.glass.models import GlassFinding, GlassReason
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from portal.people.models import Person, PersonNumber
from tests.casework.conftest import caseworker, claim_of, sent_by_emma
from tests.pages.test_me import client_of

WORDS = "The rent must be paid today and no case can be made so fast."


@pytest.fixture
def sofia(cast: Cast) -> Person:
    """Sofia, at whom the portal, an office, a company and a centre looked."""
    sofia = cast.persons["sofia"]
    for kind, purpose in (
        (CapacityKind.CASEWORKER, Purpose.CASE),
        (CapacityKind.COMPANY, Purpose.STAFF),
        (CapacityKind.PAYROLL_OFFICE, Purpose.DECLARATION),
    ):
        list_names([sofia], Capacity.objects.filter(kind=kind).earliest("pk"), purpose)
    open_file(sofia, cast.applications["welfare-software"], Purpose.STATUS, ground="=Act of 1990")
    open_file(sofia, None, Purpose.RIGHTS)
    return sofia


@pytest.fixture
def page(cast: Cast, sofia: Person) -> Client:
    return client_of(cast, "sofia")


def shown(client: Client, query: str = "") -> list[Any]:
    looks: list[Any] = client.get(f"/me/looked/{query}").context["looks"]
    return looks


def test_each_line_says_who_and_why_and_on_which_ground(page: Client) -> None:
    looks = shown(page)
    assert [look.who for look in looks] == [
        "The portal itself",
        "Public centre for social welfare of Leuven, by its application",
        "Payroll office Plus (payroll office)",
        "Restaurant Chez Colette (employer)",
        f"Unemployment office (caseworker, staff {caseworker('Marie').mark})",
    ]
    assert [look.opened for look in looks] == [True, True, False, False, False]
    assert looks[1].ground == "=Act of 1990"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?who=portal", 1),
        ("?who=helpers", 5),  # nobody helps Sofia: no such choice
        ("?who=institution:unemployment-office", 1),
        ("?why=staff", 1),
        ("?why=own", 5),
        ("?why=case&who=portal", 0),
        ("?since=2999-01-01", 0),
        ("?until=2000-01-01", 0),
        ("?since=0001-01-01&until=9999-12-31", 5),
        ("?since=x&until=%00&who=1&why=2&page=99", 5),
    ],
)
def test_lines_can_be_filtered_and_bad_filters_keep_all(
    page: Client, query: str, count: int
) -> None:
    assert len(shown(page, query)) == count


def test_a_company_is_chosen_among_those_that_looked(page: Client, cast: Cast) -> None:
    company = cast.companies["restaurant"]
    (look,) = shown(page, f"?who={company.reference}")
    assert look.who == "Restaurant Chez Colette (employer)"
    assert len(shown(page, f"?who={cast.companies['builder'].reference}")) == 5


def test_the_same_lines_go_into_a_file_without_formulas(page: Client) -> None:
    answer: Any = page.get("/me/looked.csv?why=status")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert head == ["When", "Who", "Why", "Reason", "Legal ground", "What"]
    assert row[1:] == [
        "Public centre for social welfare of Leuven, by its application",
        "status reported by an institution",
        "",
        "'=Act of 1990",
        "opened your file",
    ]
    assert answer["Cache-Control"] == "no-store"


def test_a_line_is_there_at_the_next_look(cast: Cast) -> None:
    case = take(sent_by_emma(), caseworker("Marie"))
    at_desk, emma = client_of(cast, "marie"), client_of(cast, "emma")
    at_desk.get(reverse("case", args=[case.reference]))
    (look, *_more) = shown(emma)
    assert (look.opened, look.why) == (True, "deciding an application")
    assert look.url == reverse("claim", args=[claim_of(case).reference])


def test_the_case_of_somebody_else_is_not_named(cast: Cast) -> None:
    """Who lives with an applicant reads that the name was seen, and nothing of the application."""
    case = take(sent_by_emma(), caseworker("Marie"))
    at_desk = client_of(cast, "marie")
    at_desk.get(reverse("case", args=[case.reference]))
    at_desk.get(reverse("person_file", args=[case.person.reference]))
    lucas = client_of(cast, "lucas")
    page = lucas.get("/me/looked/?why=case")
    assert {look.opened for look in page.context["looks"]} == {False}
    assert {look.url for look in page.context["looks"]} == {""}
    assert_names_nobody(page.content.decode(), cast.persons["lucas"])
    # Even if a line of theirs bore the case, it would lead nowhere.
    open_file(cast.persons["lucas"], caseworker("Marie"), Purpose.CASE, case.reference)
    assert shown(lucas)[0].url == ""
    assert str(case.reference) not in lucas.get("/me/looked/").content.decode()


def assert_names_nobody(html: str, but: Person) -> None:
    """No name, number or address of anybody but one: neither of those looked at, nor of staff."""
    others = Person.objects.exclude(pk=but.pk)
    names = {each.full_name for each in others} | {
        each.number for each in PersonNumber.objects.exclude(person=but)
    }
    references = {str(each.reference) for each in others}
    references |= {str(claim.reference) for claim in Claim.objects.exclude(person=but)}
    assert [each for each in names | references if each in html] == []


def test_an_opening_without_a_case_is_marked_with_its_reason(cast: Cast, sofia: Person) -> None:
    marie = caseworker("Marie")
    glass = break_glass(sofia, marie, GlassReason.URGENT, WORDS)
    client_of(cast, "marie").get(reverse("person_file", args=[sofia.reference]))
    page = client_of(cast, "sofia")
    html = page.get("/me/looked/").content.decode()
    assert f"help is needed before a case can be made: {WORDS}" in html
    assert "A supervisor of the institution will look at this." in html
    assert "without a case</strong>" in html
    assert_names_nobody(html, sofia)
    hugo = Capacity.objects.in_use().get(kind=CapacityKind.SUPERVISOR)
    review(glass, hugo, GlassFinding.FOLLOW_UP, "A note that is not for the person to read.")
    html = page.get("/me/looked/").content.decode()
    assert "follows this up" in html
    assert "A note" not in html


def test_the_household_does_not_read_the_reason(cast: Cast) -> None:
    break_glass(cast.persons["emma"], caseworker("Marie"), GlassReason.URGENT, WORDS)
    client_of(cast, "marie").get(reverse("person_file", args=[cast.persons["emma"].reference]))
    html = client_of(cast, "lucas").get("/me/looked/").content.decode()
    assert "saw your name in a list" in html
    assert WORDS not in html
    assert_names_nobody(html, cast.persons["lucas"])


def test_long_files_cost_a_query_for_each_piece(
    cast: Cast, sofia: Person, django_assert_max_num_queries: Any
) -> None:
    AccessLine.objects.bulk_create(
        AccessLine(person=sofia, capacity=None, purpose=Purpose.RIGHTS) for _ in range(1200)
    )
    client = client_of(cast, "sofia")
    with django_assert_max_num_queries(8):
        answer: Any = client.get("/me/looked.csv")
        assert b"".join(answer.streaming_content).count(b"\n") == 1206
