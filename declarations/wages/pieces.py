"""Pieces of messages: from what is stored to a document that can be read, and back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from declarations.glossary.catalog import for_quarter, newest
from declarations.glossary.model import Glossary
from declarations.wages.cutting import ACTIONS, PERSONS
from declarations.wages.models import Piece, WorkerRecord
from portal.exchange.models import Message

LEVEL: Final = 1  # the quickest: XML of this kind becomes a sixteenth all the same


def pack(text: bytes) -> bytes:
    """Return a text as it is stored."""
    return zlib.compress(text, LEVEL)


def unpack(stored: bytes | memoryview | None) -> bytes:
    """Return a stored text."""
    return zlib.decompress(stored) if stored else b""


def model_of(piece: Piece) -> Glossary:
    """Return the version of the message by which a piece is read: that of its quarter.

    The newest for a quarter that cannot be read, or that is older than every version: what is wrong
    with it is then found like everything else.
    """
    flow = piece.load.flow
    try:
        return for_quarter(flow, piece.quarter)
    except LookupError:
        model = newest(flow)
        assert model is not None  # noqa: S101 - a load has a flow of ours
        return model


def begins(piece: Piece) -> bytes:
    """Return the tag with which a piece begins that is not the first; empty for that one."""
    if piece.number == 1:
        return b""
    return b"<" + PERSONS[piece.load.flow] + b">" if piece.above else b"<Form>"


def document(piece: Piece) -> tuple[bytes, int]:
    """Return a piece as a document, and how many bytes of it stand before its own content."""
    model, action = model_of(piece), ACTIONS[piece.load.flow]
    before = f"<{model.root}>".encode() + bytes(piece.above) if piece.number > 1 else b""
    after = b""
    if piece.number < piece.load.pieces:
        after = f"</{model.root}>".encode()
        if not piece.ended:
            after = f"</{action}></{model.form}>".encode() + after
    return b"".join((before, unpack(piece.content), after)), len(before)


def whole(piece: Piece) -> bool:
    """Say whether a piece holds whole forms; else it holds persons of one."""
    return piece.ended and not piece.above


def documents(records: Iterable[WorkerRecord]) -> Iterator[bytes]:
    """Yield the XML of records as it was sent, in their order; each piece is unpacked once."""
    wanted = list(records)
    texts: dict[int, bytes] = {}
    found = Piece.objects.filter(pk__in={record.piece_id for record in wanted})
    for piece in found.select_related("load", "reading"):
        rewritten = piece.reading.rewritten
        texts[piece.pk] = unpack(rewritten) if rewritten else document(piece)[0]
    for record in wanted:
        yield texts[record.piece_id][record.offset : record.offset + record.length]


def sent(message: Message) -> Iterator[bytes]:
    """Yield a message of wages as it came, to the byte, part by part."""
    cut = Piece.objects.filter(load__message=message).order_by("number")
    kept = cut.filter(sent__isnull=False)
    parts = kept.values_list("sent", flat=True)
    if not kept.exists():
        parts = cut.values_list("content", flat=True)
    for part in parts.iterator(chunk_size=4):
        yield unpack(part)
