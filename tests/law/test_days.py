"""Arithmetic on arrays of days."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.law.days import (
    NO_DAY,
    add_months,
    days,
    full_months,
    full_years,
    quarter_start,
    working_days,
    year_end,
    years_of_age,
)

DATES = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-19", 24, "2028-03-19"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
    ],
)
def test_months_are_added(start: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), months).item() == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-01-15", "2026-04-14", 3),
        ("2026-01-15", "2026-04-13", 2),
        ("2026-01-01", "2026-12-31", 12),
        ("2026-01-31", "2026-02-27", 1),
        ("2026-01-31", "2026-02-26", 0),
        ("2026-05-01", "2026-04-01", 0),
    ],
)
def test_full_months_are_counted_from_the_first_day(first: str, last: str, months: int) -> None:
    assert full_months(date.fromisoformat(first), date.fromisoformat(last)) == months


@given(DATES, st.integers(0, 20_000))
def test_one_more_full_month_would_not_fit(first: date, length: int) -> None:
    after = first + timedelta(days=length)
    months = full_months(first, after - timedelta(days=1))
    assert add_months(first, months) <= np.datetime64(after) < add_months(first, months + 1)


@given(DATES, st.integers(0, 1_000))
def test_working_days_leave_out_sundays(first: date, length: int) -> None:
    every = [first + timedelta(days=each) for each in range(length + 1)]
    expected = sum(day.isoweekday() != 7 for day in every)
    assert working_days(first, every[-1]) == expected


def test_a_missing_day_stays_missing() -> None:
    array = np.array(["2026-08-20", "NaT"], dtype="datetime64[D]")
    assert quarter_start(array).tolist() == [date(2026, 7, 1), None]
    assert year_end(array, later=1).tolist() == [date(2027, 12, 31), None]
    assert add_months(array, np.array([1, 1])).tolist() == [date(2026, 9, 20), None]
    assert full_months(array, days(date(2026, 12, 31))).tolist() == [4, 0]
    assert full_months(date(2026, 1, 1), NO_DAY) == 0


@given(DATES)
def test_days_before_1970_have_quarters_too(day: date) -> None:
    expected = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    assert quarter_start(day).item() == expected


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(1960, 2, 29), date(2026, 3, 1), 66),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(1906, 11, 23), date(2026, 11, 23), 120),
        (date(2026, 11, 22), date(2026, 11, 23), 0),
    ],
)
def test_an_age_is_the_same_however_it_is_counted(born: date, on: date, age: int) -> None:
    assert full_years(born, on) == age
    assert years_of_age(born, on).tolist() == age


def test_who_is_not_born_yet_has_no_age() -> None:
    assert years_of_age(date(2026, 11, 24), date(2026, 11, 23)).tolist() == -1
