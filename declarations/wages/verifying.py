"""The four checks of a file of quarterly wages that need no register.

The authority publishes a program with which senders try their files. Its verdicts, learnt by giving
it files, are what this module gives:

`well_formed`
    XML 1.0 or 1.1 with namespaces. Nothing else runs for a file that is not.
`schema`
    The schema is the one that the first `xsi:noNamespaceSchemaLocation` names, on whichever element
    it stands; only what follows the last "/" counts, and the letters must be exact
    ("DmfAOriginal_20231.xsd"). Neither the quarter in the file nor the name of its root matters.
    Elements before that attribute, an unknown root, what is wrong with the root's attributes, and
    with a root that is one tag alone, are passed over. Without a name the other checks do not run;
    with a name that does not exist, `duplicate_inss` fails and `net_owed_amount` does not run.
    An empty value of the zones `FORGIVEN` is no mistake when it stands between two tags; as one tag
    (<ReplacedINSS/>) it is one, unless the element that began before it has the same name.
`duplicate_inss`
    No `INSS` of a person twice for the same NSSO number and quarter, over all forms of the file;
    the enterprise number and trusteeship play no part. Numbers are compared as numbers; 0 and an
    empty one are nobody. A form without number or quarter has those of the form before it.
    (A number is all text since the last tag that began an element, with the white space around it
    taken away up to the first tag that ends one, where the schema knows the element.)
`net_owed_amount`
    For each NSSO number that begins an original declaration: what is declared equals the sum of the
    amounts `OWED` less that of those `DEDUCTED`, wherever they stand; an absent or empty amount
    is 0. It does not run for amendments.

`duplicate_inss` fails, and `net_owed_amount` does not run, when a number that they read is none or
is missing where a person or an amount needs it, and when there are more than `MOST_MISTAKES`, of
which a wrong value makes two, and a forgiven one does too.

Known differences, all on the safe side: a file with a DOCTYPE is not well-formed here, nor is one
that is deeper, or has longer tags or more attributes, than `channels.streaming` allows, or that is
in EBCDIC or ISO-2022, or says its character set by a rare name; XML 1.1 may not name control
characters; `xsi:type` is a mistake below the root, and nothing at it; no schema is sought for
elements of a namespace. Of the schemas, only those of quarters are there that the information model
holds: a file that names an older one, or one of local authorities, fails `schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from declarations.channels.safe_xml import UnreadableError
from declarations.channels.streaming import SEPARATOR, Stream
from declarations.channels.verifying import Check, unknown_kind
from declarations.glossary.catalog import for_quarter
from declarations.glossary.conformity import TEXTS, WHITE, Grammar, day_of, grammar_of
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.glossary.following import INSTANCE, Follower
from declarations.wages.quarters import is_quarter
from declarations.wages.totals import DECLARED, NUMBER, ORIGINAL, READ, Owed, Persons

FLOWS: Final = {"DmfAOriginal": "dmfa", "DmfAUpdate": "dmfa_update"}
SCHEMA: Final = re.compile(
    r"(DmfAOriginal|DmfAUpdate|DMFAPPLOriginal|DMFAPPLUpdate)_([0-9]{5})\.xsd"
)
# The first and last quarter for which a schema was published; that of local authorities is no more.
PUBLISHED: Final = {
    "DmfAOriginal": (20031, 20231),
    "DmfAUpdate": (20033, 20231),
    "DMFAPPLOriginal": (20051, 20214),
    "DMFAPPLUpdate": (20053, 20214),
}
NAMED: Final = f"{INSTANCE}{SEPARATOR}noNamespaceSchemaLocation"
ALLOWED: Final = frozenset({NAMED, f"{INSTANCE}{SEPARATOR}schemaLocation"})
FORGIVEN: Final = frozenset(
    {
        "ApplicantINSS",
        "DaysJustification",
        "DeductionRightStartingDate",
        "HolidayStartingDate",
        "NOSSQuarterEndingDate",
        "NOSSQuarterStartingDate",
        "OccupationEndingDate",
        "OccupationStartingDate",
        "ReplacedINSS",
        "WorkerInitial",
        "WorkingRegulationsStartingDate",
    }
)
AMOUNT: Final = "00015"
NUMBERS: Final = {NUMBER: "00011", "Quarter": "00013", "INSS": "00024"}
MOST_MISTAKES: Final = 1_000
MOST_FINDINGS: Final = 1_000
LONGEST_TEXT: Final = 1 << 16  # of one value


def check_wages(file: BinaryIO) -> Check:
    """Check a file of quarterly wages of any size; nothing of it is kept. Never raises."""
    return gone_through(file).check()


def gone_through(file: BinaryIO) -> Reading:
    """A file of any size that has gone by."""
    reading = Reading(Stream(file))
    try:
        reading.run()
    except UnreadableError as refusal:
        reading.unread = found(refusal.code, "", line=refusal.line)
    return reading


class Reading:
    """One file that goes by, and what the checks found so far."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.follower = Follower(self._refuse, self._forgives, ALLOWED)
        self.findings: list[Finding] = []
        self.unread: Finding | None = None  # why it is not well-formed
        self.made: date | None = None  # the last day on which a form says it was made
        self.root = ""
        self.begun = self.before = ""  # the tags that began last
        self.named: str | None = None  # the schema, as the file names it
        self.schema: tuple[str, int] | None = None  # its message and quarter; ("", 0): no such
        self.persons = Persons()
        self.owed = Owed()
        self.failed: set[str] = set()
        self.tags: list[str] = []
        self.texts: list[str] = []  # all text since the last tag that began an element
        self.is_first = True  # no element ended since
        self.room = LONGEST_TEXT

    def check(self) -> Check:
        """What was found."""
        if self.unread:
            return Check(passes={"well_formed": False}, findings=(self.unread,))
        return Check(self.flow, dict(self.passes()), tuple(self.findings))

    @property
    def flow(self) -> str:
        """The flow of the schema that the file names; else of its root; "" for neither."""
        grammar = self.follower.grammar
        return grammar.model.flow if grammar else FLOWS.get(self.root, "")

    def run(self) -> None:
        """Go through the file. Raises `UnreadableError` when it is not well-formed."""
        self.stream.tell(self._start, self._end, self._text)
        self._close_amounts()
        grammar = self.follower.grammar
        if self.root != (grammar.model.root if grammar else self.root) or self.root not in FLOWS:
            self.findings.insert(0, unknown_kind(self.root))
        elif self.schema is None:
            self.findings.insert(0, found("FILE-010", ""))
        if self.follower.mistakes > MOST_MISTAKES:
            self.findings.append(found("FILE-011", ""))

    def passes(self) -> Iterator[tuple[str, bool]]:
        """Which checks ran, and whether the file passed them."""
        yield "well_formed", True
        yield "schema", self.follower.grammar is not None and "schema" not in self.failed
        if self.schema is None:
            return
        message, _quarter = self.schema
        original = message == "DmfAOriginal"
        unread = {"persons", "amounts"} if original else {"persons"}
        counted = bool(message) and self.follower.mistakes <= MOST_MISTAKES
        counted = counted and not self.failed & unread
        yield "duplicate_inss", counted and "duplicate_inss" not in self.failed
        if counted and original:
            yield "net_owed_amount", "net_owed_amount" not in self.failed

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if attributes:
            # The prefix of an attribute is of no interest.
            attributes = {SEPARATOR.join(n.split(SEPARATOR)[:2]): attributes[n] for n in attributes}
            if self.named is None:
                self.named = attributes.get(NAMED)
        tag = name
        if SEPARATOR in name:
            name, tag = _foreign(name)
        elif self.named is not None and self.schema is None:
            self._take_schema(self.named)
        if not self.tags:
            self.root = name
        self.tags.append(tag)
        self.before, self.begun = self.begun, tag
        self.texts.clear()
        self.is_first = True
        self.room = LONGEST_TEXT
        self.follower.start(name, attributes)

    def _text(self, data: str) -> None:
        self.follower.text(data)
        if self.room > 0:
            self.room -= len(data)
            self.texts.append(data if self.room > 0 else f"{data[:LONGEST_TEXT]}\0")

    def _end(self, _name: str) -> None:
        tag = self.tags.pop()
        text = "".join(self.texts)
        if self.is_first:
            self.is_first = False
            if self._collapses():
                text = text.strip(WHITE)
                self.texts[:] = [text]
        if tag in READ:
            self._count(tag, text)
        elif tag == "FormCreationDate" and (day := day_of(text)):
            self.made = max(day, self.made or day)
        self.follower.end(text)

    def _collapses(self) -> bool:
        """Whether white space around the value that ends is none of it."""
        if self.follower.grammar is None:
            return self.schema is not None
        zone = self.follower.stack[-1].zone
        return zone is not None and zone.type not in TEXTS

    def _take_schema(self, named: str) -> None:
        match = SCHEMA.fullmatch(named.rpartition("/")[2])
        message, quarter = (match[1], int(match[2])) if match else ("", 0)
        first, last = PUBLISHED.get(message, (0, 0))
        there = is_quarter(quarter) and first <= quarter <= last
        self.schema = (message, quarter) if there else ("", 0)
        if there and message in FLOWS:
            self.follower.grammar = _grammar(FLOWS[message], quarter)
        if self.follower.grammar is None:
            self._add("FILE-009", "", named)

    def _count(self, tag: str, text: str) -> None:
        above = self.tags[-1] if self.tags else ""
        try:
            if self.persons.take(tag, above, text):
                self._fail("duplicate_inss", "90017-006", self.follower.path(), text)
        except ValueError:
            self._unread("persons", tag, text)
        if self.schema is None or self.schema[0] != "DmfAUpdate":
            try:
                self._add_up(tag, above, text)
            except ValueError:
                self._unread("amounts", tag, text)

    def _add_up(self, tag: str, above: str, text: str) -> None:
        if tag == NUMBER and above == ORIGINAL:
            self._close_amounts()
            self.owed.begin(text, self.stream.line)
        self.owed.take(tag, text, self.stream.line)

    def _unread(self, what: str, tag: str, text: str) -> None:
        """A number that cannot be read is the end of what it would be counted in."""
        if what not in self.failed:
            self._fail(what, f"{NUMBERS.get(tag, AMOUNT)}-002", self.follower.path(), text)

    def _close_amounts(self) -> None:
        if self.owed.differs:
            path = f"{ORIGINAL}/{DECLARED}"
            declared = str(self.owed.declared)
            self._fail("net_owed_amount", f"{AMOUNT}-007", path, declared, self.owed.line)

    def _refuse(self, code: str, path: str, value: str) -> None:
        alone = not self.tags and not self.before and self.stream.is_short
        if not alone:
            self.failed.add("schema")
        self._add(code, path, value)

    def _forgives(self, label: str) -> bool:
        return label in FORGIVEN and (not self.stream.is_short or self.before == label)

    def _fail(self, what: str, code: str, path: str, value: str, line: int | None = None) -> None:
        self.failed.add(what)
        self._add(code, path, value, line)

    def _add(self, code: str, path: str, value: str, line: int | None = None) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(found(code, path, value, line or self.stream.line))


def _grammar(flow: str, quarter: int) -> Grammar | None:
    try:
        return grammar_of(flow, for_quarter(flow, quarter).version)
    except LookupError:
        return None


def _foreign(name: str) -> tuple[str, str]:
    """An element of a namespace: what the model calls it, which is not its own, and its tag."""
    space, local, *prefix = name.split(SEPARATOR)
    return f"{{{space}}}{local}", ":".join([*prefix, local])
