"""Choosing among arrays of none, one and many says the same as NumPy."""

import numpy as np
import pytest

from benefits.schemes.facts import Code
from portal.law.arrays import anybody, at_once, chosen
from portal.law.days import NO_DAY, days, full_months


class Kind(Code):
    """Two kinds."""

    FIRST = 1
    SECOND = 2


@pytest.mark.parametrize("flags", [[], [True], [False], [True, False, False]])
def test_what_is_chosen_is_what_numpy_chooses(flags: list[bool]) -> None:
    asked = np.array(flags, dtype=bool)
    ones, day = np.arange(len(flags)), np.full(len(flags), np.datetime64("2026-03-01"))
    for one, other in ((ones, 7), (7, ones), (7, 8), (day, NO_DAY), (NO_DAY, day)):
        found, wanted = chosen(asked, one, other), np.where(asked, one, other)
        np.testing.assert_array_equal(found, wanted)
        assert found.dtype == wanted.dtype
    assert anybody(asked) is any(flags)
    np.testing.assert_array_equal(at_once([asked, ~asked], len(flags)), [True] * len(flags))
    assert not at_once([], len(flags)).any()


def test_a_code_is_compared_as_its_number() -> None:
    values = np.array([1, 2, 3])
    for kind in Kind:
        np.testing.assert_array_equal(values == kind, values == kind.value)
        np.testing.assert_array_equal(values != kind, values != kind.value)
        np.testing.assert_array_equal(kind == values, values == kind.value)
    assert Kind.FIRST == 1
    assert Kind.FIRST != Kind.SECOND
    assert {Kind.FIRST: "a", 2: "b"}[Kind.SECOND] == "b"


def test_full_months_of_no_day_are_nought() -> None:
    some, none = "2026-01-15", None
    first, last = days(np.array([some, none, none])), days(np.array([none, some, none]))
    assert full_months(first, last).tolist() == [0, 0, 0]
