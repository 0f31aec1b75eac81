"""Proofs that a row is sealed: small, and checked with the public key alone, without a database.

A proof holds the row as it was sealed, the way from its hash to the root of its block, the block's
header, the way from there to the root of the log, and the note in which that root is signed.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

from portal.exchange.trail import checkpoints, log
from portal.exchange.trail.models import Block
from portal.exchange.trail.notes import Checkpoint, NoteError, Verifier
from portal.exchange.trail.registry import SEALED, text_of
from portal.exchange.trail.tree import inclusion, leaf_hash, root_by_inclusion, root_of, split

FORMAT = "solida-proof/1"


class ProofError(ValueError):
    """A proof that proves nothing."""


@dataclass(frozen=True)
class Proven:
    """What a proof proves: this row was sealed then, in a log that was signed."""

    table: str
    row: dict[str, Any]
    block: int
    sealed_at: str
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Seal:
    """Where a row is sealed; `proof` is None until a checkpoint covers its block."""

    block: int
    sealed_at: datetime
    proof: dict[str, Any] | None


def seal_of(row: models.Model) -> Seal | None:
    """Return the seal of a row, or None as long as it has none.

    Raises `ProofError` when the row is not what was sealed.
    """
    sealed = SEALED[row._meta.db_table]
    number = getattr(row, sealed.order)
    of_table = Block.objects.filter(table=sealed.table, high__gt=number)
    block = of_table.order_by("high").first()
    if block is None:
        return None
    text = _text(block, sealed.order, number)
    leaves = split(bytes(block.leaves))
    numbers = list(block.numbers())
    index = bisect_left(numbers, number)
    if (
        index == len(numbers)
        or numbers[index] != number
        or leaf_hash(text.encode()) != leaves[index]
    ):
        raise ProofError("the row is not what was sealed")
    note = checkpoints.latest_note()
    size = checkpoints.verifier().read(note).size if note else 0
    if note is None or size <= block.number:
        return Seal(block.number, block.sealed_at, None)
    path = [root_of(leaves[low:high]) for low, high in inclusion(index, len(leaves))]
    proof = {
        "format": FORMAT,
        "row": text,
        "index": index,
        "path": [each.hex() for each in path],
        "block": block.header,
        "log_path": [each.hex() for each in log.roots(inclusion(block.number, size))],
        "checkpoint": note,
    }
    return Seal(block.number, block.sealed_at, proof)


def _text(block: Block, order: str, number: int) -> str:
    question = f'SELECT {text_of(block.columns)} FROM {block.table} WHERE "{order}" = %s'  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(question, [number])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def check(proof: Any, verifier: Verifier) -> Proven:
    """Return what a proof, read from JSON, proves. Raises `ProofError`, with the reason."""
    try:
        return _checked(proof, verifier)
    except NoteError as error:
        raise ProofError(str(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, ProofError):
            raise
        raise ProofError(f"the proof cannot be read: {error!r}") from None


def _checked(proof: Any, verifier: Verifier) -> Proven:
    if proof["format"] != FORMAT:
        raise ProofError("this is no proof that we know")
    number, table, columns, _span, _rows, count, root, _previous, at = json.loads(proof["block"])
    within = root_by_inclusion(
        leaf_hash(proof["row"].encode()), proof["index"], count, _hashes(proof["path"])
    )
    if within is None or within.hex() != root:
        raise ProofError("the row is not in the block")
    checkpoint = verifier.read(proof["checkpoint"])
    own = leaf_hash(proof["block"].encode())
    above = root_by_inclusion(own, number, checkpoint.size, _hashes(proof["log_path"]))
    if above != checkpoint.root:
        raise ProofError("the block is not in the log that was signed")
    row = dict(zip(columns, json.loads(proof["row"]), strict=True))
    return Proven(table, row, number, at, checkpoint)


def _hashes(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in path]
