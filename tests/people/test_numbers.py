"""Numbers: what is accepted, how it is stored and shown, why it is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import iban as be_iban
from stdnum.be import ssn
from stdnum.exceptions import ValidationError

from portal.people import numbers
from portal.people.numbers import InvalidNumber

CLEANERS: dict[str, Callable[[str], str]] = {
    "inss": numbers.clean_inss,
    "enterprise": numbers.clean_enterprise,
    "establishment": numbers.clean_establishment,
    "nsso": numbers.clean_nsso,
    "provisional_nsso": numbers.clean_provisional_nsso,
    "dimona_period": numbers.clean_dimona_period_id,
    "iban": numbers.clean_iban,
    "payment_reference": numbers.clean_payment_reference,
}


def with_check(first_nine: int, *, since_2000: bool = False) -> str:
    base = first_nine + (2_000_000_000 if since_2000 else 0)
    return f"{first_nine:09d}{97 - base % 97:02d}"


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("inss", "85.07.30-033.28", "85073003328"),
        ("inss", " 85073003328\n", "85073003328"),
        ("inss", "85\u00a007 30 033 28", "85073003328"),
        ("inss", with_check(50_101_001, since_2000=True), "05010100113"),
        ("inss", with_check(982_701_001), with_check(982_701_001)),
        ("inss", with_check(984_701_001), with_check(984_701_001)),
        ("inss", with_check(1), "00000000196"),
        ("enterprise", "BE 0403.019.261", "0403019261"),
        ("enterprise", "403019261", "0403019261"),
        ("nsso", "1943023-48", "194302348"),
        ("nsso", "0175110801", "175110801"),
        ("nsso", "100006", "100006"),
        ("nsso", "199999934", "199999934"),
        ("provisional_nsso", "5000000120", "5000000120"),
        ("provisional_nsso", "5999999989", "5999999989"),
        ("iban", "be71 0961 2345 6769", "BE71096123456769"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("payment_reference", "+++010/8068/17183+++", "010806817183"),
        ("payment_reference", "***010/8068/17183***", "010806817183"),
    ],
)
def test_accepts_what_people_type(kind: str, typed: str, stored: str) -> None:
    assert CLEANERS[kind](typed) == stored
    assert CLEANERS[kind](stored) == stored


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        ("inss", "85073003329", "check_digits"),
        ("inss", "8507300332", "length"),
        ("inss", "85A73003328", "characters"),
        ("inss", "", "length"),
        ("inss", "".join(chr(0x0660 + int(d)) for d in "85073003328"), "characters"),
        ("inss", "".join(chr(0xFF10 + int(d)) for d in "85073003328"), "characters"),
        ("inss", "8507300\u00b2328", "characters"),
        ("inss", with_check(991_300_001), "range"),
        ("enterprise", "0403019262", "check_digits"),
        ("enterprise", "2403019261", "range"),
        ("establishment", "0403019261", "range"),
        ("establishment", "2000000000", "check_digits"),
        ("dimona_period", "12345678901x", "characters"),
        ("dimona_period", "12345678901", "length"),
        ("nsso", "100005", "range"),
        ("nsso", "175110802", "check_digits"),
        ("provisional_nsso", "175110801", "range"),
        ("iban", "BE71096123456768", "check_digits"),
        ("iban", "XX71096123456769", "check_digits"),
        ("payment_reference", "010806817184", "check_digits"),
    ],
)
def test_says_why_a_number_is_refused(kind: str, typed: str, reason: str) -> None:
    with pytest.raises(InvalidNumber) as refusal:
        CLEANERS[kind](typed)
    assert (refusal.value.kind, refusal.value.reason) == (kind, reason)
    assert typed == "" or typed not in str(refusal.value)


def test_prints_the_usual_forms() -> None:
    assert numbers.format_inss("85073003328") == "85.07.30-033.28"
    assert numbers.format_enterprise("0403019261") == "0403.019.261"
    assert numbers.format_establishment("2123456789") == "2.123.456.789"
    assert numbers.format_nsso("175110801") == "1751108-01"
    assert numbers.format_iban("BE71096123456769") == "BE71 0961 2345 6769"
    assert numbers.format_payment_reference("010806817183") == "+++010/8068/17183+++"


def test_an_unknown_bank_is_a_warning_only() -> None:
    assert numbers.is_known_bank("BE71096123456769")
    assert numbers.is_known_bank("DE89370400440532013000")
    account = next(b for b in range(100, 1000) if not be_iban.info(f"BE00{b}"))
    bban = f"{account}0000000"
    bban += f"{int(bban) % 97 or 97:02d}"
    unknown = f"BE{98 - int(bban + '111400') % 97:02d}{bban}"
    assert numbers.clean_iban(unknown) == unknown
    assert not numbers.is_known_bank(unknown)


def test_a_belgian_iban_needs_its_national_check_digits() -> None:
    bban = "096123456768"
    rest = 98 - int(bban + "111400") % 97
    with pytest.raises(InvalidNumber) as refusal:
        numbers.clean_iban(f"BE{rest:02d}{bban}")
    assert refusal.value.reason == "check_digits"


@given(st.integers(min_value=1, max_value=10**10 - 1))
def test_made_numbers_pass_their_own_check(sequence: int) -> None:
    period = numbers.make_dimona_period_id(sequence)
    reference = numbers.make_payment_reference(sequence)
    assert numbers.clean_dimona_period_id(period) == period
    assert numbers.clean_payment_reference(reference) == reference


@pytest.mark.parametrize("sequence", [0, -1, 10**10])
def test_a_sequence_out_of_bounds_makes_no_number(sequence: int) -> None:
    with pytest.raises(InvalidNumber):
        numbers.make_dimona_period_id(sequence)


@given(st.integers(min_value=20_000_000, max_value=89_999_999))
def test_establishment_numbers_follow_the_enterprise_rule(first_eight: int) -> None:
    number = f"{first_eight}{97 - first_eight % 97:02d}"
    assert numbers.clean_establishment(number) == number


@given(st.sampled_from(["85073003328", "0403019261", "175110801"]), st.data())
def test_one_wrong_digit_is_always_seen(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    mistyped = number[:place] + digit + number[place + 1 :]
    kind = {11: "inss", 10: "enterprise", 9: "nsso"}[len(number)]
    with pytest.raises(InvalidNumber):
        CLEANERS[kind](mistyped)


@given(
    st.integers(min_value=0, max_value=999_999_999),
    st.sampled_from([0, 20, 40]),
    st.booleans(),
    st.integers(min_value=0, max_value=9),
)
def test_national_numbers_are_those_of_the_library(
    first: int, more: int, since_2000: bool, wrong: int
) -> None:
    number = with_check(
        first // 10**5 * 10**5 + more * 10**5 + first % 10**5, since_2000=since_2000
    )
    number = f"{int(number) + (wrong if wrong < 3 else 0):011d}"[-11:]
    try:
        expected: str | None = ssn.validate(number)
    except ValidationError:
        expected = None
    try:
        found: str | None = numbers.clean_inss(number)
    except InvalidNumber:
        found = None
    assert found == expected


@given(st.text(max_size=40), st.sampled_from(sorted(CLEANERS)))
def test_any_text_is_stored_or_refused(text: str, kind: str) -> None:
    try:
        stored = CLEANERS[kind](text)
    except InvalidNumber:
        return
    assert stored.isascii()
    assert CLEANERS[kind](stored) == stored
