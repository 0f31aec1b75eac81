"""A person's file without a case: shut, or opened for a reason that others read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from casework.cases.models import Case
from casework.demo.building import Cast
from portal.access.door import TooNearError, list_names
from portal.access.glass.actions import OPEN_FOR, ReviewRefusedError, break_glass, review
from portal.access.glass.models import GlassBreak, GlassFinding, GlassReason, GlassReview
from portal.access.limits import GLASS, SEARCH
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import Help
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from portal.people.models import Household, HouseholdMember, Person
from tests.casework.conftest import SignIn, caseworker

WORDS = "The person stands at the desk and cannot pay the rent today."
FILLED = {"reason": "at_the_desk", "words": WORDS}
JUSTIFIED = {"finding": "justified", "note": "I asked at the desk and it was so."}


@pytest.fixture
def supervisor(cast: Cast) -> Capacity:
    """Hugo, who looks at what is opened without a case."""
    return Capacity.objects.in_use().get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def above(sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


@pytest.fixture
def sofia(cast: Cast) -> Person:
    return cast.persons["sofia"]


@pytest.fixture
def opened(sofia: Person, marie: Capacity) -> GlassBreak:
    """Sofia's file, which Marie opened without a case."""
    glass = break_glass(sofia, marie, GlassReason.AT_THE_DESK, WORDS)
    glass.refresh_from_db()
    return glass


def file_of(person: Person) -> str:
    return reverse("person_file", args=[person.reference])


def way_in_to(person: Person) -> str:
    """Return the address that who found the person by number is shown."""
    list_names([person], caseworker("Marie"), Purpose.SEARCH)
    return reverse("break_in", args=[person.reference])


def together(*persons: Person) -> None:
    """Let persons live under one roof."""
    home = Household.objects.create(
        street="Kouter", house_number="1", postal_code="9000", city="Gent"
    )
    for person in persons:
        HouseholdMember.objects.filter(person=person).delete()
        HouseholdMember.objects.create(
            household=home, person=person, role="other", since="2020-01-01"
        )


def test_a_case_in_hand_opens_the_file_for_who_holds_it(
    at_desk: Client, beside: Client, case: Case
) -> None:
    person = case.person
    page = at_desk.get(file_of(person))
    assert page.status_code == 200
    assert b"Bouwens Bouw" in page.content
    assert b"Rue des Tilleuls" in page.content
    line = person.access_lines.latest("pk")
    assert (line.purpose, line.case, line.glass) == (Purpose.CASE, case.reference, None)
    assert beside.get(file_of(person)).status_code == 403


def test_the_household_sees_that_its_names_were_seen(at_desk: Client, case: Case) -> None:
    at_desk.get(file_of(case.person))
    for name in ("Lucas", "Noah", "Lina"):
        line = AccessLine.objects.get(person__first_name=name, opened=False)
        assert (line.purpose, line.case) == (Purpose.CASE, None)


def test_without_a_case_a_file_is_shut_as_if_there_were_none(
    at_desk: Client, sofia: Person
) -> None:
    shut = at_desk.get(file_of(sofia))
    unknown = Person(first_name="Nobody", last_name="At All")
    nothing = at_desk.get(file_of(unknown))
    assert shut.status_code == nothing.status_code == 403
    assert _plain(shut, sofia) == _plain(nothing, unknown)
    assert b"Lambert" not in shut.content
    assert not sofia.access_lines.exists()


def _plain(answer: Any, person: Person) -> bytes:
    """A page without what is another at each request: the token of its forms."""
    named: bytes = answer.content.replace(str(person.reference).encode(), b"")
    return re.sub(rb"[A-Za-z0-9]{64}", b"", named)


def test_a_reason_opens_it_for_a_while(at_desk: Client, sofia: Person, marie: Capacity) -> None:
    assert b"15 minutes" in at_desk.get(way_in_to(sofia)).content
    answer = at_desk.post(way_in_to(sofia), FILLED)
    assert answer.headers["Location"] == file_of(sofia)
    page = at_desk.get(file_of(sofia))
    assert b"Sofia Lambert" in page.content
    glass = GlassBreak.objects.get()
    assert (glass.person, glass.capacity, glass.words) == (sofia, marie, WORDS)
    assert glass.until - glass.at == OPEN_FOR
    assert sofia.access_lines.filter(glass=glass, purpose=Purpose.GLASS, opened=True).count() == 1


def test_it_shuts_by_itself(at_desk: Client, sofia: Person, marie: Capacity) -> None:
    ago = Now() - timedelta(minutes=20)
    GlassBreak.objects.create(
        person=sofia,
        capacity=marie,
        reason="danger",
        words=WORDS,
        at=ago,
        until=Now() - timedelta(minutes=5),
    )
    assert at_desk.get(file_of(sofia)).status_code == 403


def test_it_opens_to_nobody_else(beside: Client, opened: GlassBreak) -> None:
    assert beside.get(file_of(opened.person)).status_code == 403


@pytest.mark.parametrize(
    "missing",
    [
        {"words": ""},
        {"words": "Urgent"},
        {"words": "x x x x x x"},
        {"words": "His sister 85.03.22-118.58 asked me to look."},
        {"reason": ""},
        {"reason": "curious"},
    ],
)
def test_no_reason_no_file(at_desk: Client, sofia: Person, missing: dict[str, str]) -> None:
    answer = at_desk.post(way_in_to(sofia), {**FILLED, **missing})
    assert answer.status_code == 200
    assert b"govuk-error-summary" in answer.content
    assert not GlassBreak.objects.exists()


def test_opening_twice_is_opening_once(at_desk: Client, sofia: Person) -> None:
    for _ in range(2):
        at_desk.post(way_in_to(sofia), FILLED)
    assert GlassBreak.objects.count() == 1


def test_who_signed_in_long_ago_is_asked_again(
    at_desk: Client, sofia: Person, settings: Any
) -> None:
    settings.CONFIRM_AFTER = 0
    answer = at_desk.post(way_in_to(sofia), FILLED)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not GlassBreak.objects.exists()


def test_many_openings_are_too_many(at_desk: Client, sofia: Person, marie: Capacity) -> None:
    for _ in range(GLASS.most):
        assert not GLASS.exceeded(marie.pk)
    assert at_desk.post(way_in_to(sofia), FILLED).status_code == 429
    assert not GlassBreak.objects.exists()


@pytest.mark.parametrize("own", [True, False])
def test_nobody_opens_what_is_near(
    at_desk: Client, marie: Capacity, sofia: Person, own: bool
) -> None:
    person = marie.person if own else sofia
    together(marie.person, sofia)
    for answer in (
        at_desk.get(file_of(person)),
        at_desk.get(way_in_to(person)),
        at_desk.post(way_in_to(person), FILLED),
    ):
        assert answer.status_code == 403
        assert b"This file is not for you" in answer.content
    with pytest.raises(TooNearError):
        break_glass(person, marie, GlassReason.DANGER, WORDS)
    assert not GlassBreak.objects.exists()


def test_nobody_opens_the_file_of_whom_they_help(
    at_desk: Client, marie: Capacity, sofia: Person
) -> None:
    Mandate.objects.create(
        giver_person=sofia, holder_person=marie.person, service=Help.EVERYTHING, since="2020-01-01"
    )
    assert at_desk.get(file_of(sofia)).status_code == 403
    with pytest.raises(TooNearError):
        break_glass(sofia, marie, GlassReason.DANGER, WORDS)


def test_a_case_of_the_household_is_a_colleagues(
    at_desk: Client, beside: Client, case: Case, marie: Capacity
) -> None:
    together(marie.person, case.person)
    address = reverse("case", args=[case.reference])
    assert at_desk.get(address).status_code == 404
    assert beside.get(address).status_code == 200


def test_a_person_is_found_by_the_whole_number_only(at_desk: Client, sofia: Person) -> None:
    find = reverse("find_person")
    found = at_desk.post(find, {"number": "05.02.11-262.41"})
    assert b"Sofia Lambert" in found.content
    assert reverse("break_in", args=[sofia.reference]).encode() in found.content
    line = sofia.access_lines.get()
    assert (line.opened, line.purpose) == (False, Purpose.SEARCH)
    for typed in ("Lambert", "0502112624", "05021126200", "85032211959", ""):
        assert b"Lambert</" not in at_desk.post(find, {"number": typed}).content
    assert sofia.access_lines.count() == 1


def test_looking_up_many_numbers_is_stopped(
    at_desk: Client, sofia: Person, marie: Capacity
) -> None:
    for _ in range(SEARCH.most):
        SEARCH.exceeded(marie.pk)
    page = at_desk.post(reverse("find_person"), {"number": "05021126241"})
    assert b"Sofia" not in page.content
    assert not sofia.access_lines.exists()


def test_the_supervisor_looks_at_each_opening(
    above: Client, opened: GlassBreak, at_desk: Client, supervisor: Capacity
) -> None:
    at_desk.get(file_of(opened.person))
    begin = above.get(reverse("start"), follow=True)  # where a supervisor lands
    assert begin.redirect_chain[-1][0] == reverse("office_staff")
    assert b"1 file that was opened without a case" in begin.content
    page = above.get(reverse("openings"))
    assert b"1 is to be looked at." in page.content
    assert b"Sofia Lambert" in page.content
    address = reverse("opening", args=[opened.reference])
    for _again in range(2):
        page = above.get(address)
        assert WORDS.encode() in page.content
    assert page.context["looks"].count() == 1
    assert above.post(address, JUSTIFIED).headers["Location"] == address
    kept = GlassReview.objects.get()
    assert (kept.finding, kept.capacity) == (GlassFinding.JUSTIFIED, supervisor)
    assert b"0 are to be looked at." in above.get(reverse("openings")).content
    assert b"opened without a case is" not in above.get(reverse("office_staff")).content
    assert opened.person.access_lines.filter(purpose=Purpose.SUPERVISION).count() == 1


def test_who_opened_it_never_judges(opened: GlassBreak, marie: Capacity) -> None:
    second = Capacity.objects.create(
        user=marie.user,
        kind=CapacityKind.SUPERVISOR,
        institution=marie.institution,
        since="2020-01-01",
    )
    with pytest.raises(ReviewRefusedError):
        review(opened, second, GlassFinding.JUSTIFIED, WORDS)
    with pytest.raises(DatabaseError, match="another pair of eyes"):
        _force_a_review(opened, second)


@transaction.atomic
def _force_a_review(opened: GlassBreak, capacity: Capacity) -> None:
    GlassReview.objects.create(
        glass=opened, capacity=capacity, finding=GlassFinding.JUSTIFIED, note=WORDS
    )
    connection.check_constraints()


def test_a_judgement_is_given_once(opened: GlassBreak, supervisor: Capacity) -> None:
    review(opened, supervisor, GlassFinding.FOLLOW_UP, WORDS)
    with pytest.raises(ReviewRefusedError):
        review(opened, supervisor, GlassFinding.JUSTIFIED, WORDS)
    assert GlassReview.objects.get().finding == GlassFinding.FOLLOW_UP


def test_a_supervisor_of_another_institution_sees_nothing(
    opened: GlassBreak, hilde: Capacity
) -> None:
    Capacity.objects.filter(pk=hilde.pk).update(kind=CapacityKind.SUPERVISOR)
    client = Client()
    client.force_login(hilde.user)
    assert b"Sofia" not in client.get(reverse("openings")).content
    address = reverse("opening", args=[opened.reference])
    assert client.get(address).status_code == 404
    assert client.post(address, JUSTIFIED).status_code == 404


def test_many_openings_cost_no_more_queries(
    above: Client, sofia: Person, marie: Capacity, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        GlassBreak.objects.create(
            person=sofia, capacity=marie, reason="danger", words=WORDS, until=Now() + OPEN_FOR
        )
    with django_assert_max_num_queries(8):
        assert above.get(reverse("openings")).content.count(b"somebody is in danger") == 25
