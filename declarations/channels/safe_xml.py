"""Parsing XML from outside: bytes in, a tree out, or the reason why not.

No DTD, no entity, no network. The bytes are decoded here, with a few encodings only, so that the
parser cannot be led to read them in another way than the checks before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from lxml import etree

MAX_BYTES: Final = 12 * 1024 * 1024  # 10,000 forms take 5 to 10
MAX_ELEMENTS: Final = 250_000
MAX_DEPTH: Final = 12
MAX_ATTRIBUTES: Final = 8
MAX_GAP: Final = 8_192  # characters between two "<": bounds a tag with its attributes, and a text
STRETCH: Final = MAX_GAP // 2
Caps = Mapping[str, etree.XPath]


def _caps(depth: int) -> Caps:
    return {
        "FILE-005": etree.XPath(f"(/*{'/*' * depth})[1]"),
        "FILE-007": etree.XPath(f"(//@*[{MAX_ATTRIBUTES + 1}])[1]/.."),
    }


CAPS: Final = _caps(MAX_DEPTH)
DEEP: Final = _caps(24)  # for messages of banks, which say in many levels who somebody is
ENCODINGS: Final = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
DECLARED_ENCODING: Final = re.compile(
    rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,20})["']"""
)


@dataclass(eq=False)
class UnreadableError(Exception):
    """The file as a whole cannot be read. `code` is one of the FILE anomalies."""

    code: str
    line: int | None = None


def parse(data: bytes, caps: Caps = CAPS) -> etree._Element:
    """The root of a document without comments and instructions; raises `UnreadableError`."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_clean(data), parser)
    except etree.XMLSyntaxError as error:
        code = "FILE-005" if "depth" in (error.msg or "") else "FILE-001"
        raise UnreadableError(code, error.lineno) from None
    for code, too_much in caps.items():
        for element in cast(list[etree._Element], too_much(root)):
            raise UnreadableError(code, line_of_element(element))
    return root


def decode(data: bytes, most: int = MAX_BYTES) -> str:
    """The text of a document of at most so many bytes that has no DTD; raises `UnreadableError`."""
    if not data.strip():
        raise UnreadableError("FILE-008")
    if len(data) > most:
        raise UnreadableError("FILE-003")
    text = _decode(data)
    if "<!DOCTYPE" in text:
        raise UnreadableError("FILE-002", _line(text, text.index("<!DOCTYPE")))
    return text


def _clean(data: bytes) -> bytes:
    """The same document as UTF-8, once it is known to be small, flat and without a DTD."""
    text = decode(data)
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise UnreadableError("FILE-006")
    _refuse_long_gaps(text)
    return text.encode()


def _decode(data: bytes) -> str:
    declared = DECLARED_ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in ENCODINGS:
        raise UnreadableError("FILE-004", 1)
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("FILE-004", data.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise UnreadableError("FILE-004", _line(text, text.index("\0")))
    return text


def _refuse_long_gaps(text: str) -> None:
    """Before parsing: a tag with very many attributes takes the parser long.

    A gap that is too long holds a whole stretch of half its length, wherever it begins.
    """
    if all(text.find("<", at, at + STRETCH) >= 0 for at in range(0, len(text), STRETCH)):
        return
    gaps = text.split("<")
    if max(map(len, gaps)) > MAX_GAP:
        before = next(place for place, gap in enumerate(gaps) if len(gap) > MAX_GAP)
        raise UnreadableError("FILE-007", _line(text, len("<".join(gaps[:before]))))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def line_of_element(element: etree._Element) -> int:
    """The line on which an element starts."""
    return cast(int | None, element.sourceline) or 0
