"""What a caseworker may take, said by a supervisor; and who helps for a time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.actions import hand_over, take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.queue.actions import take_next
from casework.queue.statuses import Kind
from casework.staff.actions import StaffRefusedError, engage, release, say_profile
from casework.staff.competence import NotCompetentError
from casework.staff.models import Profile
from portal.access.models import Capacity, CapacityKind, User
from portal.people.models import Person
from tests.access.test_row_security import acting
from tests.casework.conftest import SignIn, caseworker, claim_of, sent_by_another, takeable

NONE: dict[str, list[str]] = {"schemes": [], "kinds": [], "languages": []}
ALL = {
    "schemes": ["unemployment", "temporary_unemployment"],
    "kinds": Kind.values,
    "languages": ["fr", "nl", "de", "en"],
}


@pytest.fixture
def hugo(cast: Cast) -> Capacity:
    """Hugo, who leads the unemployment office."""
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def above(sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


def limit(hugo: Capacity, worker: Capacity, since: date | None = None, **limits: Any) -> Profile:
    since = since or timezone.localdate()
    return say_profile(hugo, worker, NONE | limits, since, "Learning")


def in_german(number: int) -> Any:
    claim = sent_by_another(number, number)
    Person.objects.filter(pk=claim.person_id).update(language="de")
    claim.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_waiting SET language = 'de' WHERE claim_id = %s", [claim.pk]
        )
    return claim


@pytest.mark.parametrize(
    ("limits", "offered"),
    [
        ({}, 2),
        ({"languages": ["de"]}, 1),
        ({"languages": ["de", "en"]}, 2),
        ({"schemes": ["temporary_unemployment"]}, 0),
        ({"kinds": ["objection"]}, 0),
        ({"schemes": ["unemployment"], "kinds": ["claim"], "languages": ["en"]}, 1),
    ],
)
def test_the_queue_offers_what_is_among_the_competences(
    hugo: Capacity, marie: Capacity, tom: Capacity, limits: dict[str, Any], offered: int
) -> None:
    sent_by_another(1, 3)
    in_german(2)
    limit(hugo, marie, **limits)
    assert len(takeable(marie)) == offered
    assert len(takeable(tom)) == 2
    assert (take_next(marie) is None) == (offered == 0)


def test_what_is_said_counts_from_its_day_on(hugo: Capacity, marie: Capacity) -> None:
    sent_by_another(1, 3)
    limit(hugo, marie, timezone.localdate() + timedelta(days=1), kinds=["objection"])
    assert len(takeable(marie)) == 1
    limit(hugo, marie, kinds=["objection"])
    assert takeable(marie) == []
    limit(hugo, marie)
    assert len(takeable(marie)) == 1


def test_who_may_not_take_it_reads_why(hugo: Capacity, marie: Capacity, at_desk: Client) -> None:
    claim = in_german(1)
    limit(hugo, marie, languages=["fr"])
    with pytest.raises(NotCompetentError):
        take(claim, marie)
    page = at_desk.post(reverse("queue_take", args=[claim.reference]), follow=True)
    assert b"it is not among your competences" in page.content
    assert not Case.objects.exists()


def test_nothing_is_handed_over_to_who_may_not_take_it(
    case: Case, hugo: Capacity, marie: Capacity, tom: Capacity, at_desk: Client
) -> None:
    limit(hugo, tom, schemes=["temporary_unemployment"])
    with pytest.raises(NotCompetentError):
        hand_over(case, marie, tom)
    page = at_desk.post(reverse("case_hand_over", args=[case.reference]), {"colleague": tom.pk})
    assert b"not among the competences of this colleague" in page.content
    case.refresh_from_db()
    assert case.official == marie.user


def test_the_supervisor_says_it_on_a_page_and_it_stays(
    above: Client, marie: Capacity, hugo: Capacity
) -> None:
    url = reverse("office_staff_profile", args=[marie.pk])
    page = above.get(url).content.decode()
    assert "takes whatever the office decides on" in page
    given = ALL | {"languages": ["de"], "since": timezone.localdate(), "words": "Speaks German"}
    assert above.post(url, given)["Location"] == reverse("office_staff")
    said = Profile.objects.get()
    assert (said.schemes, said.kinds, said.languages) == ([], [], ["de"])
    assert (said.said_by, said.words) == (hugo, "Speaks German")
    assert "Speaks German" in above.get(url).content.decode()
    assert "Deutsch" in above.get(reverse("office_staff")).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Profile.objects.update(words="Other")


@pytest.mark.parametrize("odd", [{"words": ""}, {"since": "2020-01-01"}, {"kinds": []}])
def test_what_is_incomplete_is_asked_again(
    above: Client, marie: Capacity, odd: dict[str, Any]
) -> None:
    given = ALL | {"since": timezone.localdate(), "words": "x"} | odd
    page = above.post(reverse("office_staff_profile", args=[marie.pk]), given)
    assert page.status_code == 200
    assert b"govuk-error-summary" in page.content
    assert not Profile.objects.exists()


def test_only_a_supervisor_of_the_office_says_so(
    marie: Capacity, tom: Capacity, hilde: Capacity, hugo: Capacity, at_desk: Client, above: Client
) -> None:
    for by, of in ((marie, tom), (hugo, hilde)):
        with pytest.raises(StaffRefusedError):
            limit(by, of)
    assert at_desk.get(reverse("office_staff")).status_code == 403
    assert above.get(reverse("office_staff_profile", args=[hilde.pk])).status_code == 404


def test_somebody_helps_until_a_day_and_takes_little(
    above: Client, hugo: Capacity, sign_in: SignIn
) -> None:
    claim = sent_by_another(1, 3)
    form = above.get(reverse("office_staff_engage")).context["form"]
    assert [form[name].value() for name in NONE] == [None] * 3
    until = timezone.localdate() + timedelta(days=10)
    given = ALL | {"kinds": ["claim"], "email": "sofia@student.example", "until": until}
    assert above.post(reverse("office_staff_engage"), given | {"words": "Storm"})["Location"]
    sofia = Capacity.objects.get(kind=CapacityKind.CASEWORKER, user__email=given["email"])
    assert (sofia.until, sofia.institution) == (until, hugo.institution)
    said = Profile.objects.of(sofia)
    assert said is not None
    assert (said.kinds, said.schemes) == (["claim"], ALL["schemes"])
    assert takeable(sofia) == [claim]
    again = above.post(reverse("office_staff_engage"), given | {"words": "Storm"})
    assert b"works at your office already" in again.content


def test_after_the_last_day_nothing_opens(hugo: Capacity, sign_in: SignIn) -> None:
    user = User.objects.get(email="sofia@student.example")
    sofia = engage(hugo, user, timezone.localdate(), NONE | {"kinds": ["claim"]}, "Storm")
    browser = sign_in(user.email)
    browser.post(reverse("choose_capacity"), {"capacity": sofia.pk})
    assert browser.get(reverse("queue")).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    Capacity.objects.filter(pk=sofia.pk).update(since=yesterday, until=yesterday)
    assert browser.get(reverse("queue")).status_code != 200


def test_temporary_work_is_ended_before_its_day(
    above: Client, hugo: Capacity, marie: Capacity
) -> None:
    today = timezone.localdate()
    user = User.objects.get(email="sofia@student.example")
    sofia = engage(hugo, user, today + timedelta(days=30), NONE, "Storm")
    page = above.get(reverse("office_staff_profile", args=[sofia.pk]))
    assert b"Let today be the last day" in page.content
    told = above.post(reverse("office_staff_release", args=[sofia.pk]), follow=True)
    assert b"Today is the last day of Sofia" in told.content
    sofia.refresh_from_db()
    assert sofia.until == today
    page = above.get(reverse("office_staff_profile", args=[sofia.pk]))
    assert b"Let today be the last day" not in page.content
    refused = above.post(reverse("office_staff_release", args=[marie.pk]), follow=True)
    assert b"does not work here for a time only" in refused.content
    marie.refresh_from_db()
    assert marie.until is None


def test_only_the_supervisor_of_the_office_ends_it(hugo: Capacity, marie: Capacity) -> None:
    user = User.objects.get(email="sofia@student.example")
    last = timezone.localdate() + timedelta(days=30)
    sofia = engage(hugo, user, last, NONE, "Storm")
    with pytest.raises(StaffRefusedError):
        release(marie, sofia)
    with acting(marie), connection.cursor() as cursor:
        cursor.execute("SELECT release_today(%s)", [sofia.pk])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("days", [-1, 400])
def test_temporary_work_ends_within_a_year(hugo: Capacity, days: int) -> None:
    user = User.objects.get(email="sofia@student.example")
    with pytest.raises(StaffRefusedError):
        engage(hugo, user, timezone.localdate() + timedelta(days=days), NONE, "Storm")


def test_staff_are_listed_with_as_many_queries_for_more(
    above: Client, hugo: Capacity, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    office = hugo.institution
    for number in range(12):
        person = Person.objects.create(first_name="A", last_name=f"Colleague {number}")
        user = User.objects.create_user(f"c{number}@office.example", person=person)
        colleague = Capacity.objects.create(
            user=user, kind="caseworker", institution=office, since="2020-01-01"
        )
        limit(hugo, colleague, kinds=["claim"])
    with django_assert_max_num_queries(9):
        page = above.get(reverse("office_staff"))
    assert len(page.context["rows"]) == 14


def test_who_holds_what_is_counted(above: Client, case: Case, marie: Capacity) -> None:
    rows = above.get(reverse("office_staff")).context["rows"]
    assert {row["worker"]: row["load"].cases for row in rows}[marie] == 1
    assert claim_of(case)
    assert caseworker("Tom") in [row["worker"] for row in rows]
