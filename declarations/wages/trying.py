"""Trying a file of quarterly wages without sending it: the authority's checks, then our rules.

The rules are asked when the schema is followed: of each piece by itself, without any register. What
only a whole form can show, of a form that is larger than a piece, is left to the sending.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO, Final

from declarations.channels.verifying import Check
from declarations.glossary.checks import BELGIUM
from declarations.glossary.findings import Finding
from declarations.wages.batch import Batch
from declarations.wages.cutting import cut
from declarations.wages.judging import findings_of, judge
from declarations.wages.known import Known
from declarations.wages.models import Load, Piece
from declarations.wages.pieces import begins, document, model_of, pack, whole
from declarations.wages.reading import NotReadableError, read
from declarations.wages.rewriting import read_otherwise, rewritten
from declarations.wages.verifying import MOST_FINDINGS, Reading, gone_through

COUNTED: Final = frozenset({"00015-007", "90017-006"})  # what was counted over the whole file


def try_wages(file: BinaryIO, on: date | None = None) -> Check:
    """Check a file of any size; nothing of it is kept. Never raises for what it holds.

    `on` is the day on which it would be received: when absent, the day on which it says that it
    was made, but not later than today.
    """
    place = file.tell()
    reading = gone_through(file)
    check = reading.check()
    if not check.passes.get("schema") or any(f.code not in COUNTED for f in check.findings):
        return check
    file.seek(place)
    today = datetime.now(BELGIUM).date()
    day = on or min(reading.made or today, today)
    more = tuple(islice(_against_rules(file, reading, day), MOST_FINDINGS - len(check.findings)))
    passes = check.passes | {"rules": not any(finding.blocking for finding in more)}
    return replace(check, passes=passes, findings=(*check.findings, *more))


def _against_rules(file: BinaryIO, reading: Reading, day: date) -> Iterator[Finding]:
    """What the rules have against each piece; the gravest of a piece come first."""
    text = file if reading.stream.is_plain else rewritten(file)
    for piece in _pieces(text, reading.flow):
        batch = yield from _read(piece)
        if batch is not None:
            hits = judge(batch, Known.without_registers(batch, day), whole=whole(piece))
            yield from (f for f in findings_of(batch, hits) if f.code not in COUNTED)


def _pieces(text: BinaryIO, flow: str) -> Iterator[Piece]:
    """The pieces as they would be stored."""
    parts = cut(text, flow)
    number, part = 1, next(parts, None)
    while part is not None:
        after = next(parts, None)
        load = Load(flow=flow, pieces=number + (after is not None))
        yield Piece(
            load=load,
            number=number,
            quarter=part.quarter,
            above=part.above,
            content=pack(part.content),
            ended=part.ended,
            line=part.line,
        )
        number, part = number + 1, after


def _read(piece: Piece) -> Generator[Finding, None, Batch | None]:
    """Read a piece, in whichever way it is written."""
    text, head = document(piece)
    model = model_of(piece)
    try:
        return read(text, model, head, piece.line)
    except NotReadableError:
        other = read_otherwise(text, model, begins(piece), piece.line)
    for findings in other.findings.values():
        yield from findings
    return other.batch
