"""Quarters at the edges of what can be written."""

from datetime import date

import pytest

from declarations.wages.quarters import last_day


@pytest.mark.parametrize(
    ("quarter", "last"),
    [
        (20241, date(2024, 3, 31)),
        (20242, date(2024, 6, 30)),
        (20244, date(2024, 12, 31)),
        (99994, date(9999, 12, 31)),  # what a file says, no rule may stumble over
    ],
)
def test_a_quarter_ends_with_its_third_month(quarter: int, last: date) -> None:
    assert last_day(quarter) == last
