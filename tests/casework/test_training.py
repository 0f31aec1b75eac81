"""The training office: exercises that are played, checked and marked, of which nothing leaves."""

import re
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits.claims.models import Claim
from casework.cases.actions import take
from casework.training.exercises import EXERCISES
from casework.training.models import Practice, PracticeResult
from casework.training.rehearsing import rehearsed
from portal.access.models import Capacity
from tests.casework.conftest import SignIn

FACTS = {
    "enquiry": "True",
    "willing": "True",
    "starts_work": "False",
    "category": "alone",
    "work": "0",
    "other": "0",
    "partner": "0",
    "relatives": "0",
    "adults": "0",
    "cadastral": "0",
}
GRANT = {**FACTS, "outcome": "granted", "motivation": "You live alone.", "confirm": "1"}


def begun(desk: Client, exercise: str) -> str:
    """Begin an exercise; return the address of its case."""
    response = desk.post(reverse("training_begin", args=[exercise]))
    assert response.status_code == 302
    return response["Location"]


def sent(desk: Client, address: str, form: dict[str, str]) -> str:
    """Send a form of an exercise; return where it leads."""
    response = desk.post(address, form)
    faults = response.context["form"].errors if response.context else response.content
    assert response.status_code == 302, faults
    return response["Location"]


def checked(desk: Client) -> dict[str, bool]:
    """Have looked at what was done; return what was right, by its words."""
    practice = Practice.objects.latest("pk")
    response = desk.post(reverse("training_check", args=[practice.reference]), follow=True)
    assert response.status_code == 200
    result = PracticeResult.objects.latest("pk")
    return {each["words"]: each["right"] for each in result.points}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_case_of_each_exercise_is_shown(at_desk: Client, exercise: str) -> None:
    page = at_desk.get(begun(at_desk, exercise))
    assert page.status_code == 200, page.content
    told = page.content.decode()
    assert "Training: nothing that you do here leaves" in told
    assert f"{EXERCISES[exercise].person['first']} Sample" in told
    assert EXERCISES[exercise].note.split(".")[0] in told


def rows_by_table() -> dict[str, int]:
    """Return how many rows each table of the database has."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = [f"SELECT '{each}', count(*) FROM \"{each}\"" for each in tables]  # noqa: S608
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def test_an_exercise_is_done_wrong_then_right_and_is_marked(
    at_desk: Client, sign_in: SignIn, marie: Capacity
) -> None:
    case = begun(at_desk, "application")
    assert sent(at_desk, f"{case}decide/", GRANT) == f"{case}decided/"
    assert at_desk.get(f"{case}decided/").status_code == 200
    assert checked(at_desk) == {
        "Jo gets the benefit.": True,
        "The decision says that the enquiry was held.": True,
        "The maintenance that Jo gets is counted.": False,
        "The amount is what the rule gives on these facts.": False,
        "Jo reads your reasons.": True,
    }
    assert not PracticeResult.objects.marks([marie])
    case = begun(at_desk, "application")
    sent(at_desk, f"{case}decide/", {**GRANT, "other": "200"})
    assert all(checked(at_desk).values())
    (mark,) = PracticeResult.objects.marks([marie])
    assert mark.practice.exercise == "application"
    assert "passed on" in at_desk.get(reverse("training")).content.decode()
    above = sign_in("hugo@unemployment.example")
    for page in (reverse("office_staff"), reverse("office_staff_profile", args=[marie.pk])):
        assert "Decide on an application, on" in above.get(page).content.decode()


def test_a_document_is_asked_for(at_desk: Client) -> None:
    case = begun(at_desk, "document")
    assert not all(checked(at_desk).values())
    words = {"wanted": "document", "text": "Please show the pay slip.", "days": "14"}
    assert sent(at_desk, f"{case}ask/", words) == case
    assert "Please show the pay slip." in at_desk.get(case).content.decode()
    assert all(checked(at_desk).values())
    sent(at_desk, f"{case}decide/", {**GRANT, "work": "600"})
    assert not all(checked(at_desk).values())


def test_an_objection_is_answered(at_desk: Client) -> None:
    case = begun(at_desk, "objection")
    answer = {**FACTS, "outcome": "upheld", "motivation": "It was a gift.", "confirm": "1"}
    sent(at_desk, f"{case}answer/", answer)
    assert all(checked(at_desk).values())


def test_a_friend_is_handed_over(at_desk: Client) -> None:
    case = begun(at_desk, "near")
    form = at_desk.get(f"{case}hand-over/").content.decode()
    (colleague,) = re.findall(r'value="(-\d+)"', form)
    sent(at_desk, f"{case}hand-over/", {"colleague": colleague})
    assert all(checked(at_desk).values())


def test_nothing_leaves_an_exercise_not_even_to_our_own_tables(
    at_desk: Client, mailoutbox: list[Any]
) -> None:
    at_desk.get(reverse("training"))
    before = rows_by_table()
    case = begun(at_desk, "application")
    at_desk.get(case)
    sent(at_desk, f"{case}decide/", {**GRANT, "other": "200"})
    assert at_desk.get(f"{case}letter.pdf").content.startswith(b"%PDF")
    checked(at_desk)
    after = rows_by_table()
    changed = {
        table: after[table] - before[table] for table in after if after[table] != before[table]
    }
    assert changed == {"casework_practice": 1, "casework_practiceresult": 1}
    assert not mailoutbox


def test_the_database_refuses_to_commit_what_is_practised(at_desk: Client, marie: Capacity) -> None:
    begun(at_desk, "application")
    practice = Practice.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('solida.capacity', %s, true)", [str(marie.pk)])
        with rehearsed(practice), pytest.raises(DatabaseError, match="never kept"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what COMMIT does


def test_an_exercise_is_played_by_who_began_it_alone(
    at_desk: Client, sign_in: SignIn, marie: Capacity, tom: Capacity
) -> None:
    case = begun(at_desk, "application")
    practice = Practice.objects.get()
    beside = sign_in("tom@unemployment.example")
    assert beside.get(case).status_code == 404
    assert beside.post(f"{case}decide/", GRANT).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('solida.capacity', %s, true)", [str(tom.pk)])
    playing = rehearsed(practice)
    with pytest.raises(DatabaseError, match="who began it"):
        playing.__enter__()


def test_no_real_case_is_seen_in_an_exercise_and_other_pages_lead_out(
    at_desk: Client, marie: Capacity, claim: Claim
) -> None:
    real = take(claim, marie)
    begun(at_desk, "application")
    inside = partial(reverse, "training_page")
    reference = Practice.objects.get().reference
    at = [reference, f"casework/cases/{real.reference}/"]
    assert at_desk.get(inside(args=at)).status_code == 404
    assert at_desk.get(reverse("case", args=[real.reference])).status_code == 200
    away = reverse("account_logout")
    out = at_desk.post(inside(args=[reference, away.removeprefix("/")]))
    assert (out.status_code, out["Location"]) == (307, away)


def test_exercises_are_listed_in_as_many_queries_however_many_were_done(
    at_desk: Client, django_assert_num_queries: Any
) -> None:
    begun(at_desk, "document")
    with CaptureQueriesContext(connection) as first:
        at_desk.get(reverse("training"))
    queries = len(first)
    for exercise in EXERCISES:
        begun(at_desk, exercise)
        checked(at_desk)
    with django_assert_num_queries(queries):
        at_desk.get(reverse("training"))
