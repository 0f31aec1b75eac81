"""XML from outside as a stream of events: a file of any size, in little memory.

As safe as `safe_xml`: no DTD, no entity, no network, and the bytes are decoded here, so that the
parser cannot be led to read them in another way than the checks before it. What has no end (a file
of a payroll office) has no cap on bytes and elements; depth, attributes and what stands between two
tags have one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, TypeAlias
from xml.parsers import expat

from declarations.channels.safe_xml import UnreadableError

Start: TypeAlias = Callable[[str, dict[str, str]], None]
End: TypeAlias = Callable[[str], None]
Text: TypeAlias = Callable[[str], None]

SEPARATOR: Final = "\f"  # never part of a name or of a namespace
MARK: Final = "\ufeff"
BYTES_AT_ONCE: Final = 1 << 18
MAX_DEPTH: Final = 64
MAX_ATTRIBUTES: Final = 64
MAX_GAP: Final = 1 << 20  # characters without a tag
LONGEST_HEAD: Final = 1024  # of the XML declaration
DECLARED: Final = re.compile(
    r"""<\?xml\s[^>?]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']"""
)
# Character sets in which one byte, or two, are one letter. None of them has states in which the
# same bytes mean something else.
SINGLE: Final = re.compile(
    r"(ISO[-_]8859-1|ISO-8859-([2-9]|13|15)|LATIN[1-5]|L[1-5]|CSISOLATIN[1-5]|ISO-IR-100"
    r"|WINDOWS-125[0-8]|KOI8-R|TIS-620"
    r"|(IBM|CP)(437|775|819|85[0257]|86[0-6]|869)|BIG5|EUC-JP|EUC-KR|GB18030|GB2312|GBK|SHIFT_JIS)",
    re.IGNORECASE,
)
ASCII: Final = re.compile(r"(US-)?ASCII|ISO646-US|US|(IBM|CP)367", re.IGNORECASE)
# What begins a file in UTF-16: its mark, or "<?" in two bytes each.
WIDE: Final = {b"\xff\xfe": "UTF-16LE", b"\xfe\xff": "UTF-16BE"}
WIDE_DECLARED: Final = {b"<\0?\0": "UTF-16LE", b"\0<\0?": "UTF-16BE"}
# XML 1.1 has more line ends, and forbids the control characters that 1.0 allows.
VERSION_1_1: Final = re.compile(r"""<\?xml\s+version\s*=\s*["']1\.1["']""")
LETTERS_1_1: Final = dict.fromkeys([*range(0x7F, 0x85), *range(0x86, 0xA0)], "\0") | {
    0x85: "\n",
    0x2028: "\n",
}


class Stream:
    """One document that goes by. Names are as they stand; in a namespace they are its address, the
    name, and the prefix if there is one, with a `SEPARATOR` between them."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.parser = expat.ParserCreate("utf-8", SEPARATOR)
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_dtd
        self.parser.XmlDeclHandler = self._refuse_version
        self.is_plain = True  # without comments and the like: each "<" begins or ends an element
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._find
        self.parser.StartCdataSectionHandler = self._find
        self.depth = 0
        self.fed = 0
        self.latest = b""  # of what was fed

    @property
    def line(self) -> int:
        """The line of what is being told, from 1."""
        return self.parser.CurrentLineNumber

    @property
    def is_short(self) -> bool:
        """Whether the element whose end is told is written as one tag, <a/>."""
        place = self.parser.CurrentByteIndex - (self.fed - len(self.latest))
        return place > 1 and self.latest[place - 2 : place] == b"/>"

    def tell(self, start: Start, end: End, text: Text) -> None:
        """Tell of each start, end and text. Raises `UnreadableError` where the file is not
        well-formed, or not safe to read."""

        def begin(name: str, attributes: dict[str, str]) -> None:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise UnreadableError("FILE-005", self.line)
            if len(attributes) > MAX_ATTRIBUTES:
                raise UnreadableError("FILE-007", self.line)
            start(name, attributes)

        def finish(name: str) -> None:
            self.depth -= 1
            end(name)

        self.parser.StartElementHandler = begin
        self.parser.EndElementHandler = finish
        self.parser.CharacterDataHandler = text
        try:
            for part in self._parts():
                sent = part.encode()
                self.fed += len(sent)
                self.latest = self.latest[-MAX_GAP:] + sent
                self.parser.Parse(sent, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableError("FILE-001", error.lineno) from None
        except UnicodeDecodeError:
            raise UnreadableError("FILE-004", self.line) from None

    def _parts(self) -> Iterator[str]:
        """The text, piece by piece, with no piece of a tag or text that goes on for ever."""
        first = self.file.read(BYTES_AT_ONCE)
        if not first.strip():
            raise UnreadableError("FILE-008")
        decoder, mark = _decoder(first)
        part = decoder.decode(first[mark:])
        if part.startswith(MARK):  # once is enough
            raise UnreadableError("FILE-001", 1)
        newer = VERSION_1_1.match(part)
        gap = 0
        while True:
            last = part.rfind("<")
            gap = gap + len(part) if last < 0 else len(part) - last
            if gap > MAX_GAP:
                raise UnreadableError("FILE-007", self.line)
            yield part.translate(LETTERS_1_1) if newer else part
            data = self.file.read(BYTES_AT_ONCE)
            part = decoder.decode(data, final=not data)
            if not data:
                return

    def _find(self, *_found: object) -> None:
        self.is_plain = False

    def _refuse_dtd(self, *_declared: object) -> None:
        raise UnreadableError("FILE-002", self.line)

    def _refuse_version(self, version: str, *_declared: object) -> None:
        if version not in ("1.0", "1.1"):
            raise UnreadableError("FILE-001", self.line)


def root_of(file: BinaryIO) -> str:
    """The name of the first element, "" when there is none; `file` is where it was."""

    class Found(Exception):  # noqa: N818 - no error: it ends the reading
        pass

    names: list[str] = []

    def found(name: str, _attributes: dict[str, str]) -> None:
        names.append(name)
        raise Found

    def nothing(_told: str) -> None:
        pass

    place = file.tell()
    try:
        Stream(file).tell(found, nothing, nothing)
    except (Found, UnreadableError):
        pass
    finally:
        file.seek(place)
    return names[0] if names else ""


def _decoder(first: bytes) -> tuple[codecs.IncrementalDecoder, int]:
    """How to decode a document, and how many bytes mark the order of bytes before it begins."""
    for mark, encoding in WIDE.items():
        if first.startswith(mark):
            return _wide(first, encoding), len(mark)
    for start, encoding in WIDE_DECLARED.items():
        if first.startswith(start):
            return _wide(first, encoding), 0
    mark = codecs.BOM_UTF8 if first.startswith(codecs.BOM_UTF8) else b""
    head = first[len(mark) : LONGEST_HEAD].decode("latin-1")
    declared = DECLARED.match(head)
    encoding = declared[1] if declared else "utf-8"
    if encoding.lower() == "utf-8" or ASCII.fullmatch(encoding):
        return codecs.getincrementaldecoder(encoding)("strict"), len(mark)
    if not SINGLE.fullmatch(encoding):
        raise UnreadableError("FILE-004", 1)
    # A byte that stands for no letter is a letter that cannot be read, not the end of the file.
    return codecs.getincrementaldecoder(encoding)("replace"), len(mark)


def _wide(first: bytes, encoding: str) -> codecs.IncrementalDecoder:
    """The decoder of two bytes a letter, when the declaration does not say something else."""
    declared = DECLARED.match(first[:LONGEST_HEAD].decode(encoding, "replace").lstrip(MARK))
    if declared and declared[1].upper() not in ("UTF-16", "ISO-10646-UCS-2", encoding):
        raise UnreadableError("FILE-004", 1)
    return codecs.getincrementaldecoder(encoding)("strict")
