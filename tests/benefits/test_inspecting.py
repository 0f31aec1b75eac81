"""What is looked into before it counts: what citizens add passes, what is hostile does not."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from benefits.attachments.asking import media_type_of
from benefits.attachments.faults import Fault, FaultError
from benefits.attachments.names import safe_name
from portal.documents.pdf import on_paper
from tests.benefits import documents as made

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


GOOD = {
    "a photo": (made.picture, "image/jpeg"),
    "a large photo": (lambda: made.picture("JPEG", (4000, 3000)), "image/jpeg"),
    "a screen": (lambda: made.picture("PNG"), "image/png"),
    "a PDF": (made.pdf, "application/pdf"),
    "a letter": (
        lambda: on_paper("<html lang=en><title>x</title><h1>Hello</h1>"),
        "application/pdf",
    ),
}
BAD = {
    "nothing": (lambda: b"", Fault.KIND),
    "a virus for tests": (lambda: EICAR, Fault.KIND),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Fault.KIND),
    "HTML": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", Fault.KIND),
    "a program": (lambda: b"MZ\x90\x00" + bytes(4000), Fault.KIND),
    "ZIP": (made.archive, Fault.KIND),
    "GIF": (lambda: made.picture("GIF"), Fault.KIND),
    "a PDF after other words": (lambda: b"GIF89a " + made.pdf(), Fault.KIND),
    "a photo and a ZIP": (lambda: made.picture() + made.archive(), Fault.INSIDE),
    "a PDF and a ZIP": (lambda: made.pdf() + made.archive(), Fault.INSIDE),
    "a photo and a RAR": (lambda: made.picture() + b"Rar!\x1a\x07\x00" + bytes(99), Fault.INSIDE),
    "a photo that is a page": (
        lambda: made.picture()[:20] + b"<script>alert(1)</script>" + made.picture()[20:],
        Fault.INSIDE,
    ),
    "a photo that is a PDF": (
        lambda: b"\xff\xd8\xff\xfe\x00\x20" + made.pdf() + made.picture()[2:],
        Fault.INSIDE,
    ),
    "a PDF that is a page": (
        lambda: made.pdf().replace(b"\n", b"\n%<html onload=alert(1)>\n", 1),
        Fault.INSIDE,
    ),
    "half a photo": (lambda: made.picture()[:5000], Fault.UNREADABLE),
    "a broken screen": (lambda: made.picture("PNG")[:-40], Fault.UNREADABLE),
    "the head of a photo": (lambda: b"\xff\xd8\xff\xe0", Fault.UNREADABLE),
    "the head of a PDF": (lambda: b"%PDF-1.7\n%%EOF", Fault.UNREADABLE),
    "noise that begins as a PDF": (
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 500,
        Fault.UNREADABLE,
    ),
    "pages that turn in circles": (made.endless, Fault.UNREADABLE),
    "a password": (locked, Fault.LOCKED),
    "a script at the opening": (
        lambda: made.with_root("/OpenAction", made.action("/JavaScript")),
        Fault.ACTIVE,
    ),
    "a program at the opening": (
        lambda: made.with_root("/OpenAction", made.action("/Launch")),
        Fault.ACTIVE,
    ),
    "a form that sends": (lambda: made.with_root("/X", made.action("/SubmitForm")), Fault.ACTIVE),
    "a script under another spelling": (made.hidden_script, Fault.ACTIVE),
    "a script of the document": (
        lambda: made.with_root(
            "/Names", DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
        ),
        Fault.ACTIVE,
    ),
    "what is done when it is printed": (
        lambda: made.with_root("/AA", DictionaryObject()),
        Fault.ACTIVE,
    ),
    "a form with a program": (
        lambda: made.with_root(
            "/AcroForm", DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
        ),
        Fault.ACTIVE,
    ),
    "a file in a PDF": (
        lambda: made.pdf(lambda it: it.add_attachment("a.exe", b"MZ")),
        Fault.INSIDE,
    ),
    "a bomb in a PDF": (made.bomb, Fault.LARGE),
    "a picture of ten gigapixels in a PDF": (made.large_picture, Fault.LARGE),
    "a bomb in a picture": (made.png_bomb, Fault.LARGE),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_citizens_add_passes(name: str) -> None:
    make, media_type = GOOD[name]
    assert media_type_of(make()) == media_type


@pytest.mark.parametrize("name", BAD)
def test_what_is_hostile_does_not(name: str) -> None:
    make, fault = BAD[name]
    with pytest.raises(FaultError) as refused:
        media_type_of(make())
    assert refused.value.fault == fault


def test_plain_forms_and_signed_letters_pass() -> None:
    marked = DictionaryObject({NameObject("/NeedAppearances"): BooleanObject(True)})
    assert media_type_of(made.with_root("/AcroForm", marked)) == "application/pdf"


NAMES = {
    "note.pdf": "note.pdf",
    "NOTE.PDF": "NOTE.pdf",
    "../../etc/passwd": "passwd.pdf",
    "C:\\Users\\me\\note.pdf": "note.pdf",
    "/": "document.pdf",
    "..": "document.pdf",
    "": "document.pdf",
    ".pdf": "pdf.pdf",
    "invoice\u202efdp.exe": "invoicefdp.pdf",
    "a\x00b\r\nSet-Cookie: x.pdf": "ab Set-Cookie x.pdf",
    'a"b<c>d|e?f*g.pdf': "a b c d e f g.pdf",
    "รายการ.pdf": "รายการ.pdf",
    "e\u0301te\u0301.pdf": "été.pdf",
    "x" * 500 + ".pdf": "x" * 96 + ".pdf",
    "note.pdf.exe": "note.pdf.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_names_and_no_more(name: str) -> None:
    assert safe_name(name, "application/pdf") == NAMES[name]
