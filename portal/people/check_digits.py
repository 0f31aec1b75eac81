"""The check digits of Belgian numbers: one formula each, for a number or for a column of them.

The predicates are over arrays of whole numbers, in which a number that is not there is false.
"""

from datetime import date
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.law.money import Ints

Flags = NDArray[np.bool_]
Number = TypeVar("Number", int, Ints)

NSSO_RANGE: Final = (100_006, 199_999_934)
PROVISIONAL_NSSO_RANGE: Final = (5_000_000_120, 5_999_999_989)
ENTERPRISE_RANGE: Final = (1, 1_999_999_999)
ESTABLISHMENT_RANGE: Final = (2_000_000_000, 8_999_999_999)
BORN_SINCE_2000: Final = 2_000_000_000


def of_enterprise(first: Number) -> Number:
    """Of an enterprise or establishment unit number, from its first eight digits."""
    return 97 - first % 97


def of_nsso(first: Number) -> Number:
    """Of a final or provisional NSSO number, from all digits but the last two.

    The rule is nowhere published; it was rebuilt from the official bounds of the range and from
    published numbers.
    """
    return 96 - 100 * first % 97


def of_inss(first: Number) -> Number:
    """Of a national or BIS number, from its first nine digits; `BORN_SINCE_2000` comes on top."""
    return 97 - first % 97


def are_enterprise(numbers: Ints) -> Flags:
    """Which are enterprise numbers of ten digits, a leading zero left out."""
    return _within(numbers, ENTERPRISE_RANGE) & (numbers % 100 == of_enterprise(numbers // 100))


def are_establishment(numbers: Ints) -> Flags:
    """Which are establishment unit numbers."""
    return _within(numbers, ESTABLISHMENT_RANGE) & (numbers % 100 == of_enterprise(numbers // 100))


def are_nsso(numbers: Ints) -> Flags:
    """Which are final NSSO registration numbers."""
    return _within(numbers, NSSO_RANGE) & (numbers % 100 == of_nsso(numbers // 100))


def are_inss(numbers: Ints, on: date) -> Flags:
    """Which are national or BIS numbers, leading zeros left out, on a day.

    The month of birth may be 0 (not known), and 20 or 40 is added to it in a BIS number; the day
    may be anything. Nobody is born in a year to come. Source: royal decree of 3 April 1984.
    """
    year, month = numbers // 10**9, numbers // 10**7 % 100
    first, check = numbers // 100, numbers % 100
    may_be_young = year + 2000 <= on.year
    checks = (check == of_inss(first)) | (
        may_be_young & (check == of_inss(first + BORN_SINCE_2000))
    )
    return _within(numbers, (1, 10**11 - 1)) & checks & (month % 20 <= 12) & (month < 60)


def _within(numbers: Ints, bounds: tuple[int, int]) -> Flags:
    flags: Flags = (numbers >= bounds[0]) & (numbers <= bounds[1])
    return flags
