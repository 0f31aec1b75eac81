"""Letters: frozen, accessible, the same bytes each time, and nothing is fetched for them."""

import hashlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import NullObject

from casework.demo.building import Cast
from portal.documents.actions import file_of, words_of
from portal.documents.actions import pdf_of as made_of
from portal.documents.models import Letter, LetterFile
from portal.documents.pdf import render
from tests.documents.seals import check_seal

LANGUAGES = ("en", "fr", "nl", "de")


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Return the first letter of the cast: a right that nobody asked for."""
    letter: Letter = cast.persons["georges"].letters.earliest("pk")
    return letter


def pdf_of(letter: Letter, language: str = "", **changes: Any) -> bytes:
    context = {**letter.data, "title": letter.title, "letter": letter, **changes}
    return render(f"decision_v{letter.version}", language or letter.language, context)


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_made_again_is_the_same_bytes(letter: Letter, language: str) -> None:
    assert pdf_of(letter, language) == pdf_of(letter, language)


def test_the_stored_file_is_what_the_letter_says(letter: Letter) -> None:
    assert bytes(file_of(letter).pdf) == made_of(letter)
    assert LetterFile.objects.filter(letter=letter).count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_can_be_read_aloud(letter: Letter, language: str) -> None:
    reader = PdfReader(io.BytesIO(pdf_of(letter, language)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert str(root["/Lang"]) == language
    assert reader.metadata is not None
    assert reader.metadata.title
    kinds = set(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= kinds


def _kinds(element: Any) -> Iterator[str]:
    """Yield the kinds of all the elements of the structure under this one."""
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            yield from _kinds(each)
    elif isinstance(element, dict):
        yield str(element.get("/S"))
        yield from _kinds(element.get("/K", NullObject()))


def test_a_letter_says_who_told_what_led_to_it(letter: Letter) -> None:
    text = text_of(pdf_of(letter, "en"))
    cause = letter.data["cause"]
    assert f"because of what {cause['sender']} told us on 5 October 2026" in text
    assert cause["ticket"] in text.replace(" ", "")  # which a line may break at a hyphen
    assert "You have this right from 1 September 2022 until 31 December 2027." in text
    assert "Royal Decree of 15 January 2014" in text
    assert "within three months" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_takes_one_page_or_two(letter: Letter, language: str) -> None:
    assert len(PdfReader(io.BytesIO(pdf_of(letter, language))).pages) <= 2


def test_a_hostile_name_is_text_and_reads_no_file(letter: Letter) -> None:
    hostile = '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">'
    pdf = pdf_of(letter, "en", name=hostile, motivation=hostile)
    assert "<img" in text_of(pdf)
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    assert not [image for page in reader.pages for image in page.images]


# Scripts that the fonts of letters write; the same name must come out as it went in.
SCRIPTS = {
    "Latin": "Çağla Łukasiewicz-Ðorđević",
    "Vietnamese": "Nguyễn Thị Ngọc Ánh",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Олександра Ющенко",
    "Arabic": "فاطمة الزهراء",
    "Hebrew": "רחל כהן",
    "Armenian": "Անահիտ Պետրոսյան",
    "Georgian": "ნინო ჯაფარიძე",
    "Lao": "ສົມຊາຍ",
    "Tifinagh": "ⵜⴰⵏⵉⵔⵜ",
    "combining marks": "Z\u0301\u030c\u0325a\u0300\u0302",
    "Arabic with Latin and numbers": "فاطمة (Fatima) 1984",
    "200 letters": "Wolfeschlegelsteinhausenbergerdorff " * 5 + "the elder one Jr. II",
    # What `make` brings from the system, where it may.
    "Chinese": "王小明 張偉",
    "Japanese": "山田さくら",
    "Korean": "김민준",
    "Thai": "สมชาย ใจดี",
    "Devanagari": "प्रिया शर्मा",
    "Bengali": "প্রিয়া দাস",
    "Tamil": "குமார்",
    "Ethiopic": "አበበ ቢቂላ",
    "a picture": "Ana 🦄",
}
LISTS = shutil.which("fc-list")


def can_be_written(text: str) -> bool:
    """Tell whether fonts of this machine have each letter."""
    codes = {f"{ord(each):x}" for each in text if not each.isspace()}
    return LISTS is not None and all(
        subprocess.check_output([LISTS, f":charset={code}"]) for code in codes
    )


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_names_of_many_scripts_are_written(
    letter: Letter, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    if not can_be_written(name):
        pytest.skip("this machine has no font for it")
    pdf = pdf_of(letter, "en", name=name)
    assert "notdef" not in caplog.text  # a box, which PDF/A forbids (ISO 19005-3, 6.2.11.8)
    assert pdf == pdf_of(letter, "en", name=name)
    written = text_of(pdf)
    kept = sum(letter in written for letter in set(name))
    assert kept == len(set(name)), f"{name!r} of {written[:200]!r}"


HOSTILE = {
    "style": "</style><style>body{display:none}</style>",
    "script": "<script>alert(1)</script>",
    "css": '"; } @page { background: url(file:///etc/passwd) } x { content: "',
    "remote": "<img src=https://192.0.2.1/x><object data=ftp://192.0.2.1/x></object>",
    "pdf": ") /Contents <00> /ByteRange [0 1 2 3] endobj %%EOF (",
    "template": "{{ letter.person }}{% include 'letters/receipt_v1.html' %}",
    "direction": "abc\u202egnp.exe",
    "endless": "W" * 5_000,
    "many lines": "line\n" * 300,
    "combining": "Z" + "\u0300" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(letter: Letter, text: str) -> None:
    pdf = made_of(_saying(letter, text))
    assert pdf == made_of(_saying(letter, text))
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    assert "Increased reimbursement" in text_of(pdf)
    assert len(reader.pages) < 60
    assert check_seal(pdf)


def _saying(letter: Letter, text: str) -> Letter:
    """Return the letter with a text wherever somebody could have put one."""
    letter.language = "en"
    letter.data = {**letter.data, "name": text, "motivation": text, "address": text}
    return letter


def test_only_its_addressee_opens_a_letter(letter: Letter, cast: Cast, client: Client) -> None:
    address = f"/me/letters/{letter.reference}.pdf"
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
    client.force_login(cast.persons["georges"].account)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    client.force_login(cast.persons["lucas"].account)
    assert client.get(address).status_code == 404
    client.force_login(cast.persons["marie"].account)
    assert client.get(address).status_code == 403


# What each version says in English, of the same facts, for ever: letters that were written are made
# again from it. Where one of these fails, a template or a part of it was changed that letters stand
# on: make a new version of the template, with parts of its own.
SAID = {
    1: "d46b99dbad9e2477",
    2: "e0be48c78daaef26",
    3: "5f0651503e4a875f",
    4: "c221d797496fe440",
    5: "9aef93fc8a73354d",
}


@pytest.mark.parametrize("version", SAID)
def test_a_version_says_the_same_for_ever(letter: Letter, version: int) -> None:
    letter.version, letter.language = version, "en"
    letter.code = None if version == 1 else "2222222222222222"
    letter.written_at = datetime(2026, 10, 5, 12, tzinfo=UTC)
    address = "https://example.be/letter/"
    letter.data |= {
        "decision": "6f1c2d34-0000-4000-8000-000000000000",
        "check": {"page": address, "address": f"{address}?code={letter.code}"},
        "cause": {
            "sender": "Federal Pension Service",
            "ticket": "a ticket",
            "received_on": "2026-10-05",
        },
    }
    assert hashlib.sha256(words_of(letter).encode()).hexdigest()[:16] == SAID[version]
