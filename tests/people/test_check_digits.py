"""Check digits over columns say the same as one number at a time."""

from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from portal.people import check_digits, numbers

ARE_INSS = partial(check_digits.are_inss, on=date(2026, 11, 20))
ROUND = np.random.default_rng(20261)
Kind = tuple[Callable[[NDArray[np.int64]], NDArray[np.bool_]], Callable[[str], str], int]
KINDS: dict[str, Kind] = {
    "inss": (ARE_INSS, numbers.clean_inss, 11),
    "enterprise": (check_digits.are_enterprise, numbers.clean_enterprise, 10),
    "establishment": (check_digits.are_establishment, numbers.clean_establishment, 10),
    "nsso": (check_digits.are_nsso, numbers.clean_nsso, 9),
}
BOUNDS = [
    -1,
    0,
    1,
    100_006,
    199_999_934,
    2_000_000_093,
    2_000_000_141,
    8_999_999_993,
    99_999_999_999,
]


def valid(clean: Callable[[str], str], text: str) -> bool:
    try:
        clean(text)
    except numbers.InvalidNumber:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_judged_as_each_of_its_numbers(kind: str) -> None:
    predicate, clean, length = KINDS[kind]
    column = ROUND.integers(0, 10**length, 20_000)
    # With any ending, so that one in a hundred is right whatever the rule.
    endings = column[:100, None] // 100 * 100 + np.arange(100)
    column = np.concatenate([column, endings.ravel(), np.array(BOUNDS)])
    expected = [n > 0 and valid(clean, str(n).zfill(length)) for n in column.tolist()]
    assert predicate(column).tolist() == expected
    assert any(expected)
    assert not all(expected)


def test_a_number_that_is_not_there_is_none() -> None:
    absent = np.array([-1])
    assert not any(predicate(absent).any() for predicate, _, _ in KINDS.values())


@pytest.mark.parametrize("number", ["00010100105", "85073003328", "01410199955", "00000100195"])
def test_both_centuries_bis_numbers_and_unknown_births(number: str) -> None:
    right = valid(numbers.clean_inss, number)
    assert ARE_INSS(np.array([int(number)])).tolist() == [right]
