"""The pages on what one has a right to, and what if: nothing is kept of either."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from benefits.decisions.models import Decision
from benefits.outlook.actions import MOST
from benefits.outlook.changes import CHANGES
from benefits.outlook.gathering import situation_of
from benefits.outlook.models import Trial
from casework.demo.building import Cast


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.persons[name].account)
    return client


def test_the_situation_is_what_the_portal_holds(cast: Cast) -> None:
    found = situation_of(cast.persons["lucas"], timezone.localdate())
    assert (found.region, len(found.children), found.adults) == ("wallonia", 2, 1)
    assert found.working
    assert found.career_days > 1000


@pytest.mark.parametrize("name", ["lucas", "emma", "sofia", "georges"])
def test_each_of_the_cast_reads_what_the_rules_say(cast: Cast, name: str) -> None:
    html = browser(cast, name).get(reverse("entitled")).content.decode()
    assert "What you have a right to" in html


def test_a_family_reads_of_its_children(cast: Cast) -> None:
    html = browser(cast, "emma").get(reverse("entitled")).content.decode()
    assert "Child benefit" in html
    assert "older system" in html


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_each_change_is_answered_with_twelve_months(cast: Cast, change: str) -> None:
    day = timezone.localdate() + timedelta(days=40)
    asked = {"change": change, "day": day.isoformat(), "hours": "50", "income": "1000"}
    html = browser(cast, "lucas").get(reverse("what_if"), asked).content.decode()
    assert html.count('scope="rowgroup"') == 12


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"change": "ill", "day": ""}, "Give the day."),
        ({"change": "ill", "day": "2026-02-30"}, "Give a day that exists."),
        ({"change": "ill", "day": "2001-01-01"}, "within the next twelve months"),
        ({"change": "", "day": ""}, "Choose what would change."),
        ({"change": "king"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    cast: Cast, asked: dict[str, str], error: str
) -> None:
    html = browser(cast, "lucas").get(reverse("what_if"), asked).content.decode()
    assert error in html
    assert 'scope="rowgroup"' not in html


def test_what_a_change_asks_is_wanted(cast: Cast) -> None:
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    asked = {"change": "fewer_hours", "day": day}
    html = browser(cast, "lucas").get(reverse("what_if"), asked).content.decode()
    assert "Give the percentage." in html
    assert 'scope="rowgroup"' not in html


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_after_the_change_only_what_it_asks_is_asked(cast: Cast, change: str) -> None:
    client = browser(cast, "lucas")
    first = client.get(reverse("what_if")).content.decode()
    assert 'name="day"' not in first
    assert "There is a problem" not in first
    second = client.get(reverse("what_if"), {"change": change}).content.decode()
    asked = [name for name in ("day", "hours", "income", "mother") if f'name="{name}"' in second]
    assert asked == ["day", *filter(None, [CHANGES[change].asks])]
    assert 'type="radio"' not in second
    assert "There is a problem" not in second


def test_nothing_is_kept(cast: Cast) -> None:
    client = browser(cast, "lucas")
    client.get(reverse("what_if"))
    before = Decision.objects.count()
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    with connection.execute_wrapper(_only_reads):
        client.get(reverse("what_if"), {"change": "work_ends", "day": day})
        client.get(reverse("entitled"))
    assert Decision.objects.count() == before


def _only_reads(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    assert not sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")), sql
    return execute(sql, params, many, context)


def test_the_pages_cost_few_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(cast, "lucas")
    client.get(reverse("entitled"))
    with django_assert_max_num_queries(22):
        client.get(reverse("entitled"))


def test_a_question_is_kept_when_asked_and_forgotten_again(cast: Cast) -> None:
    client = browser(cast, "lucas")
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    asked = {"change": "fewer_hours", "day": day, "hours": "50"}
    for _ in range(2):
        answer = client.post(reverse("keep_trial"), {**asked, "income": ""})
        assert answer.headers["Location"].startswith(f"{reverse('what_if')}?change=fewer_hours")
    [trial] = Trial.objects.all()
    assert trial.asked == asked
    html = client.get(reverse("what_if")).content.decode()
    assert "Questions that you keep" in html
    assert client.get(answer.headers["Location"]).content.decode().count('scope="rowgroup"') == 12
    gone = reverse("forget_trial", args=[trial.reference])
    assert browser(cast, "emma").post(gone).status_code == 404
    assert client.get(gone).status_code == 405
    assert client.post(gone).status_code == 302
    assert not Trial.objects.exists()


def test_nonsense_and_too_much_are_not_kept(cast: Cast) -> None:
    client = browser(cast, "lucas")
    client.post(reverse("keep_trial"), {"change": "king", "day": "0001-01-01"})
    assert not Trial.objects.exists()
    for ahead in range(MOST + 1):
        day = (timezone.localdate() + timedelta(days=ahead)).isoformat()
        client.post(reverse("keep_trial"), {"change": "ill", "day": day})
    assert Trial.objects.count() == MOST
