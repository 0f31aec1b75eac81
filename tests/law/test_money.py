"""Euros to cents, and rounding."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.law.money import half_up, parse_euros


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("1234.56", 123456),
        ("1234,5", 123450),
        ("1 234,56", 123456),
        ("1\u202f234\u00a0567,00", 123456700),
        ("-3.07", -307),
        (" 12 ", 1200),
    ],
)
def test_euros_are_read_as_cents(text: str, cents: int) -> None:
    assert parse_euros(text) == cents


@pytest.mark.parametrize(
    "text", ["", "-", "1.234", "1.234,56", "1e3", "12 34", "٣", "1.", "nan", "1,2,3", "--1", "€ 5"]
)
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_euros(text)


@given(st.integers(-(10**17), 10**17), st.integers(1, 10**9))
def test_rounding_agrees_with_decimal_arithmetic(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    # The 28 digits of the context hold 17 digits and any half exactly.
    expected = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    assert int(half_up(numerator, denominator)) == expected


def test_exact_halves_go_away_from_zero() -> None:
    rounded = half_up(np.array([5, 15, 25, -5, -15, 4, -4]), 10)
    assert rounded.tolist() == [1, 2, 3, -1, -2, 0, 0]


def test_the_largest_numbers_do_not_overflow() -> None:
    assert int(half_up(2**63 - 1, 2**62 + 1)) == 2


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="float64"):
        half_up(np.array([1.5]), 2)


@pytest.mark.parametrize("denominator", [0, -2])
def test_a_denominator_is_positive(denominator: int) -> None:
    with pytest.raises(ZeroDivisionError):
        half_up(1, denominator)
