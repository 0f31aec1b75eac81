"""Each stored decision of each right gives the same when it is computed again, whatever changed."""

from datetime import date

import pytest

from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.single import Scalars, evaluate_again
from casework.demo.building import Cast
from portal.exchange.actions import publish
from portal.law.figures import MissingFigureError
from portal.people.models import Person
from tests.situations.cases import ALL, Situation


def stored(person: Person, situation: Situation) -> Decision:
    """Decide on a situation as the rule says, and read it back from the database."""
    facts: Scalars = situation.facts
    explanation = SCHEMES[situation.scheme].evaluate(situation.person, situation.day).explain()
    outcome = DecisionOutcome.GRANTED if explanation.granted else DecisionOutcome.REFUSED
    event = publish("employment.ended", 0, person=person)
    made = decide(
        person,
        situation.scheme,
        facts,
        situation.day,
        Cause(event=event),
        outcome=outcome,
        explanation=explanation,
    )
    return Decision.objects.get(pk=made.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("code", SCHEMES)
def test_what_was_decided_is_computed_again_to_the_cent(cast: Cast, code: str) -> None:
    for number, situation in enumerate(each for each in ALL if each.scheme == code):
        person = Person.objects.create(first_name="Some", last_name=f"Body {number}")
        decision = stored(person, situation)
        again = evaluate_again(code, decision.facts)
        assert again.granted == (decision.outcome == DecisionOutcome.GRANTED), situation.title
        assert again.steps == decision.explanation["steps"], situation.title
        assert again.reasons == decision.explanation["reasons"], situation.title
        if again.granted:
            given = (again.starts, again.ends, again.amount_cents)
            kept = (decision.starts, decision.ends, decision.amount or 0)
            assert given == kept, situation.title


BAD = [
    {"monthly_pay": -1},
    {"age": -5},
    {"days_counted": 1.5},
    {"category": "emperor"},
    {"claim_start": date(1, 1, 1)},
    {"claim_start": date(9999, 12, 31)},
]


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_is_refused_before_anything_is_decided(bad: dict[str, object]) -> None:
    kept = {
        "claim_start": {"date": "2026-07-01"}, "days_counted": 400, "career_days": 1000,
        "monthly_pay": 230000, "age": 30, "category": "cohabiting", "ended_by": "term",
        "on": "2026-07-01",
    }  # fmt: skip
    assert evaluate_again("unemployment", kept).granted
    plain = {
        name: {"date": value.isoformat()} if isinstance(value, date) else value
        for name, value in bad.items()
    }
    with pytest.raises((TypeError, ValueError, KeyError)):
        evaluate_again("unemployment", {**kept, **plain})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_the_tables_do_not_reach_is_said(day: str) -> None:
    kept = {
        "claim_start": {"date": "2026-07-01"}, "days_counted": 400, "career_days": 1000,
        "monthly_pay": 230000, "age": 30, "category": "cohabiting", "ended_by": "term", "on": day,
    }  # fmt: skip
    if day.startswith("0001"):
        with pytest.raises(MissingFigureError):
            evaluate_again("unemployment", kept)
    else:  # the last figures hold until others follow
        assert evaluate_again("unemployment", kept).reasons is not None
