"""Child benefit follows a birth and a move at once, and the night finds nothing to do."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from benefits.claims.applications.base import first_of_next_month
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.actions import wish
from benefits.granting.findings import MOVED
from benefits.granting.models import Finding, FindingKind, Way
from benefits.schemes.single import evaluate
from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from portal.people.models import Household, Person
from tests.api.conftest import Application, application, quick_secrets  # noqa: F401
from tests.exchange.test_persons import HERE, Register, corrected, day
from tests.granting.test_everyone import hold, young
from tests.granting.test_supplements import ask
from tests.hiring.declaring import today

FLEMISH = {"street": "Lange Munt", "houseNumber": "3", "postalCode": "9000", "city": "Gent"}


@pytest.fixture
def it(application: Any, cast: Cast) -> Register:  # noqa: F811
    return Register(application("register-software"), cast)


def be_born(it: Register) -> Person:
    """Let the register tell of a child of Emma and Lucas, born yesterday."""
    child = {
        "ssin": "26111500107",
        "firstName": "Ada",
        "lastName": "Dubois",
        "birthDate": day(1),
        "language": "fr",
        "parents": [it.inss("emma"), it.inss("lucas")],
    }
    assert it.register.post(f"{HERE}/births", child).status_code == 201
    return Person.objects.get(first_name="Ada")


def benefit(child: Person) -> Decision | None:
    found = Decision.objects.about(child).latest_versions().filter(scheme="child_benefit")
    return found.select_related("event", "letter").first()


def test_a_birth_brings_child_benefit_at_once(it: Register) -> None:
    child = be_born(it)
    move_outbox()
    given = benefit(child)
    assert given
    assert given.outcome == DecisionOutcome.GRANTED
    assert given.amount
    assert given.event
    assert given.event.topic == "person.born"
    assert given.starts == first_of_next_month(today() - timedelta(days=1))
    assert given.letter.data["cause"]["ticket"]
    assert list(given.beneficiaries.values_list("person", "role")) == [(child.pk, "holder")]


def test_the_night_before_it_begins_leaves_it_and_the_one_after_too(it: Register) -> None:
    child = be_born(it)
    move_outbox()
    given = benefit(child)
    assert given
    assert given.starts
    for night in (today(), given.starts):
        hold(night)
        assert benefit(child) == given
    assert not Finding.objects.filter(person=child).exists()


def test_a_birth_that_is_told_twice_is_decided_on_once(it: Register) -> None:
    child = be_born(it)
    move_outbox()
    hold(today())
    move_outbox()
    assert Decision.objects.about(child).filter(scheme="child_benefit").count() == 1


def test_who_leaves_rights_alone_is_left_alone(it: Register) -> None:
    child = be_born(it)
    wish(child, "child_benefit", Way.LEAVE)
    move_outbox()
    assert benefit(child) is None


def test_a_move_to_another_region_changes_it_at_once(it: Register) -> None:
    child = be_born(it)
    move_outbox()
    before = benefit(child)
    assert before
    it.told("moves", "lucas", address=FLEMISH, together=True)
    move_outbox()
    after = benefit(child)
    assert after
    assert after.replaces == before
    assert after.event
    assert after.event.topic == "person.moved"
    assert after.legal_ground != before.legal_ground
    hold(after.starts)
    assert benefit(child) == after


def test_a_move_in_the_course_of_the_right_counts_from_the_next_month(it: Register) -> None:
    child = young(it.cast)
    hold()
    before = benefit(child)
    assert before
    it.told("moves", "lucas", address=FLEMISH, together=True)
    move_outbox()
    counts = first_of_next_month(today())
    whole, part = (
        Decision.objects.about(child)
        .latest_versions()
        .filter(scheme="child_benefit")
        .order_by("starts")
    )
    assert whole.replaces == before
    assert (whole.amount, whole.starts) == (before.amount, before.starts)
    assert whole.ends == counts - timedelta(days=1)
    assert (part.part, part.starts, part.ends) == (counts, counts, before.ends)
    assert part.legal_ground != before.legal_ground
    hold()
    hold(counts)
    assert Decision.objects.about(child).filter(scheme="child_benefit").count() == 3
    assert not Finding.objects.filter(decision__in=[whole, part]).exists()


def test_a_move_that_no_event_told_of_is_left_to_people(it: Register) -> None:
    child = young(it.cast)
    hold()
    before = benefit(child)
    assert before
    Household.objects.filter(members__person=child).update(postal_code="9000", city="Gent")
    hold()
    assert benefit(child) == before
    (found,) = Finding.objects.filter(decision=before)
    assert (found.kind, found.reasons[-1]) == (FindingKind.REVIEW, MOVED)


def test_a_corrected_birth_moves_the_right_at_once(it: Register) -> None:
    child = young(it.cast)
    hold()
    before = benefit(child)
    assert before
    assert corrected(it, "lina", "2022-04-20").status_code == 201
    move_outbox()
    after = benefit(child)
    assert after
    assert after.event
    assert after.event.topic == "birth.corrected"
    assert after.replaces == before
    assert (after.starts, after.ends) == (date(2022, 5, 1), date(2040, 4, 30))
    hold()
    assert benefit(child) == after


def test_a_corrected_birth_corrects_what_a_parent_asked_for(it: Register) -> None:
    child, parent = young(it.cast), it.cast.persons["lucas"]
    lucas = Client()
    lucas.force_login(parent.account)
    ask(lucas, child, income="")
    move_outbox()
    before = benefit(parent)
    assert corrected(it, "lina", "2022-04-20").status_code == 201
    move_outbox()
    after = benefit(parent)
    assert after
    assert after.replaces == before
    assert (after.starts, after.ends) == (date(2022, 5, 1), date(2040, 4, 30))


def test_a_month_is_due_by_the_age_in_it_and_not_by_that_of_the_day_decided_on() -> None:
    """Who turns twelve is paid more from then on, and nothing more for the years before."""
    decided = date(2026, 9, 1)
    no = ("studies", "higher", "single_parent", "invalid_parent", "income_known")
    told: dict[str, Any] = dict.fromkeys(no, False)
    told |= {"region": "brussels", "born": date(2014, 6, 10), "age": 12, "children": 1}
    told |= {"income": 0, "cadastral": 0}

    def cents(on: date) -> int:
        return evaluate("child_benefit", told, on).amount_cents

    assert 0 < cents(date(2026, 6, 1)) < cents(date(2026, 7, 1)) == cents(decided)
