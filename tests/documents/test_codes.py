"""Codes of letters: short, by chance, and no misreading passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.codes import ALPHABET, InvalidCodeError, clean_code, in_groups, new_codes

PLACES = st.integers(0, 15)


def test_codes_are_drawn_by_chance() -> None:
    codes = {new_codes(1)[0] for _ in range(2_000)}
    assert len(codes) == 2_000
    for place in range(15):
        assert len({code[place] for code in codes}) == len(ALPHABET) == 31


@given(PLACES, st.sampled_from(ALPHABET))
def test_one_letter_that_was_misread_is_noticed(place: int, letter: str) -> None:
    code = new_codes(1)[0]
    if code[place] == letter:
        return
    with pytest.raises(InvalidCodeError):
        clean_code(code[:place] + letter + code[place + 1 :])


@given(PLACES, PLACES)
def test_two_letters_that_changed_places_are_noticed(one: int, other: int) -> None:
    code = new_codes(1)[0]
    if code[one] == code[other] or 15 in (one, other):
        return
    swapped = list(code)
    swapped[one], swapped[other] = code[other], code[one]
    with pytest.raises(InvalidCodeError):
        clean_code("".join(swapped))


def test_however_it_is_written_it_is_the_same_code() -> None:
    code = new_codes(1)[0]
    for written in (in_groups(code), in_groups(code).lower(), f" {' '.join(code)} "):
        assert clean_code(written) == code


@pytest.mark.parametrize("wrong", ["", "2", "2" * 15, "2" * 17, "2" * 15 + "I", "é" * 16, "٣" * 16])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidCodeError):
        clean_code(wrong)
