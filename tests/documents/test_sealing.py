"""The seal: the same bytes each time, and no byte that can be changed."""

import hashlib
import io
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from pypdf import PdfReader, PdfWriter

from casework.demo.building import Cast
from declarations.wages.bench import _environment
from portal.documents.actions import file_of, pdf_of
from portal.documents.codes import in_groups
from portal.documents.models import Letter
from tests.documents.seals import check_seal, status_of
from tests.documents.test_letters import text_of

MAKE = """
import sys, django
django.setup()
from portal.documents.actions import pdf_of
from portal.documents.models import Letter
sys.stdout.buffer.write(pdf_of(Letter.objects.get(pk=sys.argv[1])))
"""


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Return the first letter of the cast."""
    found: Letter = cast.persons["georges"].letters.earliest("pk")
    return found


@pytest.mark.django_db(transaction=True)
def test_made_in_two_processes_it_is_the_same_bytes(letter: Letter) -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", MAKE, str(letter.pk)],
            capture_output=True,
            check=True,
            env=_environment() | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1] == pdf_of(letter)
    assert len(made[0]) > 20_000


def test_other_programs_find_the_seal_good(letter: Letter) -> None:
    pdf = bytes(file_of(letter).pdf)
    assert check_seal(pdf)
    status = status_of(pdf)
    assert status.docmdp_ok
    assert status.signer_reported_dt is not None
    assert abs(status.signer_reported_dt - letter.written_at) < timedelta(seconds=1)


def test_any_changed_byte_is_seen(letter: Letter) -> None:
    """What is sealed, by any program; the frame of the seal itself, which says nothing and which
    other programs read loosely, by the page that compares all bytes (`is_made_of`)."""
    pdf = pdf_of(letter)
    begin = pdf.index(b"/Contents <", pdf.index(b"/Type /Sig"))
    end = pdf.index(b">", begin)
    draw = random.Random(6)  # noqa: S311 - the same ones each time
    for place in draw.sample([*range(begin), *range(end, len(pdf))], 60):
        changed = bytearray(pdf)
        changed[place] ^= 1
        assert not _holds(bytes(changed)), f"byte {place} of {len(pdf)}"


def _holds(pdf: bytes) -> bool:
    try:
        return check_seal(pdf)
    except Exception:  # what cannot be read is not good either, whatever was hit first
        return False


def _with_a_page(pdf: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.add_blank_page()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


ADDED: dict[str, Callable[[bytes], bytes]] = {
    "a byte": lambda pdf: pdf + b"\n",
    "a comment": lambda pdf: pdf + b"% paid\n",
    "a page, as an update": _with_a_page,
    "another file": lambda pdf: pdf + pdf,
}


@pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)
def test_what_is_added_is_seen(letter: Letter, add: Callable[[bytes], bytes]) -> None:
    assert not _holds(add(pdf_of(letter)))


def test_the_code_stands_on_each_page(letter: Letter) -> None:
    assert letter.code
    reader = PdfReader(io.BytesIO(pdf_of(letter)))
    for page in reader.pages:
        assert in_groups(letter.code) in page.extract_text()
    links = [
        note["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note
    ]
    assert set(links) == {letter.data["check"]["address"]}  # once for each line that it takes


def test_letters_of_before_stay_as_they_were(letter: Letter) -> None:
    letter.version, letter.code = 1, None
    del letter.data["check"]
    pdf = pdf_of(letter)
    assert pdf == pdf_of(letter)
    assert not PdfReader(io.BytesIO(pdf)).get_fields()
    assert "genuine" not in text_of(pdf)


def test_what_is_kept_has_the_fingerprint_of_its_bytes(letter: Letter) -> None:
    file = file_of(letter)
    assert file.sha256 == hashlib.sha256(pdf_of(letter)).hexdigest()
