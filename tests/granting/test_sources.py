"""What a night is told of many persons is what the page is told of each."""

import os
import random
from datetime import date, timedelta
from uuid import uuid4

import pytest

from benefits.granting.reading import people, standing
from benefits.granting.sources import SOURCES, Known
from benefits.outlook.gathering import situation_of
from benefits.outlook.looking import rights_of
from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation
from casework.demo.building import Cast
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import Service
from portal.exchange.actions import receive
from portal.exchange.models import Channel
from portal.people.models import Household, HouseholdMember, HouseholdRole, Person

ON = date(2026, 9, 1)
# Three persons each: RANDOM_FAMILIES=3600 makes ten thousand.
FAMILIES = int(os.environ.get("RANDOM_FAMILIES", "80"))
CODES = ("1000", "2000", "4000", "4700", "5000", "9000", "L-1234")


@pytest.fixture
def town(cast: Cast) -> list[Person]:
    """Make families of all kinds, with statuses that touch, overlap, end and begin anew."""
    draw = random.Random(5)  # noqa: S311 - the same town each time
    found = []
    for number in range(FAMILIES):
        home = Household.objects.create(
            street="S", house_number=str(number), postal_code=draw.choice(CODES), city="C"
        )
        roles = [HouseholdRole.REFERENCE]
        roles += [HouseholdRole.PARTNER] * draw.randint(0, 1)
        roles += [HouseholdRole.CHILD] * draw.randint(0, 4)
        for role in roles:
            found.append(_member(draw, home, role))
            _statuses(draw, cast, found[-1])
    return found


def _member(draw: random.Random, home: Household, role: HouseholdRole) -> Person:
    years = (0, 25) if role == HouseholdRole.CHILD else (20, 90)
    born = ON - timedelta(days=draw.randint(years[0] * 365, years[1] * 365))
    person = Person.objects.create(first_name="F", last_name="L", birth_date=born)
    since = max(born, date(2020, 1, 1))
    HouseholdMember.objects.create(household=home, person=person, role=role, since=since)
    return person


def _statuses(draw: random.Random, cast: Cast, person: Person) -> None:
    sender = cast.applications["welfare-software"]
    assert sender.institution is not None
    for _number in range(draw.choice([0, 0, 1, 2, 3, 5])):
        message, _new = receive(sender, Service.STATUSES, Channel.API, str(uuid4()), b"")
        since = ON - timedelta(days=draw.randint(-40, 900))
        until = since + timedelta(days=draw.randint(0, 400)) if draw.random() < 0.7 else None
        StatusReport.objects.create(
            message=message,
            institution=sender.institution,
            person=person,
            kind=draw.choice(StatusKind.values),
            legal_context="RIS",
            since=since,
            until=until,
            reported_on=ON,
        )


def _at_night(scheme: str) -> dict[int, Explanation]:
    """Return what the rule says of each person by what is read of all."""
    ends = Person.objects.order_by("pk").values_list("pk", flat=True)
    known = Known.of(people(ends[0], ends.last() or 0, ON), ON)
    ids = known.people["id"]
    told = SOURCES[scheme](known, standing(scheme, ids))
    outcome = SCHEMES[scheme].evaluate(told.facts, ON)
    return {int(ids[place]): outcome.explain(i) for i, place in enumerate(told.places)}


def _on_the_page(person: Person, scheme: str) -> tuple[Explanation, ...]:
    rights = rights_of(situation_of(person, ON), ON)
    return next((right.explanations for right in rights if right.scheme == scheme), ())


def test_each_status_says_the_same_at_night_and_on_the_page(town: list[Person]) -> None:
    """Cents, days, reasons and every step."""
    at_night = _at_night("increased_reimbursement")
    alone = {person.pk: _on_the_page(person, "increased_reimbursement") for person in town}
    assert len([told for told in alone.values() if told]) > FAMILIES // 2
    assert {pk: told[0] for pk, told in alone.items() if told} == {
        pk: at_night[pk] for pk in alone if pk in at_night
    }


def test_each_child_gets_the_same_at_night_and_on_the_parents_page(town: list[Person]) -> None:
    at_night = _at_night("child_benefit")
    of_children = HouseholdMember.objects.filter(person__in=town, role=HouseholdRole.CHILD)
    found = 0
    for parent in town:
        own = parent.memberships.get()
        if own.role != HouseholdRole.REFERENCE or own.household.postal_code == "L-1234":
            continue
        children = of_children.filter(household=own.household).order_by("person__birth_date")
        ids = list(children.values_list("person", flat=True))
        told = _on_the_page(parent, "child_benefit")
        assert sorted(map(repr, told)) == sorted(repr(at_night[pk]) for pk in ids)
        found += len(told)
    assert found > FAMILIES // 2
