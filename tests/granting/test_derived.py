"""Each derived right in prose: its start, its end, whom it covers; and the page that tells why."""

from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from benefits.decisions.models import Beneficiary, Decision
from benefits.granting.graph import GRAPH
from benefits.granting.sources import SOURCES
from benefits.schemes import SCHEMES
from benefits.schemes.increased_reimbursement.rule import Status
from benefits.schemes.social_energy_tariff import Status as TariffStatus
from casework.demo.building import Cast
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import Service, User
from portal.exchange.actions import move_outbox, receive
from portal.exchange.models import Channel
from portal.people.models import Household, HouseholdMember, Person
from tests.granting.test_everyone import hold
from tests.granting.test_granting import months_ago, report
from tests.granting.test_page import text

STORIES: Final = yaml.safe_load(Path(__file__).with_name("derived.yaml").read_text("utf-8"))
KNOWN: Final = {"increased_reimbursement": Status, "social_energy_tariff": TariffStatus}


def settle_in(story: dict[str, Any]) -> dict[str, Person]:
    """Let people live together; names of the story lead to them."""
    names = {**story["home"], story["status"]["of"]: story["home"].get(story["status"]["of"])}
    home = Household.objects.create(street="S", house_number="1", postal_code="L-1", city="C")
    people = {}
    for name, role in names.items():
        people[name] = Person.objects.create(
            first_name=name, last_name="X", birth_date="1980-01-01"
        )
        if role:
            HouseholdMember.objects.create(
                household=home, person=people[name], role=role, since="2020-01-01"
            )
    return people


def tell(cast: Cast, person: Person, status: dict[str, Any]) -> None:
    sender = cast.applications["welfare-software"]
    message, _new = receive(sender, Service.STATUSES, Channel.API, str(uuid4()), b"")
    assert sender.institution is not None
    StatusReport.objects.create(
        message=message,
        institution=sender.institution,
        person=person,
        kind=StatusKind(status["kind"]),
        legal_context="RIS",
        since=status["since"],
        until=status.get("until"),
        reported_on=status["since"],
    )


@pytest.mark.parametrize("story", STORIES, ids=[each["title"] for each in STORIES])
def test_a_derived_right_is_what_the_story_says(cast: Cast, story: dict[str, Any]) -> None:
    people = settle_in(story)
    tell(cast, people[story["status"]["of"]], story["status"])
    hold(story["day"])
    made = Decision.objects.filter(person__in=people.values(), outcome="granted")
    assert {each.scheme: _told(each) for each in made} == story["rights"]


def _told(decision: Decision) -> dict[str, Any]:
    covered = Beneficiary.objects.filter(decision=decision)
    return {
        "starts": decision.starts,
        "ends": decision.ends,
        "covers": dict(covered.values_list("person__first_name", "role")),
    }


def test_the_table_is_that_of_the_rules_and_of_the_night() -> None:
    """What it names is there: rights and codes of statuses; what comes first is read first."""
    assert set(GRAPH) <= set(SCHEMES)
    assert {each.scheme for each in GRAPH.values() if each.granted} == set(SOURCES)
    for each in GRAPH.values():
        for code in each.statuses.values():
            assert code.upper() in KNOWN[each.scheme].__members__
        if each.after:
            order = list(SOURCES)
            assert order.index(each.after) < order.index(each.scheme)


def test_a_citizen_reads_why(cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    page = text(_browser("sofia@student.example").get(reverse("derived")))
    assert "integration income since" in page
    assert "reported by Public centre for social welfare of Leuven" in page
    assert "Everybody who lives at the address" in page


def test_who_is_covered_reads_through_whom_and_no_more(cast: Cast) -> None:
    home = Household.objects.get(members__person=cast.persons["lucas"])
    HouseholdMember.objects.filter(person=cast.persons["sofia"]).update(
        household=home, role="partner"
    )
    report(cast, months_ago(4))
    move_outbox()
    page = text(_browser("lucas@family.example").get(reverse("derived")))
    assert "Through Sofia Lambert, in whose household you live (member of the household)." in page
    assert "integration income since" not in page


def test_staff_read_the_table_and_nobody_s_rights(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = _browser("hugo@unemployment.example")
    client.get(reverse("derived"))
    with django_assert_max_num_queries(12):
        page = text(client.get(reverse("derived")))
    assert "Which right follows from what" in page
    assert "Why you have your rights" not in page


def _browser(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client
