"""The cast at the unemployment office: applications that were sent, and who may handle them."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from benefits.claims.actions import answer, submit
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from casework.approval import effect
from casework.cases.actions import take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.queue.kinds import Source
from casework.queue.models import Waiting
from casework.queue.queries import wanted
from portal.access.models import Capacity, CapacityKind, User
from portal.law.figures import Figures
from portal.people.models import Institution, Person

ANSWERS: dict[str, dict[str, Any]] = {
    "ending": {"ended_by": "employer"},
    "pay": {"monthly_pay": 300000},
    "household": {"others_earn": "yes"},
    "account": {"iban": "BE68539007547034"},
}
LOW = 1_000_000  # 10 000 euros: what a year of any benefit is above
Send = Callable[..., Claim]
SignIn = Callable[[str], Client]


def sent_by_emma(**answers: dict[str, Any]) -> Claim:
    """Return Emma's application after she answered the questions and sent it."""
    claim = Claim.objects.select_related("person__account").get(person__first_name="Emma")
    for step, given in {**ANSWERS, **answers}.items():
        answer(claim, step, given, claim.version)
    submit(claim, claim.person.account)
    return claim


def sent_by_another(number: int, days_ago: int, scheme: str = "unemployment") -> Claim:
    """Return an application like Emma's of somebody else, sent some days ago."""
    sent_on = timezone.localdate() - timedelta(days=days_ago)
    return Claim.objects.create(
        person=Person.objects.create(first_name="Someone", last_name=f"Number {number}"),
        scheme=scheme,
        known=Claim.objects.get(person__first_name="Emma").known,
        answers=ANSWERS,
        status=ClaimStatus.SUBMITTED,
        submitted_at=timezone.make_aware(datetime.combine(sent_on, time.min)),
    )


def claim_of(case: Case) -> Claim:
    """Return the application that a case is about."""
    assert case.claim
    return case.claim


def caseworker(first_name: str) -> Capacity:
    """Return the capacity of a caseworker of the cast."""
    return Capacity.objects.select_related("institution", "user__person").get(
        user__person__first_name=first_name, kind=CapacityKind.CASEWORKER
    )


def caseworker_elsewhere(sector: int = 11) -> Capacity:
    """Return a caseworker of an office that gives another right."""
    office = Institution.objects.create(code="fund", name="Health insurance fund", sector=sector)
    person = Person.objects.create(first_name="Hilde", last_name="Peeters")
    user = User.objects.create_user("hilde@fund.example", person=person)
    return Capacity.objects.create(
        user=user, kind=CapacityKind.CASEWORKER, institution=office, since="2020-01-01"
    )


def takeable(capacity: Capacity, **kept: Any) -> list[Source]:
    """Return what waits that a caseworker can take, the next one first."""
    return [each.about for each in Waiting.objects.takeable(wanted(capacity, **kept))]


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let a second person be wanted above 10 000 euros a year."""
    policy = tmp_path / "figures.yaml"
    policy.write_text(
        f"unemployment: {{unit: cents, source: test, article: test, confirmed: no,"
        f" rows: [{{from: 2000-01-01, value: {LOW}}}]}}"
    )
    monkeypatch.setattr(effect, "FIGURES", Figures.load(policy))


@pytest.fixture
def marie(cast: Cast) -> Capacity:
    """Marie, who takes the case."""
    return caseworker("Marie")


@pytest.fixture
def tom(cast: Cast) -> Capacity:
    """Tom, a colleague of the same office."""
    return caseworker("Tom")


@pytest.fixture
def hilde(cast: Cast) -> Capacity:
    """Hilde, a caseworker of another institution."""
    return caseworker_elsewhere()


@pytest.fixture
def claim(cast: Cast) -> Claim:
    """Emma's application, sent."""
    return sent_by_emma()


@pytest.fixture
def case(claim: Claim, marie: Capacity) -> Case:
    """Emma's case, in Marie's hands."""
    return take(claim, marie)


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """Sign in by e-mail address; each call is a browser of its own."""

    def open_browser(email: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client

    return open_browser


@pytest.fixture
def at_desk(sign_in: SignIn) -> Client:
    """Marie's browser."""
    return sign_in("marie@unemployment.example")


@pytest.fixture
def beside(sign_in: SignIn) -> Client:
    """Tom's browser."""
    return sign_in("tom@unemployment.example")
