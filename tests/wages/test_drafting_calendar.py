"""The days of a quarter, its public holidays, and until when it is declared."""

from datetime import date

import pytest

from declarations.wages import quarters
from declarations.wages.drafting import calendar


@pytest.mark.parametrize(
    ("quarter", "by", "expected"),
    [(20254, 1, 20261), (20261, -1, 20254), (20262, 4, 20272), (20261, 0, 20261)],
)
def test_quarters_follow_each_other(quarter: int, by: int, expected: int) -> None:
    assert quarters.moved(quarter, by) == expected


def test_a_quarter_has_three_months() -> None:
    assert (quarters.first_day(20261), quarters.last_day(20261)) == (
        date(2026, 1, 1),
        date(2026, 3, 31),
    )
    assert quarters.quarter_of(date(2026, 3, 31)) == 20261
    assert not quarters.is_quarter(20260)
    assert not quarters.is_quarter(20024)


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        (20261, date(2026, 4, 30)),
        (20262, date(2026, 7, 31)),
        (20263, date(2026, 10, 31)),
        (20264, date(2027, 1, 31)),
    ],
)
def test_the_deadline_is_the_end_of_the_month_after(quarter: int, day: date) -> None:
    assert calendar.deadline(quarter) == day


def test_the_reminder_starts_a_month_before() -> None:
    assert calendar.reminds_from(20261) == date(2026, 3, 31)


# Computed by the churches' own tables: years in which simple methods go wrong among them.
@pytest.mark.parametrize(
    "sunday",
    [
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
    ],
)
def test_easter(sunday: date) -> None:
    assert calendar.easter(sunday.year) == sunday


def test_ten_public_holidays_a_year() -> None:
    year = calendar.holidays(date(2026, 1, 1), date(2026, 12, 31))
    assert [day.isoformat()[5:] for day, _name in year] == [
        *("01-01", "04-06", "05-01", "05-14", "05-25"),
        *("07-21", "08-15", "11-01", "11-11", "12-25"),
    ]


@pytest.mark.parametrize(
    ("days_a_week", "first", "last", "expected"),
    [
        (500, date(2026, 1, 1), date(2026, 3, 31), 6400),
        (600, date(2026, 1, 1), date(2026, 3, 31), 7700),
        (250, date(2026, 1, 1), date(2026, 3, 31), 3200),
        (300, date(2026, 1, 5), date(2026, 1, 9), 300),
        (300, date(2026, 1, 5), date(2026, 1, 8), 250),  # 2.4 days, to the half day
        (0, date(2026, 1, 1), date(2026, 3, 31), 0),
        (500, date(2026, 2, 1), date(2026, 1, 1), 0),
    ],
)
def test_expected_days(days_a_week: int, first: date, last: date, expected: int) -> None:
    assert calendar.expected_days(days_a_week, first, last) == expected


def test_expected_hours() -> None:
    assert calendar.expected_hours(6400, 1900, 500) == 24320
    assert calendar.expected_hours(6400, 1900, 0) == 0
