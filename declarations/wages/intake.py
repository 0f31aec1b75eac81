"""Taking messages of wages in: stored to the byte, cut into pieces, answered at once.

Nothing is judged here. However large the message, a few pieces of it are held at a time.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.channels.safe_xml import UnreadableError
from declarations.channels.streaming import root_of
from declarations.channels.verifying import unknown_kind
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.wages import partitions
from declarations.wages.cutting import (
    ACTIONS,
    FLOWS,
    SIZE,
    Cut,
    Head,
    NotPlainError,
    cut,
    flow_of,
)
from declarations.wages.models import Form, Load, Piece, Shelf
from declarations.wages.pieces import pack
from declarations.wages.rewriting import rewritten
from portal.access.models import Capacity, Service
from portal.copying import insert_rows
from portal.exchange.actions import Happening, publish_all, receive
from portal.exchange.models import Channel, Message
from portal.people.models import Company

PACKERS: Final = 2  # threads that compress
PIECES_OF_A_SHELF: Final = 96
DECLARATION: Final = (
    *("id", "message_id", "position", "flow", "action", "reference", "content", "findings"),
    *("declarant_reference", "received_at"),
)
FORM: Final = ("declaration_id", "load_id", "quarter", "company_id", "filing_id", "workers")
KEYS: Final = "SELECT nextval('declarations_declaration_id_seq') FROM generate_series(1, %s)"
FILINGS: Final = "SELECT * FROM filings_of(%s::bigint[], %s::int[], %s)"


def take(
    capacity: Capacity,
    channel: Channel,
    key: str,
    stream: BinaryIO,
    received_at: datetime | None = None,
) -> tuple[Message, bool]:
    """Store a message of wages with its pieces, all or nothing; return it with "is it new".

    `stream` can be read again from its start. A message that stands already under this key is
    returned as it is. Raises `KeyReusedError` when the key served for another one. What cannot be
    read at all is stored too, with the finding that says why, and is finished.
    """
    sha256, size, is_plain = _looked_through(stream)
    with transaction.atomic():
        message, new = receive(
            capacity, Service.WAGES, channel, key, b"", received_at, sha256=sha256
        )
        if new:
            _take_in(message, stream, size, is_plain)
    return message, new


def _looked_through(stream: BinaryIO) -> tuple[str, int, bool]:
    """Return the SHA-256, the size, and whether the file can be cut as it is: it has no comments,
    no character data and no instructions, so that each tag in it is one."""
    digest, size, is_plain, end = hashlib.sha256(), 0, True, b""
    stream.seek(0)
    with ThreadPoolExecutor(1) as beside:
        while block := stream.read(SIZE):
            digested = beside.submit(digest.update, block)
            body = block if size else block.removeprefix(BOM_UTF8).removeprefix(b"<?xml ")
            is_plain = is_plain and not any(
                # The second letter is rare, and found quickly.
                (mark[1:] in body and mark in body) or end + block[:1] == mark
                for mark in (b"<!", b"<?")
            )
            size, end = size + len(block), block[-1:]
            digested.result()
    stream.seek(0)
    return digest.hexdigest(), size, is_plain


def _take_in(message: Message, stream: BinaryIO, size: int, is_plain: bool) -> None:
    flow = flow_of(stream.read(SIZE)) if is_plain else ""
    stream.seek(0)
    try:
        if not flow or not _taken(message, flow, stream, size, None):
            flow = _flow_otherwise(stream)
            with rewritten(stream) as text:
                if not _taken(message, flow, text, size, stream):
                    raise UnreadableError("FILE-001")
    except UnreadableError as refusal:
        _refuse(message, stream, found(refusal.code, "", line=refusal.line))
    except _RefusedError as refused:
        _refuse(message, stream, refused.finding)


def _taken(message: Message, flow: str, text: BinaryIO, size: int, sent: BinaryIO | None) -> bool:
    """Store the pieces of a message; say whether its text could be cut as it is."""
    try:
        with transaction.atomic():
            taking = _Taking(message, Load(message=message, flow=flow, pieces=0, workers=0))
            taking.run(text, size, sent)
    except NotPlainError:
        return False
    return True


def _flow_otherwise(stream: BinaryIO) -> str:
    """Return the flow of a message that is not written canonically."""
    stream.seek(0)
    root = root_of(stream)
    stream.seek(0)
    if root not in FLOWS:
        with rewritten(stream):  # what is not even XML is refused for that
            raise _RefusedError(unknown_kind(root))
    return FLOWS[root]


class _RefusedError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def _refuse(message: Message, stream: BinaryIO, finding: Finding) -> None:
    """Keep a message that cannot be read, with the reason."""
    load = Load.objects.create(
        message=message,
        flow="",
        pieces=0,
        workers=0,
        findings=[finding.as_json()],
        finished_at=timezone.now(),
    )
    _keep(load, stream)
    publish_all([Happening("wages.judged", load.pk, message=message.pk)])


def _keep(load: Load, stream: BinaryIO) -> None:
    """Keep a message to the byte that was not cut as it came, in pieces that hold nothing else."""
    stream.seek(0)
    for number, block in enumerate(iter(lambda: stream.read(SIZE), b""), start=1):
        Piece.objects.create(
            load=load,
            number=load.pieces + number,
            quarter=0,
            above=b"",
            content=b"",
            sent=pack(block),
            ended=True,
            line=1,
            first_form=0,
        )


@dataclass(slots=True)
class _Form:
    """A form whose workers are still counted; a message may have very many."""

    key: int
    quarter: int
    company: int | None
    workers: int


@dataclass
class _Taking:
    """A message while its pieces are stored, one after the other."""

    message: Message
    load: Load
    shelves: dict[tuple[int, int], Shelf] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    forms: list[_Form] = field(default_factory=list)

    def run(self, text: BinaryIO, size: int, sent: BinaryIO | None) -> None:
        self.load.save(force_insert=True)
        cuts = cut(text, self.load.flow, SIZE)
        shelves = max(2, -(-size // (SIZE * PIECES_OF_A_SHELF)))
        if size <= SIZE:  # a small message has a shelf only when it has several pieces
            small = list(cuts)
            cuts, shelves = iter(small), min(len(small) - 1, 1)
        keys = []
        for number, (each, packed) in enumerate(_packed(cuts), start=1):
            shelf = self._shelf(each.quarter, number % shelves) if shelves else None
            keys.append(self._store(number, each, packed, shelf))
            self._declare(each)
            self.load.workers += each.workers
        self._file()
        if not self.forms:  # rewriting it may say what is wrong with it
            raise _RefusedError(found("FILE-008", "")) if sent else NotPlainError
        self.load.pieces = len(keys)
        self.load.save()
        if sent:
            _keep(self.load, sent)
        message = self.message.pk
        publish_all(
            [
                Happening("wages.received", self.load.pk, message=message),
                *(Happening("wages.piece", key, message=message) for key in keys),
            ]
        )

    def _shelf(self, quarter: int, number: int) -> Shelf | None:
        if not quarter:
            return None
        if (quarter, number) not in self.shelves:
            partitions.open_quarter(quarter)
            shelf = Shelf.objects.create(load=self.load, quarter=quarter)
            partitions.make(quarter, shelf.pk)
            self.shelves[quarter, number] = shelf
        return self.shelves[quarter, number]

    def _store(self, number: int, each: Cut, packed: bytes, shelf: Shelf | None) -> int:
        return Piece.objects.create(
            load=self.load,
            number=number,
            shelf=shelf,
            quarter=each.quarter,
            above=each.above,
            content=packed,
            ended=each.ended,
            line=each.line,
            first_form=each.first_form,
        ).pk

    def _declare(self, each: Cut) -> None:
        """Store the forms that begin in a piece; of one that goes on, the workers still come."""
        if self.forms and each.above:
            self.forms[-1].workers += each.workers
        if not each.heads:
            return
        with connection.cursor() as cursor:
            cursor.execute(KEYS, [len(each.heads)])
            keys = [row[0] for row in cursor.fetchall()]
        insert_rows(Declaration, DECLARATION, self._declarations(keys, each.heads))
        for key, head, company in zip(keys, each.heads, _companies(each.heads), strict=True):
            self.forms.append(_Form(key, head.quarter, company, head.workers))

    def _declarations(self, keys: list[int], heads: Iterable[Head]) -> Iterator[tuple[Any, ...]]:
        for position, (key, head) in enumerate(zip(keys, heads, strict=True), len(self.forms) + 1):
            yield (
                key,
                self.message.pk,
                position,
                self.load.flow,
                ACTIONS[self.load.flow],
                Declaration._meta.get_field("reference").get_default(),
                json.dumps(head.zones),
                "[]",
                head.zones.get("ReferenceNbr", "")[:20],
                self.message.received_at,
            )

    def _file(self) -> None:
        """Store what the forms are about: all at once, since who makes filings in whatever order
        comes to wait for another who does."""
        filings = self._filings(
            {(f.company, f.quarter) for f in self.forms if f.company and f.quarter}
        )
        rows = (
            (
                *(each.key, self.load.pk, each.quarter or None, each.company),
                *(filings.get((each.company or 0, each.quarter)), each.workers),
            )
            for each in self.forms
        )
        insert_rows(Form, FORM, rows)

    def _filings(self, asked: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """Return the filing of each company and quarter, in whose order they are made."""
        companies, quarters = [c for c, _q in sorted(asked)], [q for _c, q in sorted(asked)]
        environment = self.message.environment.value
        with connection.cursor() as cursor:
            cursor.execute(FILINGS, [companies, quarters, environment])
            return {(company, quarter): key for company, quarter, key in cursor.fetchall()}


def _companies(heads: Iterable[Head]) -> list[int | None]:
    """Return the company of each form; its NSSO number prevails over the other."""
    numbers = [
        (_number(head, "NOSSRegistrationNbr", 0), _number(head, "CompanyID", 10)) for head in heads
    ]
    first, second = {n for n, _e in numbers if n}, {e for _n, e in numbers if e}
    wanted = Company.objects.filter(Q(nsso_number__in=first) | Q(enterprise_number__in=second))
    known: dict[str, int] = {}
    for key, nsso, enterprise in wanted.values_list("pk", "nsso_number", "enterprise_number"):
        known |= {nsso or "": key, enterprise: key}
    return [known.get(nsso or enterprise) for nsso, enterprise in numbers]


def _number(head: Head, zone: str, length: int) -> str:
    """Return a number as the directory of companies has it; empty for none."""
    return said.zfill(length) if (said := head.zones.get(zone, "").lstrip("0")) else ""


def _packed(cuts: Iterator[Cut]) -> Iterator[tuple[Cut, bytes]]:
    """Compress pieces beside each other, a few ahead."""
    with ThreadPoolExecutor(PACKERS) as pool:
        ahead: deque[tuple[Cut, Future[bytes]]] = deque()
        for each in cuts:
            ahead.append((each, pool.submit(pack, each.content)))
            if len(ahead) > PACKERS:
                first, packed = ahead.popleft()
                yield first, packed.result()
        for first, packed in ahead:
            yield first, packed.result()
