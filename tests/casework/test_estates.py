"""Money of somebody who died: nothing goes into their account, and a person deals with it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.granting.findings import OWED, OWES
from benefits.granting.models import Finding, FindingKind
from benefits.payments.accounts import tell_account
from benefits.payments.models import Payment, PostingKind
from benefits.payments.queries import balance
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.findings.actions import Settling, choices_for
from casework.queue.models import Waiting
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event
from portal.people.models import Person
from tests.api.conftest import Application, application, quick_secrets  # noqa: F401
from tests.exchange.test_persons import Register
from tests.hiring.declaring import today
from tests.payments.conftest import IBAN, jobless
from tests.recovery.conftest import AUGUST, JULY, RIGHT, run

DIED = date(2026, 7, 15)


@pytest.fixture
def register(application: Any, cast: Cast, settings: Any, tmp_path: Path) -> Register:  # noqa: F811
    settings.PAYMENTS_PATH = tmp_path
    return Register(application("register-software"), cast)


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, unemployed since July, who said where she wants to be paid."""
    tell_account(cast.persons["emma"], IBAN)
    jobless(cast.persons["emma"])
    return cast.persons["emma"]


def dies(register: Register) -> None:
    register.told("deaths", "emma", (today() - DIED).days)
    move_outbox()


def test_what_was_paid_beyond_a_death_waits_for_a_person_once(
    register: Register, emma: Person, at_desk: Client
) -> None:
    run(JULY)
    dies(register)
    for _again in range(2):
        run(AUGUST)
    debt = balance(emma, RIGHT).debt
    assert debt > 0
    found = Finding.objects.get(person=emma, kind=FindingKind.ESTATE)
    assert (found.scheme, found.reasons) == (RIGHT, [OWES])
    told = Event.objects.get(topic="estate.open")
    assert (told.subject, told.person) == (found.pk, emma)
    assert Waiting.objects.get(finding=found).kind == "estate"

    taken = at_desk.post(reverse("queue_take", args=[found.reference]), follow=True)
    page = taken.content.decode()
    assert "Money was paid for days after the death." in page
    assert "15 July 2026" in page
    of_debt = reverse("debt", args=[emma.reference, RIGHT])
    assert of_debt in page
    assert at_desk.get(of_debt).status_code == 200

    assert choices_for(found) == [Settling.CLOSE]
    case = Case.objects.get(finding=found)
    way = reverse("finding_settle", args=[case.reference])
    given = {"verb": "close", "motivation": "The notary pays it back.", "confirm": "1"}
    assert "The notary pays it back." in at_desk.post(way, given, follow=True).content.decode()
    case.refresh_from_db()
    assert case.status == "closed"
    run(AUGUST)
    assert Finding.objects.filter(kind=FindingKind.ESTATE).count() == 1


def test_nothing_is_paid_into_the_account_of_who_died(register: Register, emma: Person) -> None:
    dies(register)
    run(JULY)
    assert not Payment.objects.filter(person=emma).exists()
    assert balance(emma, RIGHT).owed > 0
    assert Finding.objects.get(person=emma, kind=FindingKind.ESTATE).reasons == [OWED]


def test_a_death_told_by_mistake_lets_the_money_go(register: Register, emma: Person) -> None:
    dies(register)
    run(JULY)
    owed = balance(emma, RIGHT).owed
    Person.objects.filter(pk=emma.pk).update(died_on=None)
    run(JULY)
    assert Payment.objects.get(person=emma).cents == owed
    assert balance(emma, RIGHT).owed == 0


def test_of_the_living_nothing_is_said(emma: Person, settings: Any, tmp_path: Path) -> None:
    settings.PAYMENTS_PATH = tmp_path
    first = emma.decisions.get()
    run(JULY)
    jobless(emma, monthly_pay=200000, replaces=first)
    run(JULY)
    assert balance(emma, RIGHT).debt > 0
    assert emma.postings.filter(kind=PostingKind.REDUCED).exists()
    assert not Finding.objects.filter(kind=FindingKind.ESTATE).exists()
