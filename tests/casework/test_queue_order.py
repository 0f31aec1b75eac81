"""One queue over all that waits: its order, its rule of vulnerability, its filters, its pages."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.claims.actions import withdraw
from benefits.claims.models import Claim
from benefits.decisions.terms import FIGURES, answer_by
from benefits.granting.findings import NO_AMOUNT, note_about
from benefits.granting.models import FindingKind
from casework.cases.actions import take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.queue import views, vulnerability
from casework.queue.actions import take_next, weigh_again
from casework.queue.models import Waiting
from casework.queue.queries import wanted
from portal.access.models import Capacity
from portal.people.models import Household, Person
from tests.casework.conftest import sent_by_another, takeable
from tests.payments.conftest import JOBLESS, grant, jobless

MIGRATION = import_module("casework.migrations.0038_row_security_of_waiting")


def with_child(claim: Claim) -> None:
    """Let a child live with who applied."""
    home = Household.objects.create(street="S", house_number="1", postal_code="1000", city="C")
    child = Person.objects.create(first_name="A", last_name="Child", birth_date=date(2020, 1, 1))
    for person, role in ((claim.person, "reference"), (child, "child")):
        home.members.create(person=person, role=role, since=date(2020, 1, 1))


def test_the_last_day_counts_first_then_vulnerability_then_age(cast: Cast, marie: Capacity) -> None:
    early, late = sent_by_another(1, 9), sent_by_another(2, 3)
    family = sent_by_another(3, 3)
    with_child(family)
    earns = sent_by_another(4, 3)
    jobless(earns.person)
    assert weigh_again() == 2
    assert takeable(marie) == [early, family, late, earns]
    ranks = [each.rank for each in Waiting.objects.takeable(wanted(marie))]
    assert ranks == [1, 0, 1, 3]
    assert weigh_again() == 0
    assert take_next(marie) == Case.objects.get(claim=early)
    assert take_next(marie) == Case.objects.get(claim=family)


def test_what_is_known_in_words() -> None:
    told = [[str(each) for each in vulnerability.reasons(rank)] for rank in (0, 1, 2, 3)]
    no_income, child = "no income known", "a child in the household"
    assert told == [[no_income, child], [no_income], [child], []]


def test_the_database_and_the_page_say_the_same_rule() -> None:
    assert vulnerability.INCOMES == MIGRATION.INCOMES
    assert {row.value for row in FIGURES.tables["answer_months"].rows} == {MIGRATION.ANSWER_MONTHS}


@pytest.mark.django_db
@pytest.mark.parametrize("day", [(2026, 1, 31), (2026, 10, 31), (2027, 10, 30), (2026, 6, 1)])
def test_the_last_day_is_that_of_the_law(day: tuple[int, int, int]) -> None:
    since = timezone.make_aware(datetime.combine(date(*day), time(23, 59)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer_until(%s)", [since])
        assert cursor.fetchone()[0] == answer_by(date(*day))


def test_what_no_longer_waits_is_gone(cast: Cast, marie: Capacity) -> None:
    claim, other = sent_by_another(1, 1), sent_by_another(2, 2)
    withdraw(claim, None)
    assert takeable(marie) == [other]
    take(other, marie)
    assert takeable(marie) == []
    assert not Waiting.objects.exists()


def test_one_list_of_all_kinds_that_filters_narrow(
    cast: Cast, at_desk: Client, marie: Capacity
) -> None:
    claim = sent_by_another(1, 3)
    Person.objects.filter(pk=claim.person_id).update(language="de")
    decision = grant(sent_by_another(2, 1).person, "unemployment", JOBLESS, date(2026, 7, 1), None)
    note_about(FindingKind.PAYS, [decision.pk], [NO_AMOUNT])
    weigh_again()
    assert kinds(at_desk, "") == ["", "", "An amount that is not known"]
    assert kinds(at_desk, "?kind=pays") == ["An amount that is not known"]
    assert kinds(at_desk, "?language=de") == [""]
    assert kinds(at_desk, "?kind=claim&language=en") == [""]
    assert kinds(at_desk, "?days=30") == []
    page = at_desk.get(reverse("queue") + "?language=de").content.decode()
    assert '<input type="hidden" name="language" value="de">' in page
    at_desk.post(reverse("queue_next"), {"kind": "pays"})
    assert Case.objects.get().finding


def kinds(browser: Client, query: str) -> list[str]:
    rows = browser.get(reverse("queue") + query).context["waiting"]
    of_kind = {"An amount that is not known"}
    return [next((str(tag) for tag in row["tags"] if str(tag) in of_kind), "") for row in rows]


def test_one_key_takes_the_next_case(cast: Cast, at_desk: Client) -> None:
    page = at_desk.get(reverse("queue")).content.decode()
    assert 'accesskey="n"' in page
    assert "One key takes the next case" in page
    assert "How the order is made" in page or "Nothing waits" in page


def test_a_later_page_goes_on_where_the_first_ended(
    cast: Cast, at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    claims = [sent_by_another(number, 10 - number // 2) for number in range(5)]
    seen: list[str] = []
    query = ""
    for _page in range(3):
        page = at_desk.get(reverse("queue") + query)
        seen += [row["take"] for row in page.context["waiting"]]
        query = f"?after={page.context['last']}"
    assert page.context["last"] is None
    assert sorted(seen) == sorted(reverse("queue_take", args=[claim.reference]) for claim in claims)
    for odd in ("?after=x", f"?after={claims[0].person.reference}"):
        assert len(at_desk.get(reverse("queue") + odd).context["waiting"]) == 2


def test_what_is_counted_has_a_bound(
    cast: Cast, at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 1)
    for number in range(3):
        sent_by_another(number, number)
    assert "More than 1 things wait." in at_desk.get(reverse("queue")).content.decode()


def test_the_queue_costs_as_many_queries_with_closed_cases_and_findings(
    cast: Cast,
    at_desk: Client,
    marie: Capacity,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(12):
        case = take(sent_by_another(number, number), marie)
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_at=timezone.now() - timedelta(hours=number)
        )
    for number in range(12, 20):
        decision = jobless(sent_by_another(number, number).person)
        note_about(FindingKind.PAYS, [decision.pk], [NO_AMOUNT])
    with django_assert_max_num_queries(19):
        page = at_desk.get(reverse("queue"))
    assert len(page.context["closed"]) == 10
    assert len(page.context["waiting"]) == 16


def test_the_web_reads_and_locks_the_queue_and_writes_nothing_into_it(
    cast: Cast, marie: Capacity
) -> None:
    sent_by_another(1, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE solida_web")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM casework_waiting")
        cursor.execute("UPDATE casework_waiting SET rank = 0")
        assert cursor.rowcount == 0  # nobody acts: no rows
