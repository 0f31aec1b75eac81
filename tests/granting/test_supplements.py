"""A supplement for a child whose benefit runs: from a day on, in new versions, paid once."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.claims.actions import withdraw
from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import first_of_next_month
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.granting.models import Finding, FindingKind
from benefits.granting.one import told_of
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.schemes.single import evaluate
from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.benefits.applying import ACCOUNT, begin, fill, send
from tests.casework.test_rights_decided import official
from tests.granting.test_everyone import hold, young
from tests.hiring.declaring import today

LOW = "20000"  # euros a year: a supplement in Wallonia


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    settings.PAYMENTS_PATH = tmp_path


@pytest.fixture
def lina(cast: Cast) -> Person:
    """A child whose base runs, given by the night."""
    child = young(cast)
    hold()
    return child


@pytest.fixture
def lucas(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.persons["lucas"].account)
    return client


def ask(client: Client, child: Person, income: str = LOW) -> Claim:
    claim = begin(client, "child_benefit", str(child.reference))
    answers = {"income": {"income": income}, "account": ACCOUNT}
    steps = APPLICATIONS["child_benefit"].steps(claim)
    fill(client, claim, {step: answers[step] for step in steps})
    send(client, claim)
    return claim


def decide(claim: Claim, name: str = "Hilde", to: str = "Lina") -> Any:
    """Let a caseworker of a child benefit fund grant an application on its page."""
    desk = official(7, name)
    taken = desk.post(reverse("queue_take", args=[claim.reference]))
    case = taken.headers["Location"].split("/")[3]
    url = reverse("case_decide", args=[case])
    form = desk.get(url).context["form"]
    facts = {field.name: field.value() for field in form.fact_fields}
    sent = {**facts, "outcome": "granted", "motivation": "As found."}
    assert f"letter to {to} Dubois will say" in desk.post(url, sent).content.decode()
    return desk.post(url, {**sent, "confirm": "yes"})


def standing(child: Person) -> list[Decision]:
    found = Decision.objects.about(child).latest_versions().filter(scheme="child_benefit")
    return list(found.order_by("starts"))


def test_a_supplement_is_granted_from_the_month_after_it_was_asked(
    lina: Person, lucas: Client
) -> None:
    (base,) = standing(lina)
    claim = ask(lucas, lina)
    assert claim.status == "submitted"
    assert decide(claim).status_code == 302
    before, after = standing(lina)
    day = first_of_next_month(today())
    assert before.replaces == base
    assert (before.amount, before.starts) == (base.amount, base.starts)
    assert before.ends == day - timedelta(days=1)
    assert (after.starts, after.ends, after.part) == (day, base.ends, day)
    assert (after.amount or 0) > (base.amount or 0)
    assert {"base", "income"} <= {step["key"] for step in after.explanation["steps"]}
    assert after.letter.data["amount"] == after.amount
    page = lucas.get(reverse("claim", args=[claim.reference])).content.decode()
    assert "The benefit of Lina" in page
    assert reverse("decision", args=[after.reference]) not in page  # it stands on her own page


def test_the_night_gives_the_same_cents_and_nothing_twice(lina: Person, lucas: Client) -> None:
    decide(ask(lucas, lina))
    before, after = standing(lina)
    for night in (today(), today(), first_of_next_month(today())):
        hold(night)
        move_outbox()
        assert standing(lina) == [before, after]
        told = told_of(lina, "child_benefit", night)
        assert told is not None
        assert evaluate("child_benefit", told, night).amount_cents == after.amount
    assert not Finding.objects.filter(scheme="child_benefit").exists()


def test_what_no_longer_fits_is_looked_at_and_not_taken(lina: Person, lucas: Client) -> None:
    decide(ask(lucas, lina))
    before, after = standing(lina)
    Person.objects.filter(pk=lina.pk).update(birth_date=date(today().year - 3, 5, 20))
    hold(first_of_next_month(today()))  # she was born a year later: the last day moves
    assert standing(lina) == [before, after]
    found = Finding.objects.get(person=lina, kind=FindingKind.REVIEW)
    assert found.decision == after


def test_a_higher_income_ends_it_in_the_same_way(lina: Person, lucas: Client) -> None:
    (base,) = standing(lina)
    decide(ask(lucas, lina))
    _ended, first = standing(lina)
    again = ask(lucas, lina, income="100000")
    assert again.status == "submitted"
    decide(again, "Jan")
    _ended, last = standing(lina)
    assert last.replaces == first
    assert (last.amount, last.starts, last.ends) == (base.amount, first.starts, base.ends)


def test_nothing_is_given_twice(lina: Person, lucas: Client) -> None:
    """Neither the base that runs, nor a supplement that was granted with it."""
    claim = ask(lucas, lina, income="")
    assert claim.status == "draft"
    page = lucas.get(reverse("claim", args=[claim.reference])).content.decode()
    assert "Lina has this already, without asking" in page
    withdraw(claim, None)
    decide(ask(lucas, lina))
    assert ask(lucas, lina).status == "draft"
    assert not Decision.objects.filter(person__first_name="Lucas", scheme="child_benefit").exists()


def test_the_difference_is_paid_once_to_the_account_that_was_named(
    lina: Person, lucas: Client
) -> None:
    """Asked for two months ago: what was booked since is made up for, and no debt comes of it."""
    month = today().replace(day=1)
    pay(month, month)
    (base,) = standing(lina)
    given = balance(lina, "child_benefit").due
    claim = ask(lucas, lina)
    asked = claim.submitted_at - timedelta(days=62) if claim.submitted_at else None
    Claim.objects.filter(pk=claim.pk).update(submitted_at=asked)
    decide(claim)
    move_outbox()
    _before, after = standing(lina)
    assert after.starts is not None
    assert after.starts < month
    months = (month.year - after.starts.year) * 12 + month.month - after.starts.month + 1
    pay(month, month)
    paid = balance(lina, "child_benefit")
    more = (after.amount or 0) - (base.amount or 0)
    assert paid.due == given + months * more
    assert (paid.owed, paid.debt) == (0, 0)
    assert paid.ordered == paid.due
    pay(month, month)
    assert balance(lina, "child_benefit") == paid


def test_a_base_that_was_asked_for_takes_a_supplement_too(cast: Cast, lucas: Client) -> None:
    """It stays the parent's, to whom it is paid."""
    child = young(cast)
    ask(lucas, child, income="")
    move_outbox()
    parent = cast.persons["lucas"]
    (base,) = standing(parent)
    decide(ask(lucas, child), to="Lucas")
    before, after = standing(parent)
    assert before.replaces == base
    assert (after.amount or 0) > (base.amount or 0)
    hold(first_of_next_month(today()))
    assert standing(parent) == [before, after]
    assert standing(child) == []
