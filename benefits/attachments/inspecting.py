"""Looks into a document that somebody added: a program of its own, which nothing else depends on.

    python -m benefits.attachments.inspecting < document

It says in one word what the document is (`pdf`, `jpeg`, `png`) or what is wrong with it, a value of
`Fault`. A document that makes it run out of memory or time, or that ends it, does no harm to who
asked: see `benefits/attachments/asking.py`.
"""

from __future__ import annotations

import base64
import io
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from benefits.attachments.faults import SECONDS, Fault, FaultError

MEMORY: Final = 1024 * 1024 * 1024  # bytes of addresses
PIXELS: Final = 120_000_000  # of one picture: what large cameras make
UNPACKED: Final = 256 * 1024 * 1024  # bytes of all that is compressed in a document
OBJECTS: Final = 100_000
HEAD: Final = 1024  # programs look so far for what a file is

# What a document does by itself, or holds besides its pages (ISO 32000-1, 12.6 and 7.11).
ACTIVE: Final = {"/JavaScript", "/JS", "/AA", "/XFA", "/RichMedia"}
INSIDE: Final = {"/EmbeddedFile", "/EmbeddedFiles", "/EF"}
ACTIONS: Final = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"),
    *("/Rendition", "/Movie", "/Sound"),
}
# What else the first bytes of a file may be taken for.
MARKUP: Final = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|svg|\?xml|\?php)", re.I)
ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def inspect(data: bytes) -> str:
    """Return what a document is. Raises `FaultError`, and whatever its readers raise."""
    kind = next((kind for begin, kind in KINDS.items() if data.startswith(begin)), None)
    if kind is None:
        raise FaultError(Fault.KIND)
    head = data[:HEAD]
    other = kind != "pdf" and b"%PDF-" in head
    if other or MARKUP.search(head) or any(each in data for each in ARCHIVES):
        raise FaultError(Fault.INSIDE)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise FaultError(Fault.INSIDE)
    READERS[kind](data)
    return kind


def _picture(data: bytes) -> None:
    """Read a picture as far as it tells that it is whole."""
    Image.MAX_IMAGE_PIXELS = None  # said here, in our own words
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        if picture.width * picture.height > PIXELS:
            raise FaultError(Fault.LARGE)
        if picture.format == "PNG":
            picture.verify()
        else:
            picture.draft("RGB", (64, 64))  # by blocks: a hundredth of the memory
            picture.load()


def _pdf(data: bytes) -> None:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise FaultError(Fault.LOCKED)
    if not len(reader.pages):
        raise FaultError(Fault.UNREADABLE)
    unpacked = 0
    for each in _objects(reader):
        _judge(each)
        if isinstance(each, StreamObject):
            unpacked += _unpacked(each, UNPACKED - unpacked)


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Yield every object of a document, also those that no page leads to, and what is in them."""
    numbers = {number for table in reader.xref.values() for number in table}
    numbers |= set(reader.xref_objStm)
    if len(numbers) > OBJECTS:
        raise FaultError(Fault.LARGE)
    yield reader.trailer
    for number in sorted(numbers):
        yield from _within(reader.get_object(IndirectObject(number, 0, reader)))


def _within(top: Any) -> Iterator[Any]:
    waiting = [top]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, DictionaryObject):
            waiting += [inner for inner in each.values() if not isinstance(inner, IndirectObject)]
        elif isinstance(each, ArrayObject):
            waiting += [inner for inner in each if not isinstance(inner, IndirectObject)]


def _judge(each: Any) -> None:
    if not isinstance(each, DictionaryObject):
        return
    if ACTIVE & each.keys() or each.get("/S") in ACTIONS:
        raise FaultError(Fault.ACTIVE)
    if INSIDE & each.keys() or each.get("/Type") == "/EmbeddedFile":
        raise FaultError(Fault.INSIDE)
    if (
        each.get("/Subtype") == "/Image"
        and _number(each, "/Width") * _number(each, "/Height") > PIXELS
    ):
        raise FaultError(Fault.LARGE)


def _number(each: DictionaryObject, name: str) -> int:
    value = each.get(name)
    return int(value) if isinstance(value, int) else 0


def _unpacked(stream: StreamObject, most: int) -> int:
    """Return the size of a stream once it is unpacked, as far as its filters only pack."""
    filters = stream.get("/Filter", [])
    data = stream._data  # as it stands in the file
    for each in filters if isinstance(filters, list) else [filters]:
        unpack = UNPACKERS.get(str(each))
        if unpack is None:
            break
        data = unpack(data, most)
    if len(data) > most:
        raise FaultError(Fault.LARGE)
    return len(data)


def _inflate(data: bytes, most: int) -> bytes:
    return zlib.decompressobj().decompress(data, most + 1)


UNPACKERS: Final[dict[str, Callable[[bytes, int], bytes]]] = {
    "/FlateDecode": _inflate,
    "/Fl": _inflate,
    "/ASCII85Decode": lambda data, _most: base64.a85decode(data.strip().removesuffix(b"~>")),
    "/ASCIIHexDecode": lambda data, _most: bytes.fromhex(data.decode().rstrip().rstrip(">")),
}
KINDS: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
READERS: Final = {"pdf": _pdf, "jpeg": _picture, "png": _picture}


def main() -> str:
    """Look into what comes in, within limits; say what it is."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        return inspect(sys.stdin.buffer.read())
    except FaultError as error:
        return error.fault
    except MemoryError:
        return Fault.LARGE
    except Exception:  # readers of hostile files raise anything
        return Fault.UNREADABLE


if __name__ == "__main__":
    sys.stdout.write(main())
