"""Applications, decisions and payments on one page, with what comes next and when."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from benefits.decisions.terms import answer_by
from benefits.overview.coming import coming
from casework.demo.building import Cast
from tests.benefits.applying import APPLICANTS, begin, fill, send


@pytest.fixture
def sofia(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.persons["sofia"].account)
    return client


def test_what_was_sent_says_until_when_it_is_answered(cast: Cast, sofia: Client) -> None:
    claim = begin(sofia, "integration_income")
    fill(sofia, claim, APPLICANTS["integration_income"][1])
    send(sofia, claim)
    html = sofia.get(reverse("rights")).content.decode()
    assert "Integration income" in html
    assert "in a talk with a social worker" in html
    assert "Answer at the latest: Integration income" in html
    assert (
        "the account that your application names" in sofia.get(reverse("payments")).content.decode()
    )
    [event] = coming([claim], [], [])
    assert event["date"] == answer_by(timezone.localdate())


def test_what_was_decided_says_what_comes(cast: Cast) -> None:
    georges = cast.persons["georges"]
    client = Client()
    client.force_login(georges.account)
    html = client.get(reverse("rights")).content.decode()
    assert "Increased reimbursement" in html
    assert "Last day to object" in html
    days = [each["date"] for each in coming([], list(georges.decisions.all()), [])]
    assert days == sorted(days)
    assert all(day >= timezone.localdate() for day in days)


def test_with_nothing_it_says_so(sofia: Client) -> None:
    html = sofia.get(reverse("rights")).content.decode()
    for text in ("You have not applied", "Nothing was decided yet", "Nothing was paid yet"):
        assert text in html


def test_it_costs_few_queries(
    sofia: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sofia.get(reverse("rights"))
    with django_assert_max_num_queries(12):
        sofia.get(reverse("rights"))
