"""The same rule for one person and for many, on any facts."""

import json
from datetime import date
from enum import IntEnum
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.schemes import SCHEMES
from benefits.schemes.base import Facts
from benefits.schemes.unemployment import Facts as UnemploymentFacts
from portal.law.days import Days
from portal.law.figures import MissingFigureError
from portal.law.money import Ints
from portal.law.steps import Flags

# From when on the tables of a right have no gap, where that is not since December 2022.
REACH = {"income_replacement": date(2023, 7, 1), "maximum_billing": date(2024, 1, 1)}
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
BY_KIND: dict[Any, st.SearchStrategy[Any]] = {
    Ints: st.integers(0, 20_000) | st.integers(0, 10_000_000),
    Flags: st.booleans(),
    Days: st.none() | DAYS,
}


def persons(facts: type[Facts]) -> st.SearchStrategy[Facts]:
    """One person with any facts that the class admits."""
    hints = get_type_hints(facts)
    fields = {name: BY_KIND[kind] for name, kind in hints.items() if name != "CODES"}
    codes = {name: st.sampled_from(list[IntEnum](values)) for name, values in facts.CODES.items()}
    return st.builds(facts.one, **fields | codes)


@pytest.mark.parametrize("code", SCHEMES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_many_come_out_as_each_alone(code: str, data: st.DataObject) -> None:
    scheme = SCHEMES[code]
    on = data.draw(st.dates(REACH.get(code, date(2022, 12, 1)), date(2028, 12, 31)))
    crowd = data.draw(st.lists(persons(scheme.Facts), min_size=1, max_size=6))
    together = scheme.evaluate(scheme.Facts.join(crowd), on)
    for place, person in enumerate(crowd):
        alone = scheme.evaluate(person, on).explain()
        assert together.explain(place) == alone
        assert json.loads(json.dumps(alone.steps)) == alone.steps
        assert alone.granted or alone.reasons
        assert alone.granted == (alone.starts is not None)
        assert alone.ends is None or alone.starts is None or alone.starts <= alone.ends


@settings(deadline=None)
@given(
    first=st.integers(1, 1_000_000),
    more=st.integers(0, 1_000_000),
    on=st.dates(date(2026, 3, 1), date(2027, 2, 28)),
)
def test_more_pay_never_means_less_benefit(first: int, more: int, on: date) -> None:
    scheme = SCHEMES["unemployment"]
    pay = np.array([first, first + more])
    facts = UnemploymentFacts(
        claim_start=np.full(2, np.datetime64("2026-03-01")),
        days_counted=np.full(2, 312),
        career_days=np.full(2, 1560),
        monthly_pay=pay,
        age=np.full(2, 40),
        category=np.full(2, 2),
        ended_by=np.full(2, 1),
    )
    low, high = scheme.evaluate(facts, on).amount
    assert 0 <= low <= high <= 8752
    assert low * 26 <= first * 65 // 100 + 26


def test_before_the_tables_begin_the_rule_says_so() -> None:
    scheme = SCHEMES["unemployment"]
    person = scheme.Facts.one(
        claim_start=date(2022, 11, 1),
        days_counted=312,
        career_days=312,
        monthly_pay=200000,
        age=25,
        category="alone",
        ended_by="employer",
    )
    with pytest.raises(MissingFigureError, match="2022-11-30"):
        scheme.evaluate(person, date(2022, 11, 30))


GOOD: dict[str, Any] = {
    "status": "none",
    "since": date(2026, 1, 1),
    "until": None,
    "german_speaking_community": False,
}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"status": 99}, ValueError),
        ({"status": -1}, ValueError),
        ({"status": "king"}, KeyError),
        ({"status": 1.0}, TypeError),
        ({"since": date(1, 1, 1)}, ValueError),
        ({"since": date(9999, 12, 31)}, ValueError),
        ({"since": 20260101}, TypeError),
        ({"german_speaking_community": 1}, TypeError),
    ],
)
def test_facts_of_another_kind_are_refused(change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        SCHEMES["increased_reimbursement"].Facts.one(**GOOD | change)


def test_facts_are_of_equal_length() -> None:
    facts = SCHEMES["increased_reimbursement"].Facts
    one = facts.one(**GOOD)
    two = facts.join([one, one])
    assert len(two) == 2
    with pytest.raises(ValueError, match="one value for each person"):
        facts(
            status=two.status,
            since=one.since,
            until=two.until,
            german_speaking_community=two.german_speaking_community,
        )
