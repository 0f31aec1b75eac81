"""The index chain against what institutions published."""

from datetime import date

import pytest

from portal.law.index import coefficient, coefficient_after
from portal.law.money import half_up

# Coefficients that the published amounts bear out, by number of steps.
PUBLISHED = {
    16: 13728, 17: 14002, 18: 14282, 19: 14568, 20: 14859, 21: 15157, 22: 15460, 23: 15769,
    24: 16084, 25: 16406, 26: 16734, 27: 17069, 28: 17410, 29: 17758, 30: 18114,
}  # fmt: skip


@pytest.mark.parametrize(("steps", "expected"), PUBLISHED.items())
def test_the_coefficient_has_four_decimals(steps: int, expected: int) -> None:
    assert coefficient_after(steps) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 5, 31), coefficient_after(15)),
        (date(2017, 6, 1), 13728),
        (date(2022, 12, 31), 16406),
        (date(2024, 4, 30), 16734),
        (date(2024, 5, 1), 17069),
        (date(2026, 2, 28), 17410),
        (date(2026, 3, 1), 17758),
    ],
)
def test_a_step_takes_effect_on_its_first_day(day: date, expected: int) -> None:
    assert coefficient(day) == expected


def test_before_the_first_step_there_is_no_coefficient() -> None:
    with pytest.raises(LookupError, match="2016-05-31"):
        coefficient(date(2016, 5, 31))


@pytest.mark.parametrize(
    ("yearly_base", "day", "monthly"),
    [
        # Integration income, category 1 and 2 (category 2 is one and a half times category 1).
        (577320, date(2022, 5, 1), 74378),
        (577320, date(2022, 11, 1), 77380),
        (577320, date(2022, 12, 1), 78929),
        (865980, date(2022, 5, 1), 111567),
        (865980, date(2022, 11, 1), 116070),
        (592042, date(2023, 1, 1), 80942),
        (603883, date(2024, 5, 1), 85897),
        (603883, date(2025, 2, 1), 87613),
    ],
)
def test_published_integration_income(yearly_base: int, day: date, monthly: int) -> None:
    assert half_up(yearly_base * coefficient(day), 12 * 10_000) == monthly


@pytest.mark.parametrize(
    ("stood", "on", "before", "after"),
    [
        # Exempted pay under integration income, in cents a month.
        (date(2020, 3, 1), date(2022, 11, 1), 25388, 28591),
        (date(2020, 3, 1), date(2022, 8, 1), 25388, 28031),
        (date(2020, 3, 1), date(2025, 2, 1), 25388, 30948),
        # Walloon child benefit up to 17 years.
        (date(2020, 3, 1), date(2022, 12, 1), 15810, 18161),
        (date(2020, 3, 1), date(2024, 5, 1), 15810, 18895),
        # Incapacity begun in 2018 or 2019: highest daily pay, in ten-thousandths of a euro.
        (date(2018, 1, 1), date(2023, 11, 1), 1397388, 1703372),
    ],
)
def test_published_amounts_move_by_the_coefficient(
    stood: date, on: date, before: int, after: int
) -> None:
    assert half_up(before * coefficient(on), coefficient(stood)) == after
