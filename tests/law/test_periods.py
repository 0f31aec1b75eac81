"""Periods and quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.law.periods import Period, Quarter

DATES = st.dates(date(2020, 1, 1), date(2021, 12, 31))
ENDS = st.none() | st.integers(0, 400)
PERIODS = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(length)),
    DATES,
    ENDS,
)
QUARTERS = st.builds(Quarter, st.integers(1950, 2150), st.integers(1, 4))


def test_a_period_holds_its_last_day() -> None:
    period = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert period.days == 90
    assert period.contains(date(2026, 3, 31))
    assert not period.contains(date(2026, 4, 1))


def test_a_running_period_has_no_length() -> None:
    period = Period(date(2026, 1, 1))
    assert period.days is None
    assert period.contains(date(2199, 12, 31))
    assert not period.contains(date(2025, 12, 31))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_neighbours_do_not_overlap() -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert not january.overlaps(Period(date(2026, 2, 1)))
    assert january.overlaps(Period(date(2026, 1, 31)))


@given(PERIODS, PERIODS, DATES)
def test_the_intersection_holds_what_both_hold(one: Period, other: Period, day: date) -> None:
    shared = one.intersect(other)
    held = shared is not None and shared.contains(day)
    assert held == (one.contains(day) and other.contains(day))
    assert shared == other.intersect(one)


def test_a_quarter_by_its_code() -> None:
    quarter = Quarter.from_code("20261")
    assert quarter == Quarter(2026, 1)
    assert quarter.code == 20261
    assert quarter.period == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert Quarter(2026, 4).end == date(2026, 12, 31)
    assert Quarter(2026, 4).next() == Quarter(2027, 1)
    assert Quarter(2026, 1).previous() == Quarter(2025, 4)


@pytest.mark.parametrize("code", [20260, 20265, 1, 18991, 99991, "", "2026Q1"])
def test_what_is_no_quarter_is_refused(code: int | str) -> None:
    with pytest.raises(ValueError, match=r"no such quarter|invalid literal"):
        Quarter.from_code(code)


@given(DATES)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    assert Quarter.of(day).period.contains(day)


@given(QUARTERS, st.integers(-100, 100))
def test_quarters_follow_each_other(quarter: Quarter, steps: int) -> None:
    assert quarter.shift(steps).shift(-steps) == quarter
    assert quarter.next().start == quarter.end + timedelta(days=1)
    assert Quarter.from_code(quarter.code) == quarter
