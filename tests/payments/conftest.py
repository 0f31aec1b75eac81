"""Rights that are paid, an account to pay them to, and a folder for the orders."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.payments.accounts import tell_account
from benefits.payments.models import PayAccount
from benefits.schemes.single import Scalars, evaluate
from casework.demo.building import Cast
from portal.exchange.actions import publish
from portal.people.models import Person

IBAN = "BE68539007547034"
JOBLESS: Scalars = {
    "claim_start": date(2026, 7, 1),
    "days_counted": 400,
    "career_days": 1000,
    "monthly_pay": 230000,
    "age": 30,
    "category": "cohabiting",
    "ended_by": "term",
}


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> Path:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"
    return tmp_path / "payments"


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Return somebody who said where she wants to be paid."""
    tell_account(cast.persons["emma"], IBAN)
    return cast.persons["emma"]


@pytest.fixture
def account(emma: Person) -> PayAccount:
    return PayAccount.objects.get(person=emma)


def grant(
    person: Person,
    scheme: str,
    facts: Scalars,
    on: date,
    replaces: Decision | None = None,
    outcome: DecisionOutcome = DecisionOutcome.GRANTED,
) -> Decision:
    """Decide by the rule, because of an event of its own."""
    event = publish("employment.ended", 0, person=person)
    cause = Cause(event=event, replaces=replaces)
    explanation = evaluate(scheme, facts, on)
    return decide(person, scheme, facts, on, cause, outcome=outcome, explanation=explanation)


def jobless(person: Person, **changes: Any) -> Decision:
    """Grant unemployment benefit from July 2026: 57.50 a day, from October 53.08."""
    replaces = changes.pop("replaces", None)
    facts = {**JOBLESS, **changes}
    return grant(person, "unemployment", facts, date(2026, 7, 1), replaces)
