"""Supervisors see how far a run is and what came of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.granting.models import GrantRun
from casework.demo.building import Cast
from portal.access.models import User
from tests.granting.test_everyone import hold, young
from tests.granting.test_granting import months_ago, report
from tests.hiring.declaring import today


@pytest.fixture
def above(cast: Cast) -> Client:
    """Hugo's browser."""
    client = Client()
    client.force_login(User.objects.get(email="hugo@unemployment.example"))
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_without_a_run_the_page_says_so(above: Client) -> None:
    assert "were not looked at yet" in text(above.get(reverse("granting")))


def test_the_last_run_is_shown_and_others_can_be_chosen(cast: Cast, above: Client) -> None:
    report(cast, months_ago(4))
    young(cast)
    dry, wet = hold(dry=True), hold()
    page = text(above.get(reverse("granting")))
    assert "Increased reimbursement of health care" in page
    assert "Nothing was decided" not in page
    assert "Who gets more, who gets less, and what it costs" in page
    assert "Get more, by region" in page
    assert "Get more, by age" in page
    assert "Get less, by region" not in page  # of nobody there is no picture
    chosen = text(above.get(reverse("granting"), {"run": str(dry.reference)}))
    assert "Nothing was decided" in chosen
    assert str(wet.reference) in chosen


def test_a_run_that_is_being_worked_shows_how_far_it_is(cast: Cast, above: Client) -> None:
    run = GrantRun.objects.create(as_of=today(), dry=True)
    run.pieces.create(first=1, last=10)
    assert "0 of 1 pieces are done (0%)" in text(above.get(reverse("granting")))


@pytest.mark.parametrize("run", ["x", "00000000-0000-0000-0000-000000000000"])
def test_no_run_of_ours_is_not_found(above: Client, run: str) -> None:
    assert above.get(reverse("granting"), {"run": run}).status_code == 404


def test_many_runs_cost_no_more_queries(
    cast: Cast, above: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        hold(dry=True)
    above.get(reverse("granting"))
    with django_assert_max_num_queries(14) as few:
        above.get(reverse("granting"))
    for _number in range(9):
        hold(dry=True)
    with django_assert_num_queries(len(few)):
        above.get(reverse("granting"))
