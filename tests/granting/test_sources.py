"""What a night is told of many persons is what the page is told of each."""

import os
import random
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from benefits.claims.models import Claim
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.deciding import settle_right
from benefits.granting.one import judged, told_of
from benefits.granting.reading import standing
from benefits.granting.sources import SOURCES, Known
from benefits.outlook.gathering import situation_of
from benefits.outlook.looking import rights_of
from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import evaluate
from casework.demo.building import Cast
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import Service
from portal.exchange.actions import publish, receive
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
    with connection.cursor() as cursor:  # as the server does by itself once a town has moved in
        cursor.execute("ANALYZE")
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
    known = Known.of(range(ends[0], (ends.last() or 0) + 1), ON)
    ids = known.people["id"]
    told = SOURCES[scheme](known, standing([scheme], ids)[scheme])
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
    of_children = HouseholdMember.objects.filter(role=HouseholdRole.CHILD)
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


def _tell_income(child: Person, parent: Person, income: int) -> None:
    """Let an application have established an income of a child's family."""
    told = told_of(child, "child_benefit", ON)
    assert told is not None
    claim = Claim.objects.create(person=parent, child=child, scheme="child_benefit")
    facts = {**told, "income": income, "income_known": True}
    explanation = evaluate("child_benefit", facts, ON)
    if explanation.granted:
        cause = Cause(claim=claim, event=publish("claim.submitted", claim.pk, person=parent))
        outcome = DecisionOutcome.GRANTED
        decide(child, "child_benefit", facts, ON, cause, outcome=outcome, explanation=explanation)


def test_a_child_with_a_supplement_gets_the_same_at_night_and_for_an_event(
    town: list[Person],
) -> None:
    draw = random.Random(6)  # noqa: S311 - the same incomes each time
    members = HouseholdMember.objects.select_related("person")
    children = members.filter(person__in=town, role=HouseholdRole.CHILD)
    known = children.exclude(household__postal_code="L-1234").order_by("pk")
    some = draw.sample(list(known), FAMILIES // 2)
    for each in some:
        parent = members.get(household=each.household_id, role=HouseholdRole.REFERENCE).person
        _tell_income(each.person, parent, draw.choice([0, 2_000_000, 4_500_000, 9_000_000]))
    at_night = _at_night("child_benefit")
    alone = {each.person_id: told_of(each.person, "child_benefit", ON) for each in some}
    for person, facts in alone.items():
        assert facts is not None
        assert evaluate("child_benefit", facts, ON) == at_night[person]
    given = Decision.objects.latest_versions().filter(person__in=[each.person for each in some])
    cents = {each.person_id: each.amount for each in given.order_by("pk")}
    assert cents == {person: at_night[person].amount_cents for person in cents}
    assert len({each for each in cents.values() if each}) >= 5  # bases and supplements


@pytest.mark.parametrize("scheme", SOURCES)
def test_of_whom_nothing_is_known_no_rule_gives_anything(cast: Cast, scheme: str) -> None:
    """Or it has nothing to say: where a child lives decides which law there is to ask."""
    alone = Person.objects.create(first_name="Nemo", last_name="Nobody", birth_date=None)
    found = judged([alone.pk], scheme, ON)
    assert (alone.pk in found) == (scheme != "child_benefit")
    assert not any(each.explanation.granted for each in found.values())


def test_child_benefit_asked_of_whom_it_says_nothing_decides_nothing(cast: Cast) -> None:
    """An adult is no child of any region; what is asked in spite of that leads nowhere."""
    event = publish("granting.held", 0)
    emma = cast.persons["emma"]
    assert told_of(emma, "child_benefit", ON) is None
    assert settle_right(emma, "child_benefit", ON, event) is None
    assert not Decision.objects.about(emma).filter(scheme="child_benefit").exists()
