"""What is drawn is found right or corrected; an error of our own takes nothing back."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.findings import note_about
from benefits.granting.models import Finding, FindingAnswer, FindingKind
from benefits.granting.own_errors import is_worse, last_of_month, works_from
from benefits.payments.accounts import tell_account
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.schemes.single import evaluate
from casework.cases.actions import take
from casework.cases.models import Case
from portal.access.models import Capacity
from portal.exchange.actions import publish
from tests.casework.test_measures import figure
from tests.payments.conftest import IBAN, JOBLESS

REASON = "The pay was read wrongly."
FIRST = date(2026, 7, 1)


@pytest.fixture
def sampled(claim: Claim, settings: Any, tmp_path: Path) -> Decision:
    """Emma's unemployment benefit, granted by the rule alone on her application, and drawn."""
    settings.PAYMENTS_PATH = tmp_path
    tell_account(claim.person, IBAN)
    decision = decide(
        claim.person,
        "unemployment",
        JOBLESS,
        FIRST,
        Cause(claim=claim, event=publish("claim.submitted", claim.pk, person=claim.person)),
        outcome=DecisionOutcome.GRANTED,
        explanation=evaluate("unemployment", JOBLESS, FIRST),
    )
    note_about(FindingKind.SAMPLED, [decision.pk], [])
    return decision


@pytest.fixture
def in_hand(sampled: Decision, marie: Capacity) -> Case:
    return take(Finding.objects.get(), marie)


def settle(browser: Client, case: Case, **given: str) -> Any:
    way = reverse("finding_settle", args=[case.reference])
    form = browser.get(way).context["form"]
    facts = {field.name: field.value() for field in form.fact_fields}
    sent = {**facts, "motivation": REASON, "confirm": "1", **given}
    return browser.post(way, {name: value for name, value in sent.items() if value is not None})


def test_found_right_it_stays_and_is_counted(in_hand: Case, at_desk: Client) -> None:
    page = at_desk.get(reverse("finding_case", args=[in_hand.reference])).content.decode()
    assert "lots were drawn" in page
    assert settle(at_desk, in_hand, verb="keep").status_code == 302
    assert FindingAnswer.objects.get().outcome == "kept"
    assert (figure("samples", "right", in_hand.office), figure("samples", "fault")) == (1, 0)


def test_an_error_of_our_own_takes_nothing_back(
    in_hand: Case, sampled: Decision, at_desk: Client
) -> None:
    """What was paid until the end of this month stays; the lower amount begins the month after."""
    today = timezone.localdate()
    this, following = today.replace(day=1), works_from(today)
    pay(this, today)
    before = balance(sampled.person, "unemployment")
    refused = settle(at_desk, in_hand, verb="again", monthly_pay="2000")
    assert "It was our own error" in refused.content.decode()
    assert settle(at_desk, in_hand, verb="next", monthly_pay="2000").status_code == 302
    ended = Decision.objects.get(replaces=sampled)
    assert (ended.starts, ended.ends, ended.amount) == (
        sampled.starts,
        last_of_month(today),
        sampled.amount,
    )
    part = Decision.objects.get(claim=sampled.claim, part=following)
    assert part.starts == following
    assert (part.amount or 0) < (sampled.amount or 0)
    assert "article 17" in part.explanation["reasons"][-1]
    pay(this, today)
    assert balance(sampled.person, "unemployment") == before
    pay(following, today)
    after = balance(sampled.person, "unemployment")
    assert after.debt == 0
    assert after.due > before.due
    assert figure("samples", "fault", in_hand.office) == 1


def test_who_knew_pays_it_back(in_hand: Case, sampled: Decision, at_desk: Client) -> None:
    today = timezone.localdate()
    pay(today.replace(day=1), today)
    assert settle(at_desk, in_hand, verb="again", monthly_pay="2000", knew="on").status_code == 302
    again = Decision.objects.get(replaces=sampled)
    assert again.starts == sampled.starts
    pay(today.replace(day=1), today)
    assert balance(sampled.person, "unemployment").debt > 0


def test_what_gives_more_works_from_the_beginning(
    in_hand: Case, sampled: Decision, at_desk: Client
) -> None:
    assert settle(at_desk, in_hand, verb="again", monthly_pay="2600").status_code == 302
    again = Decision.objects.get(replaces=sampled)
    assert (again.amount or 0) > (sampled.amount or 0)
    assert again.starts == sampled.starts


def test_what_is_worse(sampled: Decision) -> None:
    same = evaluate("unemployment", JOBLESS, FIRST)
    assert not is_worse(sampled, same)
    assert is_worse(sampled, evaluate("unemployment", {**JOBLESS, "monthly_pay": 200000}, FIRST))
    assert not is_worse(
        sampled, evaluate("unemployment", {**JOBLESS, "monthly_pay": 260000}, FIRST)
    )


@pytest.mark.parametrize(
    ("told", "first"),
    [("2026-01-31", "2026-02-01"), ("2026-02-01", "2026-03-01"), ("2027-12-31", "2028-01-01")],
)
def test_from_the_month_after(told: str, first: str) -> None:
    assert works_from(date.fromisoformat(told)) == date.fromisoformat(first)
    assert last_of_month(date.fromisoformat(told)) + timedelta(days=1) == date.fromisoformat(first)
