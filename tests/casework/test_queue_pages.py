"""The caseworker's first page: what waits, in which order, for whom, and who saw whose name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.claims.models import Claim
from casework.cases.models import Case
from casework.queue.actions import take, take_next
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from tests.casework.conftest import SignIn, caseworker, claim_of, sent_by_another, takeable

Assert = Callable[..., Any]


def test_what_waits_stands_oldest_first_with_its_days(at_desk: Client, claim: Claim) -> None:
    for number, days in enumerate((3, 40, 9)):
        sent_by_another(number, days)
    page = at_desk.get(reverse("queue"))
    assert [row["days"] for row in page.context["waiting"]] == [40, 9, 3, 0]
    assert b"4 things wait." in page.content
    assert b"Emma Janssens" in page.content


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?days=7", [40, 7]),
        ("?days=30", [40]),
        ("?scheme=unemployment", [40, 7, 3]),
        ("?days=x&scheme=pension&page=99", [40, 7, 3]),
    ],
)
def test_the_queue_can_be_filtered_and_bad_filters_keep_all(
    at_desk: Client, query: str, days: list[int]
) -> None:
    for number, ago in enumerate((3, 40, 7)):
        sent_by_another(number, ago)
    page = at_desk.get(reverse("queue") + query)
    assert [row["days"] for row in page.context["waiting"]] == days


def test_each_office_sees_the_rights_of_its_own_sector(
    claim: Claim, marie: Capacity, hilde: Capacity
) -> None:
    other = sent_by_another(1, 2, scheme="increased_reimbursement")
    assert takeable(marie) == [claim]
    assert takeable(hilde) == [other]
    assert takeable(hilde, scheme="unemployment") == []


def test_nobody_finds_an_own_application_in_the_queue(claim: Claim, marie: Capacity) -> None:
    claim.person.account.capacities.create(
        kind=CapacityKind.CASEWORKER, institution=marie.institution, since="2020-01-01"
    )
    emma = caseworker("Emma")
    assert takeable(emma) == []
    assert take_next(emma) is None


def test_each_name_on_the_page_leaves_a_line(
    at_desk: Client, case: Case, tom: Capacity, marie: Capacity
) -> None:
    waiting = sent_by_another(1, 1)
    at_desk.get(reverse("queue"))
    for person in (case.person, waiting.person):
        line = person.access_lines.get(capacity=marie)
        assert (line.opened, line.purpose) == (False, Purpose.CASE)


def test_next_takes_the_oldest_and_opens_it(at_desk: Client, claim: Claim) -> None:
    oldest = sent_by_another(1, 12)
    answer = at_desk.post(reverse("queue_next"))
    case = Case.objects.get()
    assert case.claim == oldest
    assert answer["Location"] == reverse("case", args=[case.reference])


def test_next_says_when_nothing_waits(at_desk: Client) -> None:
    answer = at_desk.post(reverse("queue_next"), follow=True)
    assert b"Nothing waits that you can take." in answer.content
    assert not Case.objects.exists()


def test_taken_twice_it_is_opened_again(at_desk: Client, claim: Claim) -> None:
    url = reverse("queue_take", args=[claim.reference])
    first, second = at_desk.post(url), at_desk.post(url)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_what_a_colleague_took_is_said_so(beside: Client, case: Case) -> None:
    answer = beside.post(reverse("queue_take", args=[claim_of(case).reference]), follow=True)
    assert b"a colleague took it just before" in answer.content


def test_what_another_office_gives_cannot_be_taken(at_desk: Client) -> None:
    claim = sent_by_another(1, 2, scheme="increased_reimbursement")
    assert at_desk.post(reverse("queue_take", args=[claim.reference])).status_code == 404


@pytest.mark.parametrize("name", ["queue_next", "queue_take"])
def test_taking_is_no_reading(at_desk: Client, claim: Claim, name: str) -> None:
    args = [claim.reference] if name == "queue_take" else []
    assert at_desk.get(reverse(name, args=args)).status_code == 405
    assert not Case.objects.exists()


@pytest.mark.parametrize("email", ["lucas@family.example", "alice@welfare.example"])
def test_the_queue_is_for_caseworkers(sign_in: SignIn, email: str) -> None:
    browser = sign_in(email)
    assert browser.get(reverse("queue")).status_code == 403
    assert browser.post(reverse("queue_next")).status_code == 403
    assert Client().get(reverse("queue"))["Location"].startswith(reverse("account_login"))


def test_the_page_asks_the_database_no_more_for_more_rows(
    at_desk: Client, marie: Capacity, django_assert_max_num_queries: Assert
) -> None:
    for number in range(40):
        sent_by_another(number, number)
    for claim in takeable(marie)[:8]:
        take(claim, marie)
    with django_assert_max_num_queries(18):
        page = at_desk.get(reverse("queue"))
    assert len(page.context["waiting"]) == 25
    assert len(page.context["mine"]) == 8
    assert AccessLine.objects.filter(capacity=marie, opened=False).count() == 33


def test_what_came_of_letters_lies_under_rights_that_are_not_used(at_desk: Client) -> None:
    nav = at_desk.get(reverse("take_up")).context["nav"]
    assert [link.url for link in nav if link.current] == [reverse("unclaimed")]
