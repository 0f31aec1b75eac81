"""Figures agree with each other, and the calculation holds for any wages."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declarations.wages.contributions.bonus import highest, lines, month_bonus
from declarations.wages.contributions.calculating import calculate
from declarations.wages.contributions.facts import FIGURES, Category, Kind, Wages
from declarations.wages.contributions.reduction import first_hire
from declarations.wages.contributions.share import shares
from declarations.wages.contributions.special import (
    special_contribution,
)
from portal.law.figures import MissingFigureError
from portal.law.money import half_up

MONTHS = [
    date(2020, 3, 1),
    date(2022, 4, 1),
    date(2022, 5, 1),
    date(2022, 12, 1),
    date(2023, 7, 1),
    date(2023, 11, 1),
    date(2025, 2, 1),
    date(2026, 1, 1),
    date(2026, 3, 1),
    date(2026, 4, 1),
    date(2026, 7, 1),
    date(2026, 9, 1),
]
QUARTERS = [20222, 20231, 20242, 20253, 20261, 20263]
WAGES = st.builds(
    Wages.one,
    kind=st.sampled_from(Kind),
    category=st.sampled_from(Category),
    pay=st.integers(0, 3_000_000) | st.integers(0, 10_000_000_000),
    paid=st.integers(0, 36_600),
    worked=st.integers(0, 36_600),
    week=st.integers(0, 4_800),
    half_time=st.booleans(),
)


def figure(name: str, on: date) -> int:
    return FIGURES.on(name, on).value


def test_every_row_says_where_it_comes_from() -> None:
    for name, table in FIGURES.tables.items():
        for row in table.rows:
            assert row.source, name
            assert not (row.confirmed and "derived" in row.source), name


def test_the_employers_rate_is_base_and_moderation() -> None:
    on = date(2018, 1, 1)
    base, moderation = figure("base_rate", on), figure("moderation_rate", on)
    made_up = base + moderation + int(half_up(base * moderation, 10_000))
    assert made_up == figure("employer_rate_general", on)


@pytest.mark.parametrize("category", ["general", "maribel", "sheltered", "unmoderated"])
def test_limits_of_low_pay_rise_by_two_percent_on_the_rounded_amount(category: str) -> None:
    steps = ["2022-04-01", "2022-07-01", "2022-10-01", "2023-01-01", "2024-01-01", "2024-07-01"]
    times = [1, 1, 2, 1, 1, 1]
    days = [date.fromisoformat(day) for day in [*steps, "2025-04-01"]]
    name = f"reduction_{category}_low_limit"
    for before, after, count in zip(days, days[1:], times, strict=False):
        value = figure(name, before)
        for _ in range(count):
            value = int(half_up(value * 102, 100))
        assert figure(name, after) == value, after


@pytest.mark.parametrize("on", MONTHS)
@pytest.mark.parametrize("manual", [False, True])
def test_the_bonus_falls_without_a_jump(on: date, manual: bool) -> None:
    """Published slopes have four decimals: lines meet within a few cents, up or down."""
    pay = np.arange(150_000, 350_000)
    flags = np.full(len(pay), manual)
    full, unbounded = np.full(len(pay), 100), np.full(len(pay), 1 << 40)
    bonus = month_bonus(on, pay, full, flags, unbounded)
    falls = -np.diff(bonus)
    assert falls.min() >= -3
    assert falls.max() <= 10
    assert bonus[0] == highest(on, flags)[0]
    assert bonus[-1] == 0


@pytest.mark.parametrize("on", MONTHS)
def test_the_most_of_a_manual_worker_is_108_percent(on: date) -> None:
    for line in lines(on):
        assert abs(int(half_up(line.most * 108, 100)) - line.most_manual) <= 1


@pytest.mark.parametrize("on", [date(2022, 9, 1), date(2024, 5, 1), date(2019, 1, 1)])
def test_a_month_whose_bonus_was_not_found_says_so(on: date) -> None:
    with pytest.raises(MissingFigureError, match=str(on)):
        lines(on)


def test_before_the_tables_begin_the_calculation_says_so() -> None:
    early = Wages.one(kind=Kind.MANUAL, pay=100, paid=100)
    with pytest.raises(MissingFigureError):
        calculate(early, 20024)


@settings(deadline=None, max_examples=150)
@given(
    crowd=st.lists(st.lists(WAGES, min_size=1, max_size=3), min_size=1, max_size=5),
    quarter=st.sampled_from(QUARTERS),
)
def test_many_come_out_as_each_alone(crowd: list[list[Wages]], quarter: int) -> None:
    persons = []
    for occupations in crowd:
        joined = Wages.join(occupations)
        persons.append(Wages(**vars(joined) | {"worker": np.zeros_like(joined.worker)}))
    together = calculate(Wages.join(persons), quarter)
    row = 0
    for person in persons:
        alone = calculate(person, quarter)
        for own in range(len(person)):
            assert together.explain(row) == alone.explain(own)
            row += 1


@settings(deadline=None, max_examples=300)
@given(wages=WAGES, quarter=st.sampled_from(QUARTERS))
def test_amounts_keep_their_bounds(wages: Wages, quarter: int) -> None:
    found = calculate(wages, quarter)
    due = found.ordinary
    assert due.worker + due.employer + due.holiday == due.total
    assert (due.worker >= 0).all()
    assert (due.employer >= -1).all()
    assert (found.reduction.amount >= -1).all()
    assert (found.reduction.amount <= np.minimum(found.reduction.full, due.employer)).all()
    assert (found.bonus >= 0).all()
    assert (found.bonus <= due.worker).all()
    assert found.reduction.known | (found.reduction.amount == 0)


@settings(deadline=None)
@given(
    pay=st.integers(0, 2_000_000), more=st.integers(0, 100_000), quarter=st.sampled_from(QUARTERS)
)
def test_more_pay_never_means_more_reduction(pay: int, more: int, quarter: int) -> None:
    low, high = (
        calculate(Wages.one(kind=Kind.WHITE_COLLAR, pay=cents, paid=6500), quarter)
        for cents in (pay, pay + more)
    )
    assert high.reduction.full <= low.reduction.full or pay == 0


@pytest.mark.parametrize(
    ("quarter", "days", "cents"),
    [
        (20261, 6_500, 310_000),
        (20261, 5_200, 310_000),  # a share of 0.80 is enough for the whole
        (20261, 3_900, 195_300),  # 3 100.00 × 0.60 × 1.05
        (20261, 3_250, 155_000),  # 3 100.00 × 0.50
        (20263, 6_500, 200_000),
    ],
)
def test_a_first_hire_takes_off_by_the_share_worked(quarter: int, days: int, cents: int) -> None:
    wages = Wages.one(kind=Kind.WHITE_COLLAR, pay=700_000, paid=days)
    assert first_hire(wages, shares(wages, quarter), quarter).tolist() == [cents]


def test_the_special_contribution_of_a_quarter_is_that_of_its_months() -> None:
    pay = np.arange(150_000, 700_000, 1_111)
    on = date(2026, 4, 1)
    assert (
        np.abs(special_contribution(on, pay) * 3 - special_contribution(on, pay * 3, 3)).max() < 2
    )
