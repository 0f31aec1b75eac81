"""Documents as citizens add them, and as nobody should."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], object]


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a photo, which no two pixels make alike."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def pdf(change: Change = lambda writer: None) -> bytes:
    """Return a PDF of one page, after something was done to it."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_root(name: str, value: object) -> bytes:
    """Return a PDF with an entry more in its catalogue."""
    return pdf(lambda writer: writer.root_object.update({NameObject(name): value}))


def action(kind: str) -> DictionaryObject:
    """Return what a PDF does when it is opened."""
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")}
    )


def hidden_script() -> bytes:
    """Return a PDF with a script that no page leads to, under a name written in another way."""
    return pdf(lambda writer: writer._add_object(action("/JavaScript"))).replace(
        b"/JavaScript", b"/J#61vaScript"
    )


def bomb(times: int = 600) -> bytes:
    """Return a small PDF of which a stream is 600 megabytes of nothing."""
    stream = DecodedStreamObject()
    stream.set_data(bytes(times * 1024 * 1024))
    return pdf(lambda writer: writer._add_object(stream.flate_encode()))


def large_picture() -> bytes:
    """Return a PDF with a picture that would take all the memory of who opens it."""
    stream = StreamObject()
    stream.update(
        {
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(100_000),
            NameObject("/Height"): NumberObject(100_000),
        }
    )
    return pdf(lambda writer: writer._add_object(stream))


def endless() -> bytes:
    """Return a PDF of which the pages are their own children."""

    def turn(writer: PdfWriter) -> None:
        pages = writer.root_object["/Pages"]
        pages[NameObject("/Kids")] = ArrayObject([writer.root_object.raw_get("/Pages")])  # type: ignore[index]

    return pdf(turn)


def png_bomb() -> bytes:
    """Return a small PNG of 40,000 times 40,000 pixels, as its first lines say."""
    small = picture("PNG", (4, 4))
    head = b"IHDR" + struct.pack(">II", 40_000, 40_000) + small[24:29]
    return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


def archive() -> bytes:
    """Return a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as within:
        within.writestr("run.js", "alert(1)")
    return out.getvalue()
