"""What rules say of a situation, today and month by month, as things are and as they would be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.outlook.changes import CHANGES, unfold
from benefits.outlook.looking import Month, Right, outlook, rights_of
from benefits.outlook.readers import READERS
from benefits.outlook.situation import Situation
from benefits.schemes import SCHEMES
from declarations.statuses.queries import StatusSpell

TODAY = date(2026, 11, 20)
WORKS = Situation(
    on=TODAY,
    born=date(1990, 1, 17),
    postal_code="5000",
    working=True,
    days_counted=700,
    career_days=2000,
    monthly_pay=300000,
    year_pay=3600000,
    others_income=0,
)
FAMILY = replace(WORKS, children=(date(2020, 4, 3), date(2022, 9, 26)), adults=1)


def right(situation: Situation, scheme: str, on: date = TODAY) -> Right | None:
    return next((each for each in rights_of(situation, on) if each.scheme == scheme), None)


def months(situation: Situation, change: str, day: date, **told: Any) -> list[Month]:
    return outlook(unfold(situation, change, day, told), TODAY)


def test_who_works_alone_has_pay_and_no_benefit() -> None:
    assert right(WORKS, "unemployment") is None
    assert {month.cents for month in outlook(lambda _: WORKS, TODAY) if month.first.month != 5} == {
        300000
    }


def test_the_children_of_namur_have_the_base_until_the_income_is_known() -> None:
    """Two children: 196.58 each since March 2026."""
    found = right(FAMILY, "child_benefit")
    assert found is not None
    assert (found.cents, len(found.explanations)) == (2 * 19658, 2)


def test_when_work_ends_the_benefit_begins() -> None:
    """3 000.00 × 65 % ÷ 26 = 75.00 a day; 26 days."""
    then = months(WORKS, "work_ends", date(2027, 1, 1))
    assert [month.first for month in then][:2] == [date(2026, 12, 1), date(2027, 1, 1)]
    assert (then[0].pay, then[0].rights) == (300000, {})
    assert (then[1].pay, then[1].rights["unemployment"]) == (0, 195000)
    assert then[4].rights["unemployment"] == 26 * 6923  # 60 % from the fourth month


def test_of_fewer_hours_the_rest_is_made_up_in_part() -> None:
    then = months(WORKS, "fewer_hours", date(2026, 12, 1), hours=50)
    assert then[0].pay == 150000
    assert then[0].rights["temporary_unemployment"] == 89999  # 13 allowances of 69.23


def test_an_illness_is_paid_by_the_employer_first() -> None:
    then = months(WORKS, "ill", date(2026, 12, 1))
    assert (then[0].pay, then[0].rights) == (300000, {})
    assert (then[1].pay, then[1].rights["incapacity"]) == (0, 26 * 6923)


def test_a_mother_has_maternity_benefit_and_one_more_child() -> None:
    then = months(FAMILY, "birth", date(2026, 12, 1), mother=True)
    assert then[0].pay == 0
    assert then[0].rights["maternity"] > 0
    # From January on three children have the benefit.
    assert then[1].rights["child_benefit"] == 3 * 19658


def test_a_father_keeps_his_pay() -> None:
    then = months(FAMILY, "birth", date(2026, 12, 1), mother=False)
    assert then[0].pay == 300000
    assert "maternity" not in then[0].rights


def test_moving_in_together_changes_the_category() -> None:
    left = replace(WORKS, working=False, left_on=date(2026, 10, 31))
    alone = right(left, "unemployment")
    together = unfold(left, "together", TODAY, {"income": 100000})(TODAY)
    found = right(together, "unemployment")
    assert alone is not None
    assert found is not None
    labels = {step["label"] for each in found.explanations for step in each.steps}
    assert any("Category B" in label for label in labels)
    assert not any("Category B" in step["label"] for step in alone.explanations[0].steps)


def test_what_is_not_known_is_said() -> None:
    found = right(replace(WORKS, others_income=None, adults=1), "increased_reimbursement_income")
    assert found is not None
    assert "income of those who live with you" in str(found.missing)
    assert not found.granted


def test_a_status_opens_reimbursement() -> None:
    spell = StatusSpell("integration_income", date(2026, 1, 1), None)
    found = right(replace(WORKS, statuses=(spell,)), "increased_reimbursement")
    assert found is not None
    assert found.granted
    assert right(replace(WORKS, statuses=(spell,)), "increased_reimbursement_income") is None


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("5000", "wallonia"),
        ("1348", "wallonia"),
        ("4800", "wallonia"),
        ("1050", "brussels"),
        ("9000", "flanders"),
        ("1500", "flanders"),
        ("4700", "german_speaking"),
        ("", None),
        ("L-2013", None),
    ],
)
def test_a_postal_code_lies_in_a_region(code: str, region: str | None) -> None:
    assert replace(WORKS, postal_code=code).region == region


def test_each_reader_is_of_a_right() -> None:
    assert set(READERS) <= set(SCHEMES)


DAYS = st.dates(date(2026, 11, 20), date(2027, 11, 20))
SITUATIONS = st.builds(
    Situation,
    on=st.just(TODAY),
    born=st.none() | st.dates(date(1930, 1, 1), date(2026, 11, 20)),
    postal_code=st.sampled_from(["", "1000", "4700", "5000", "9000", "x"]),
    children=st.lists(st.dates(date(1998, 1, 1), date(2026, 11, 19)), max_size=4).map(tuple),
    adults=st.integers(0, 3),
    others_income=st.none() | st.integers(0, 1_000_000),
    working=st.booleans(),
    left_on=st.none() | st.dates(date(2023, 1, 1), date(2026, 11, 19)),
    days_counted=st.integers(0, 1000),
    career_days=st.integers(0, 15000),
    monthly_pay=st.integers(0, 2_000_000),
    year_pay=st.integers(0, 20_000_000),
    manual=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(
    situation=SITUATIONS,
    name=st.sampled_from(sorted(CHANGES)),
    day=DAYS,
    hours=st.integers(0, 99),
    income=st.integers(0, 2_000_000),
    mother=st.booleans(),
)
def test_any_change_of_any_situation_has_an_answer(
    situation: Situation, name: str, day: date, hours: int, income: int, mother: bool
) -> None:
    told = {"hours": hours, "income": income, "mother": mother}
    then = outlook(unfold(situation, name, day, told), TODAY)
    assert len(then) == 12
    assert all(month.cents >= 0 for month in then)
    before = outlook(lambda _: situation, TODAY)
    for now, after in zip(before, then, strict=True):
        if after.first.replace(day=15) < day:
            assert now == after
