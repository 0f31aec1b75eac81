"""Amounts as people type them, in each language; nothing that only looks like one."""

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from benefits.claims.applications.asking import ACCOUNT, PAY

LANGUAGES = ("en", "fr", "nl", "de")


def cents(text: str) -> int | None:
    form = PAY.form({"monthly_pay": text})
    return form.cleaned_data["monthly_pay"] if form.is_valid() else None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["2450.50", "2450,50", "2 450.50", "2\u202f450,5", " 2\xa0450.50 ", "€ 2450,50", "2450,50 €"],
)
def test_an_amount_that_reads_one_way_is_taken_in_every_language(language: str, text: str) -> None:
    with override(language):
        assert cents(text) == 245050


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "2,450.50", 245050),
        ("en", "2,450", 245000),
        ("en", "2.450", None),
        ("nl", "2.450,50", 245050),
        ("nl", "2.450", 245000),
        ("nl", "2,450", None),
        ("fr", "2.450,50", 245050),
        ("de", "12.450", 1245000),
    ],
)
def test_thousands_are_set_apart_as_the_language_does(
    language: str, text: str, expected: int | None
) -> None:
    with override(language):
        assert cents(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "abc", "NaN", "Infinity", "1e9", "-5", "0", "0.99", "100000.01", "12.345.67", "٢٤٥٠",
     "2450.505", "0x10", "1_000", "²", "9" * 40, "+5", "--5", "1,2,3"],
)  # fmt: skip
def test_what_is_no_amount_or_out_of_bounds_is_refused(text: str) -> None:
    with override("en"):
        assert cents(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_field(text: str) -> None:
    kept = cents(text)
    assert kept is None or 1_00 <= kept <= 100_000_00


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", [100, 245050, 9999999])
def test_what_a_question_shows_again_means_the_same(language: str, kept: int) -> None:
    with override(language):
        shown = PAY.form(initial={"monthly_pay": kept})["monthly_pay"].value()
        assert cents(PAY.form().fields["monthly_pay"].prepare_value(shown)) == kept


def test_an_account_number_is_kept_compact_and_shown_in_fours() -> None:
    form = ACCOUNT.form({"iban": "be68 5390-0754.7034"})
    assert form.is_valid()
    assert form.cleaned_data["iban"] == "BE68539007547034"
    field: forms.Field = form.fields["iban"]
    assert field.prepare_value("BE68539007547034") == "BE68 5390 0754 7034"


@pytest.mark.parametrize("text", ["BE68539007547035", "BE68", "not a number", "٦٨", "BE" * 21])
def test_an_account_number_with_wrong_digits_is_refused(text: str) -> None:
    form = ACCOUNT.form({"iban": text})
    assert not form.is_valid()
    assert list(form.errors) == ["iban"]
