"""Each right from the application to the decision, with the amount of its situation to the cent."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.claims.actions import withdraw
from benefits.claims.applications import APPLICATIONS
from benefits.claims.fields import EurosField
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.schemes import SCHEMES
from casework.approval.models import Proposal
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.access.models import Capacity, CapacityKind, User
from portal.exchange.actions import move_outbox
from portal.people.models import Household, HouseholdMember, Institution, Person, PersonNumber
from tests.benefits.applying import APPLICANTS, begin, fill, send
from tests.casework.conftest import SignIn
from tests.situations.cases import Situation, situations

# What sources would have said then, by right: headings, and the day of sending.
THEN: dict[str, tuple[dict[str, Any], date]] = {
    "unemployment": (
        {"claim_start": "2026-04-01", "career_days": 1000, "birth_date": "1995-08-01"},
        date(2026, 4, 2),
    ),
    "temporary_unemployment": ({}, date(2024, 2, 5)),
    "incapacity": ({}, date(2024, 6, 10)),
    "maternity": ({}, date(2024, 5, 2)),
    "work_accident": ({}, date(2026, 11, 20)),
    "child_benefit": ({"child_born": "2021-03-10", "children": 1}, date(2024, 5, 1)),
    "integration_income": ({"birth_date": "1985-01-02"}, date(2025, 2, 1)),
    "elderly_income_guarantee": ({"birth_date": "1954-01-02"}, date(2024, 5, 1)),
    "income_replacement": ({"birth_date": "1990-06-02"}, date(2025, 1, 15)),
    "increased_reimbursement_income": ({}, date(2024, 3, 10)),
}


def official(sector: int, first_name: str = "Hilde") -> Client:
    """Return the browser of a caseworker of the office that gives the rights of a sector."""
    office, _new = Institution.objects.get_or_create(
        sector=sector, number=99, defaults={"code": f"office-{sector}", "name": "Office"}
    )
    person = Person.objects.create(first_name=first_name, last_name="Peeters")
    user = User.objects.create_user(f"{first_name}@office.example".lower(), person=person)
    Capacity.objects.create(
        user=user, kind=CapacityKind.CASEWORKER, institution=office, since="2020-01-01"
    )
    client = Client()
    client.force_login(user)
    return client


def sent_then(cast: Cast, client: Client, scheme: str) -> Claim:
    """Let one of the cast apply today, and move what was sent to the day of the situation."""
    child = str(cast.persons["noah"].reference) if scheme == "child_benefit" else ""
    if scheme == "unemployment":
        withdraw(cast.persons["emma"].claims.get(), None)
    claim = begin(client, scheme, child)
    fill(client, claim, APPLICANTS[scheme][1])
    send(client, claim)
    said, day = THEN[scheme]
    for key, value in said.items():
        claim.known[key]["value"] = value
    if scheme == "temporary_unemployment":
        claim.answers["month"]["month"] = "2024-01-01"
    claim.submitted_at = timezone.make_aware(datetime.combine(day, time(12)))
    claim.save()
    return claim


def found(situation: Situation) -> dict[str, str]:
    """Return the facts of a situation as a caseworker fills them in."""
    fields = APPLICATIONS[situation.scheme].establishes
    return {name: _typed(field, situation.facts[name]) for name, field in fields.items()}


def _typed(field: forms.Field, value: Any) -> str:
    if isinstance(field, EurosField):
        return f"{value // 100}.{value % 100:02}"
    return "" if value is None else str(value)


@pytest.mark.parametrize("scheme", APPLICATIONS)
def test_a_caseworker_decides_to_the_cent(cast: Cast, sign_in: SignIn, scheme: str) -> None:
    declare_wages(cast)
    situation = situations(scheme)[0]
    name = APPLICANTS[scheme][0]
    mail = cast.persons[name].account.email
    claim = sent_then(cast, sign_in(mail), scheme)
    desk = official(SCHEMES[scheme].institution_sector)
    taken = desk.post(reverse("queue_take", args=[claim.reference]))
    case = taken.headers["Location"].split("/")[3]
    assert desk.get(reverse("case", args=[case])).status_code == 200
    given = {**found(situation), "outcome": "granted", "motivation": "As found."}
    answer = desk.post(reverse("case_decide", args=[case]), given | {"confirm": "yes"})
    assert answer.status_code == 302, answer.content.decode().split("</h1>")[0][-3000:]
    for proposed in Proposal.objects.filter(case__claim=claim):  # what moves much, two decide
        review = reverse("proposal_review", args=[proposed.reference])
        official(SCHEMES[scheme].institution_sector, "Jan").post(review, {"verdict": "approve"})
    decision = Decision.objects.get(claim=claim)
    assert (decision.outcome, decision.amount or 0) == ("granted", situation.amount)
    assert (decision.starts, decision.ends) == (situation.starts, situation.ends)
    values = {step["key"]: step["value"] for step in decision.explanation["steps"]}
    assert situation.steps.items() <= values.items()
    html = sign_in(mail).get(reverse("decision", args=[decision.reference])).content.decode()
    assert "What happens now" in html


def newborn(cast: Cast) -> Person:
    """Return a child born in the family of Namur this year."""
    child = Person.objects.create(first_name="Zoé", last_name="Dubois", birth_date="2026-09-05")
    PersonNumber.objects.create(person=child, number="26090500187", since="2026-09-05")
    home = Household.objects.get(members__person=cast.persons["lucas"])
    HouseholdMember.objects.create(household=home, person=child, role="child", since="2026-09-05")
    return child


def apply_for(cast: Cast, client: Client, child: Person, income: str = "") -> Claim:
    """Apply for child benefit."""
    claim = begin(client, "child_benefit", str(child.reference))
    fill(client, claim, {**APPLICANTS["child_benefit"][1], "income": {"income": income}})
    send(client, claim)
    return claim


def test_what_sources_say_is_granted_at_once(cast: Cast, sign_in: SignIn) -> None:
    """The base amount in Namur since March 2026 is 196.58 a month."""
    client = sign_in("lucas@family.example")
    claim = apply_for(cast, client, newborn(cast))
    assert claim.by_rule
    html = client.get(reverse("claim_sent", args=[claim.reference])).content.decode()
    assert "the answer stands here in a moment" in html
    move_outbox()
    decision = Decision.objects.get(claim=claim)
    assert (decision.amount, decision.amount_unit) == (19658, "month")
    assert decision.starts == date(2026, 10, 1)
    assert decision.decided_by is None
    claim.refresh_from_db()
    assert claim.status == "decided"
    move_outbox()
    assert Decision.objects.filter(claim=claim).count() == 1


def test_what_rests_on_a_word_waits_for_a_caseworker(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("lucas@family.example")
    claim = apply_for(cast, client, newborn(cast), income="30000")
    move_outbox()
    assert not claim.by_rule
    assert not Decision.objects.filter(claim=claim).exists()
    html = client.get(reverse("claim", args=[claim.reference])).content.decode()
    assert "Child benefit fund looks at" in html
    assert "at the latest" in html
    assert claim in Claim.objects.waiting()


def test_a_right_that_stands_is_not_given_twice(cast: Cast, sign_in: SignIn) -> None:
    client, child = sign_in("lucas@family.example"), newborn(cast)
    apply_for(cast, client, child)
    move_outbox()
    again = begin(client, "child_benefit", str(child.reference))
    fill(client, again, {"income": {"income": ""}})  # the account is known by now
    answer = send(client, again)
    assert answer.headers["Location"].startswith("/me/decisions/")
    assert again.status == "draft"


def test_what_waits_for_the_rule_is_in_nobodys_queue(cast: Cast, sign_in: SignIn) -> None:
    claim = apply_for(cast, sign_in("lucas@family.example"), newborn(cast))
    desk = official(7)
    assert str(claim.reference) not in desk.get(reverse("queue")).content.decode()
    answer = desk.post(reverse("queue_take", args=[claim.reference]))
    assert answer.status_code == 404
