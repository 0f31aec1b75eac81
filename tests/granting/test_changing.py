"""Another household in the middle of a right: a caseworker looks, and until then it goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.changing import OTHERS_NOW, notice_changes
from benefits.granting.models import Finding, FindingKind
from casework.demo.building import Cast
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.people.models import HouseholdMember, Person
from tests.benefits.applying import APPLICANTS, begin, fill, send
from tests.benefits.conftest import SignedIn, signed_in

__all__ = ["signed_in"]


@pytest.fixture
def decision(cast: Cast, signed_in: SignedIn) -> Decision:
    """Sofia's integration income, granted as living alone."""
    client = signed_in("sofia")
    claim = begin(client, "integration_income")
    fill(client, claim, APPLICANTS["integration_income"][1])
    send(client, claim)
    claim.refresh_from_db()
    told = APPLICATIONS[claim.scheme].assess(claim)
    return decide(
        claim.person,
        claim.scheme,
        told.facts,
        told.on,
        Cause(claim=claim, event=publish("claim.submitted", claim.pk, person=claim.person)),
        outcome=DecisionOutcome.GRANTED,
        explanation=told.explanation,
    )


def moved(person: Person) -> Event:
    return publish("household.changed", person.pk, person=person)


def live_together(one: Person, other: Person, role: str = "partner") -> None:
    """Let somebody move in with another today."""
    home = one.household_on(timezone.localdate())
    assert home
    yesterday = timezone.localdate() - timedelta(days=1)
    HouseholdMember.objects.filter(person=other, until=None).update(until=yesterday)
    HouseholdMember.objects.create(
        person=other, household=home, role=role, since=timezone.localdate()
    )


def noted(decision: Decision) -> list[list[str]]:
    found = Finding.objects.filter(kind=FindingKind.CORRECTS, decision=decision)
    return list(found.values_list("reasons", flat=True))


def test_a_partner_who_moves_in_is_put_before_a_caseworker_once(
    decision: Decision, cast: Cast
) -> None:
    live_together(decision.person, cast.persons["georges"])
    for _again in range(2):
        notice_changes(moved(decision.person))
        notice_changes(moved(cast.persons["georges"]))
    assert noted(decision) == [[OTHERS_NOW]]
    assert not Decision.objects.filter(replaces=decision).exists()


def test_an_event_that_changes_nothing_is_not(decision: Decision) -> None:
    notice_changes(moved(decision.person))
    assert noted(decision) == []


def test_what_was_taken_back_is_not_looked_at(decision: Decision, cast: Cast) -> None:
    told = APPLICATIONS[decision.scheme].assess(decision.claim)  # type: ignore[arg-type]
    refused = decide(
        decision.person,
        decision.scheme,
        told.facts,
        told.on,
        Cause(claim=decision.claim, event=moved(decision.person), replaces=decision),
        outcome=DecisionOutcome.REFUSED,
        explanation=told.explanation,
    )
    live_together(decision.person, cast.persons["georges"])
    notice_changes(moved(decision.person))
    assert noted(decision) == noted(refused) == []
