"""Questions and requests for support wait in the one queue, by the same order and limits."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case
from casework.contacts import actions as contacts
from casework.contacts.models import Contact, ContactMove
from casework.demo.building import Cast
from casework.plans import actions as plans
from casework.plans.models import SupportFile
from casework.queue.actions import take, take_next
from casework.queue.kinds import Source
from casework.queue.models import Waiting
from casework.queue.queries import counted, wanted
from casework.queue.statuses import OF_OFFICE
from casework.queue.terms import FIGURES, last_day
from casework.staff.actions import enter_absence, say_profile
from casework.staff.competence import NotCompetentError
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from portal.people.models import Institution, Person
from tests.access.test_row_security import acting
from tests.casework.conftest import sent_by_another, takeable

MIGRATION = import_module("casework.migrations.0069_row_security_of_more_sources")
EVERYTHING: dict[str, list[str]] = {"schemes": [], "kinds": [], "languages": []}


@pytest.fixture
def supervisor(cast: Cast) -> Capacity:
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def asked(cast: Cast) -> Contact:
    """What Emma wrote to the unemployment office."""
    emma = cast.persons["emma"]
    capacity = Capacity.objects.get(user__person=emma, kind=CapacityKind.CITIZEN, mandate=None)
    return contacts.write(capacity, "unemployment", "Which form do I need?")


@pytest.fixture
def hoping(marie: Capacity) -> SupportFile:
    """Somebody who asked the office for support towards work."""
    return support_asked(marie.institution, 99)


def support_asked(office: Institution | None, number: int) -> SupportFile:
    person = Person.objects.create(first_name="Hopes", last_name=f"Number {number}")
    assert office
    return plans.ask(person, office, "Work with wood.", Capacity.objects.earliest("pk").user)


def another_office() -> Capacity:
    """Return a caseworker of another office of the same sector."""
    office = Institution.objects.create(code="second", name="Second office", sector=18)
    return Capacity.objects.create(
        user=Person.objects.get(first_name="Hilde").account,
        kind=CapacityKind.CASEWORKER,
        institution=office,
        since="2020-01-01",
    )


def test_they_stand_by_their_own_last_day_in_the_one_order(
    marie: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    claim = sent_by_another(1, 1)
    assert takeable(marie) == [hoping, asked, claim]
    late = sent_by_another(2, 200)
    assert takeable(marie)[0] == late
    assert last_day("contact", date(2026, 1, 1)) == date(2026, 2, 15)
    assert last_day("support", date(2026, 1, 1)) == date(2026, 1, 15)


def test_the_database_says_the_same_days_as_the_figures() -> None:
    told = {f"{kind}_days": days for kind, days in MIGRATION.DAYS.items()}
    table = {name: row.value for name, table in FIGURES.tables.items() for row in table.rows}
    assert told == table
    assert set(MIGRATION.DAYS) == {kind.value for kind in OF_OFFICE}


@pytest.mark.parametrize(
    ("kept", "kinds"),
    [
        ({}, ["support", "contact", "claim"]),
        ({"kind": "contact"}, ["contact"]),
        ({"kind": "support"}, ["support"]),
        ({"scheme": "unemployment"}, ["contact", "claim"]),
        ({"days": 7}, ["claim"]),
        ({"language": "de"}, []),
    ],
)
def test_filters_narrow_them_as_they_do_the_rest(
    marie: Capacity, asked: Contact, hoping: SupportFile, kept: dict[str, Any], kinds: list[str]
) -> None:
    sent_by_another(1, 9)
    asked.person.refresh_from_db()
    languages = {asked.person.language, hoping.person.language}
    assert "de" not in languages
    found = wanted(marie, **kept)
    assert [each.kind for each in Waiting.objects.takeable(found)] == kinds
    assert counted(found, 9) == len(kinds)


def test_another_office_of_the_sector_takes_neither(
    cast: Cast, marie: Capacity, hilde: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    beside = another_office()
    assert takeable(beside) == []
    for source in (asked, hoping):
        with pytest.raises((contacts.ContactMoveRefusedError, plans.SupportRefusedError)):
            take(source, beside)
    assert set(takeable(marie)) == {asked, hoping}


def test_the_database_shows_them_to_their_office_alone(
    marie: Capacity, hilde: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    beside = another_office()
    assert rows_seen(marie) == 2
    assert rows_seen(beside) == rows_seen(hilde) == 0


def rows_seen(capacity: Capacity) -> int:
    with acting(capacity):
        return Waiting.objects.count()


def test_next_case_gives_them_and_leads_to_where_the_work_is_done(
    at_desk: Client, marie: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    claim = sent_by_another(1, 1)
    ways = [at_desk.post(reverse("queue_next"))["Location"] for _press in range(3)]
    case = Case.objects.get(claim=claim)
    assert ways == [
        reverse("support_file", args=[hoping.reference]),
        reverse("contact_file", args=[asked.reference]),
        reverse("case", args=[case.reference]),
    ]
    assert not Waiting.objects.exists()
    mine = at_desk.get(reverse("queue")).context["mine"]
    assert [row["url"] for row in mine] == ways[1:]


def test_taken_by_hand_and_pressed_twice(
    at_desk: Client, beside: Client, asked: Contact, hoping: SupportFile
) -> None:
    for source, name in ((asked, "contact_file"), (hoping, "support_file")):
        address = reverse("queue_take", args=[source.reference])
        for _press in range(2):
            assert at_desk.post(address)["Location"] == reverse(name, args=[source.reference])
        answer = beside.post(address, follow=True)
        assert b"a colleague took it just before" in answer.content


def test_what_is_passed_on_waits_for_the_other_office(
    cast: Cast, marie: Capacity, hilde: Capacity, asked: Contact
) -> None:
    contacts.take(asked, marie)
    assert not Waiting.objects.exists()
    office = contacts.pass_on(asked, marie, "increased_reimbursement")
    waits = Waiting.objects.get()
    assert (waits.office, waits.sector, waits.scheme) == (office.pk, 11, "increased_reimbursement")
    assert takeable(marie) == []


@pytest.mark.parametrize("kind", OF_OFFICE)
def test_what_is_no_competence_is_not_offered_taken_or_given(
    marie: Capacity,
    tom: Capacity,
    supervisor: Capacity,
    asked: Contact,
    hoping: SupportFile,
    at_desk: Client,
    kind: str,
) -> None:
    limits = {**EVERYTHING, "kinds": ["claim"]}
    say_profile(supervisor, marie, limits, timezone.localdate(), "New here")
    source: Source = asked if kind == "contact" else hoping
    assert takeable(marie) == []
    assert take_next(marie) is None
    with pytest.raises(NotCompetentError):
        take(source, marie)
    page = at_desk.post(reverse("queue_take", args=[source.reference]), follow=True)
    assert b"not among your competences" in page.content
    take(source, tom)
    give: Any = contacts.hand_over if isinstance(source, Contact) else plans.hand_over
    with pytest.raises(NotCompetentError):
        give(source, tom, marie)


def test_rights_limit_questions_about_rights_and_nothing_else(
    marie: Capacity, supervisor: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    limits = {**EVERYTHING, "schemes": ["temporary_unemployment"]}
    say_profile(supervisor, marie, limits, timezone.localdate(), "New here")
    assert takeable(marie) == [hoping]


def test_a_question_in_hand_is_handed_over_on_its_page(
    at_desk: Client, beside: Client, marie: Capacity, tom: Capacity, asked: Contact
) -> None:
    contacts.take(asked, marie)
    page = at_desk.get(reverse("contact_file", args=[asked.reference]))
    assert b"A colleague must answer this" in page.content
    address = reverse("contact_hand_over", args=[asked.reference])
    assert b"Choose a colleague" in at_desk.post(address, follow=True).content
    told = at_desk.post(address, {"colleague": tom.pk}, follow=True)
    assert b"You handed it over to Tom" in told.content
    asked.refresh_from_db()
    assert asked.official == tom.user
    assert ContactMove.objects.latest("pk").verb == "hand_over"
    assert at_desk.get(reverse("queue")).context["mine"] == []
    assert len(beside.get(reverse("queue")).context["mine"]) == 1


def test_who_acts_for_a_colleague_answers_their_questions(
    beside: Client, marie: Capacity, tom: Capacity, supervisor: Capacity, asked: Contact
) -> None:
    contacts.take(asked, marie)
    with pytest.raises(contacts.ContactMoveRefusedError):
        contacts.answer(asked, tom, "None.")
    today = timezone.localdate()
    enter_absence(supervisor, marie, tom, today, today)
    away = beside.get(reverse("queue")).context["away"]
    assert [row["url"] for row in away] == [reverse("contact_file", args=[asked.reference])]
    page = beside.get(reverse("contact_file", args=[asked.reference]))
    assert b"You answer in their place." in page.content
    contacts.answer(asked, tom, "None.")
    assert asked.answer.given_by == tom


def test_each_name_is_seen_for_its_purpose(
    at_desk: Client, marie: Capacity, asked: Contact, hoping: SupportFile
) -> None:
    at_desk.get(reverse("queue"))
    lines = AccessLine.objects.filter(capacity=marie, opened=False)
    assert set(lines.values_list("person", "purpose")) == {
        (asked.person_id, Purpose.CONTACT),
        (hoping.person_id, Purpose.SUPPORT),
    }


def test_many_of_all_sources_cost_as_many_queries(
    at_desk: Client,
    marie: Capacity,
    asked: Contact,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(12):
        file = support_asked(marie.institution, number)
        sent_by_another(number, number)
        held = Contact.objects.create(
            person=file.person,
            office=asked.office,
            channel="letter",
            topic="unemployment",
            question="When?",
            recorded_by=marie,
        )
        if number % 2:
            contacts.take(held, marie)
    with django_assert_max_num_queries(19):
        page = at_desk.get(reverse("queue"))
    assert len(page.context["waiting"]) == 25
    assert len(page.context["mine"]) == 6
