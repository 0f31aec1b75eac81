"""The page where anybody checks a letter."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.demo.building import Cast
from portal.documents.actions import file_of, write_letter
from portal.documents.codes import in_groups, new_codes
from portal.documents.models import Letter

ADDRESS = "/letter/"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Return the first letter of the cast, with its PDF."""
    found: Letter = cast.persons["georges"].letters.earliest("pk")
    file_of(found)
    return found


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def ask(client: Client, code: str | None) -> str:
    """Ask what we say of a code."""
    return words(client.get(ADDRESS, {"code": code or ""}))


def compare(client: Client, code: str | None, pdf: bytes, name: str = "letter.pdf") -> str:
    """Send a PDF to the page of a code; return what is said."""
    file = SimpleUploadedFile(name, pdf, "application/pdf")
    return words(client.post(f"{ADDRESS}?code={code}", {"file": file}))


def test_anybody_learns_that_a_letter_is_ours(letter: Letter, client: Client) -> None:
    assert letter.code
    for typed in (letter.code, in_groups(letter.code), letter.code.lower()):
        page = ask(client, typed)
        assert "We wrote a letter with this code" in page
        assert "Increased reimbursement" in page
        assert file_of(letter).sha256 in page


def test_the_page_names_nobody(letter: Letter, client: Client) -> None:
    page = ask(client, letter.code)
    person = letter.person
    for part in (person.last_name, person.first_name, *letter.data["address"].split()):
        assert part not in page or len(part) < 4
    for number in person.numbers.all():
        assert number.number not in page


def test_the_address_on_the_letter_leads_there(letter: Letter, client: Client) -> None:
    address = letter.data["check"]["address"]
    assert "We wrote a letter" in words(client.get(address[address.index("/letter/") :]))


def test_the_pdf_itself_is_found_unchanged(letter: Letter, client: Client) -> None:
    pdf = bytes(file_of(letter).pdf)
    assert "The PDF is unchanged" in compare(client, letter.code, pdf)


@pytest.mark.parametrize("place", [0, 100, 5_000, -1_000, -1])
def test_a_changed_byte_is_seen(letter: Letter, client: Client, place: int) -> None:
    pdf = bytearray(bytes(file_of(letter).pdf))
    pdf[place] ^= 1
    assert "This is not the PDF that we wrote" in compare(client, letter.code, bytes(pdf))


def test_another_letter_of_ours_is_not_this_one(letter: Letter, cast: Cast, client: Client) -> None:
    other = write_letter(letter.person, "decision", letter.title, letter.data)
    assert "We wrote a letter with this code" in ask(client, other.code)
    page = compare(client, other.code, bytes(file_of(letter).pdf))
    assert "The PDF is unchanged" not in page


def test_before_its_pdf_is_made_a_letter_is_known(letter: Letter, client: Client) -> None:
    other = write_letter(letter.person, "decision", letter.title, letter.data)
    page = ask(client, other.code)
    assert "We wrote a letter with this code" in page
    assert "Its PDF is being made" in page


def test_a_code_that_we_never_gave(client: Client, cast: Cast) -> None:
    page = ask(client, new_codes(1)[0])
    assert "We wrote no such letter" in page
    assert "Fingerprint" not in page


@pytest.mark.parametrize("code", ["", "x", "2" * 400, "\x00", "' OR true --", "２" * 16])
def test_what_is_no_code_is_said_at_the_field(client: Client, cast: Cast, code: str) -> None:
    answer = client.get(ADDRESS, {"code": code})
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert "Error:" in words(answer)


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF", b"\x00" * 11_000_000], ids=["empty", "short", "huge"]
)
def test_other_files_are_answered(letter: Letter, client: Client, pdf: bytes) -> None:
    page = compare(client, letter.code, pdf, "../../\u202efdp.exe")
    assert "The PDF is unchanged" not in page
    assert "We wrote a letter" in page or "This is not the PDF" in page


def test_without_a_file_one_is_asked_for(letter: Letter, client: Client) -> None:
    page = words(client.post(f"{ADDRESS}?code={letter.code}"))
    assert "Choose the PDF of the letter." in page


def test_a_page_costs_few_queries(
    letter: Letter, client: Client, django_assert_num_queries: Any
) -> None:
    ask(client, letter.code)
    with django_assert_num_queries(1):
        ask(client, letter.code)
