"""Another way of writing XML becomes the canonical one, which the strict reader takes.

Comments and instructions fall away, character data and entities become text, every character set
becomes UTF-8. Each element stays on its line. What is not allowed (a namespace, an attribute) is
kept, so that it is found; the model says what is wrong with a document that even so is not taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from declarations.channels.streaming import SEPARATOR, Stream
from declarations.glossary.conformity import grammar_of
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.glossary.following import INSTANCE, Follower
from declarations.glossary.model import Glossary
from declarations.wages.batch import Batch
from declarations.wages.reading import NotReadableError, read

HINTS: Final = frozenset(
    f"{INSTANCE}{SEPARATOR}{name}" for name in ("noNamespaceSchemaLocation", "schemaLocation")
)
MOST: Final = 1_000  # findings of a form: nobody reads more
AT_ONCE: Final = 1 << 18
NOT_THE_MODEL: Final = "255"


class _Writer:
    """Writes what a stream tells, each element on its line."""

    def __init__(self, stream: Stream, file: BinaryIO) -> None:
        self.stream, self.file = stream, file
        self.line = 1
        self.waiting: list[str] = []
        self.text = ""
        self.leaf = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._loose()
        lines = self.stream.line - self.line
        self.line = max(self.stream.line, self.line)
        kept = "".join(
            f" {key.split(SEPARATOR)[-1]}={quoteattr(value)}"
            for key, value in attributes.items()
            if SEPARATOR.join(key.split(SEPARATOR)[:2]) not in HINTS
        )
        self._add(f"{chr(10) * lines}<{_tag(name)}{kept}>")
        self.leaf = True

    def say(self, data: str) -> None:
        self.text += data

    def end(self, name: str) -> None:
        self._loose(zone=self.leaf)
        self._add(f"</{_tag(name).split()[0]}>")
        self.leaf = False

    def _loose(self, *, zone: bool = False) -> None:
        """Write the text so far; between elements only what is not white space."""
        said = self.text.strip(" \t\r\n")
        if zone and "\n" in said:
            self.line += said.count("\n")
        if said:
            self._add(escape(said))
        self.text = ""

    def _add(self, text: str) -> None:
        self.waiting.append(text)
        if len(self.waiting) > AT_ONCE // 16:
            self.flush()

    def flush(self) -> None:
        self.file.write("".join(self.waiting).encode())
        self.waiting.clear()


def rewritten(stream: BinaryIO) -> BinaryIO:
    """Return a file in canonical XML, from its start, of a document in any other way.

    Raises `UnreadableError` when the document is not well-formed, or not safe to read.
    """
    source, file = Stream(stream), TemporaryFile()  # noqa: SIM115 - the caller closes it
    writer = _Writer(source, file)
    source.tell(writer.start, writer.end, writer.say)
    writer.flush()
    file.seek(0)
    return file


@dataclass
class _Following:
    """The findings of a document, by the number of the form, and where its forms stand."""

    stream: Stream
    model: Glossary
    lines: int
    findings: defaultdict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    forms: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        self.follower = Follower(self._report, lambda _zone: False, HINTS)
        self.follower.grammar = grammar_of(self.model.flow, self.model.version)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.model.form and len(self.follower.stack) == 1:
            self.forms += 1
        self.text = ""
        plain = {SEPARATOR.join(key.split(SEPARATOR)[:2]): attributes[key] for key in attributes}
        self.follower.start(_tag(name) if SEPARATOR in name else name, plain)

    def say(self, data: str) -> None:
        self.text += data
        self.follower.text(data)

    def end(self, _name: str) -> None:
        self.follower.end(self.text)
        self.text = ""

    def _report(self, code: str, path: str, value: str) -> None:
        findings = self.findings[self.forms]
        if len(findings) < MOST:
            findings.append(found(code, path, value, self.stream.line + self.lines))


def explained(document: bytes, model: Glossary, lines: int = 0) -> dict[int, list[Finding]]:
    """Return what the model has against each form of a document, by its number from 1.

    `lines` stand before the document, in its file; 0 is the number of what stands before the first
    form. Raises `UnreadableError` when the document is not well-formed.
    """
    stream = Stream(BytesIO(document))
    following = _Following(stream, model, lines)
    stream.tell(following.start, following.end, following.say)
    return dict(following.findings)


@dataclass(frozen=True)
class Explained:
    """What could be read of a document, in another way, and what is against the rest of its forms.

    `kept` are the numbers of the forms in the batch, from 1, in the order of the batch.
    """

    batch: Batch | None
    kept: list[int]
    findings: dict[int, list[Finding]]


def read_otherwise(
    document: bytes, model: Glossary, begins: bytes = b"", first_line: int = 1
) -> Explained:
    """Read a document that the strict reader does not take: in its canonical form, without the
    forms that the model refuses.

    `begins` is the tag with which its own content begins, if something was put before it. Raises
    `UnreadableError` when the document is not well-formed.
    """
    before = document.count(b"\n", 0, max(document.find(begins), 0))
    findings = explained(document, model, first_line - 1 - before)
    first, *forms, last = _forms(rewritten(BytesIO(document)).read(), model)
    while True:
        kept = [number for number in range(1, len(forms) + 1) if number not in findings]
        if not kept or 0 in findings:
            return Explained(None, [], findings)
        text = b"".join(
            [first, *(f if n in kept else _blank(f) for n, f in enumerate(forms, start=1)), last]
        )
        try:
            batch = read(text, model, max(text.find(begins), 0), first_line)
        except NotReadableError as refusal:
            number = kept[max(text.count(b"<Form>", 0, refusal.offset + 1) - 1, 0)]
            code = f"{model.blocks[model.form].number}-{NOT_THE_MODEL}"
            findings[number] = [
                found(code, model.form, line=refusal.line + first_line - 1 - before)
            ]
        else:
            return Explained(batch, kept, findings)


def _blank(form: bytes) -> bytes:
    return b"\n" * form.count(b"\n")


def _forms(document: bytes, model: Glossary) -> list[bytes]:
    """Return what stands before the first form, then each form with the space before it."""
    end = f"</{model.form}>".encode()
    first = re.search(rf"<{model.form}[ >]".encode(), document)
    parts = [document[: first.start() if first else len(document)]]
    place = len(parts[0])
    while (after := document.find(end, place)) >= 0:
        parts.append(document[place : after + len(end)])
        place = after + len(end)
    return [*parts, document[place:]]


def _tag(name: str) -> str:
    """Return a name as it is written; one of a namespace says so."""
    if SEPARATOR not in name:
        return name
    space, local, *_prefix = name.split(SEPARATOR)
    return f"{local} xmlns={quoteattr(space)}"
