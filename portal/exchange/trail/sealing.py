"""Seal what came: rows into blocks, blocks into the log, the log's root into a checkpoint."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from portal.exchange.trail import checkpoints, log
from portal.exchange.trail.horizons import FLOOR, settle
from portal.exchange.trail.models import Block
from portal.exchange.trail.registry import SEALED, Sealed, leaf_of
from portal.exchange.trail.tree import EMPTY, root_of, split

MOST: Final = 16_384  # rows of a block
LONGEST: Final = 60.0  # seconds after which what is left waits for the next bell
ONE_AT_A_TIME: Final = 5_057  # the advisory lock of who seals
LEAVES: Final = """
    SELECT range_agg(int8range(number, number + 1) ORDER BY number)::text,
        string_agg(leaf, ''::bytea ORDER BY number), count(*), max(number) + 1
    FROM (
        SELECT "{order}" AS number, {leaf} AS leaf FROM {table}
        WHERE "{order}" >= %s AND "{order}" < %s ORDER BY "{order}" LIMIT %s
    ) AS sealed
"""


@dataclass(frozen=True)
class Leaves:
    """Rows as a block holds them: their numbers, their hashes, how many, and the next number."""

    rows: str
    hashes: bytes
    count: int
    end: int


def leaves(
    table: str, order: str, columns: list[str], low: int, high: int, most: int | None
) -> Leaves | None:
    """Return the rows of a table numbered from `low` to below `high`, `most` of them if it says.

    One pass of the database, whatever their number; None when there is no such row.
    """
    question = LEAVES.format(table=table, order=order, leaf=leaf_of(columns))
    with connection.cursor() as cursor:
        cursor.execute(question, [low, high, most])
        rows, hashes, count, end = cursor.fetchone()
    return Leaves(rows, bytes(hashes), count, end) if count else None


def seal_all() -> int:
    """Seal what is there, for a while, and sign the log; return how many rows were sealed.

    Safe to run twice at once, when the second does nothing, and to be killed at any time: a
    transaction holds one block of each table, and the checkpoint is made again until it stands.
    """
    total, full, until = 0, True, time.monotonic() + LONGEST
    while full and time.monotonic() < until:
        sealed, full = _seal_some()
        total += sealed
    checkpoints.sign()
    return total


@transaction.atomic
def _seal_some() -> tuple[int, bool]:
    """Seal a block of each table that has rows; return the rows, and whether there may be more."""
    if not _alone():
        return 0, False
    finals = settle(SEALED.values())
    blocks = [block for each in SEALED.values() if (block := _block(each, finals[each.table]))]
    counts = [block.count for block in blocks]
    return sum(counts), MOST in counts


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _block(sealed: Sealed, final: int) -> Block | None:
    """Write the next block of a table, of rows numbered below `final`."""
    before = Block.objects.filter(table=sealed.table).order_by("-high")
    low = before.values_list("high", flat=True).first() or FLOOR
    columns = sealed.columns
    found = None if low >= final else leaves(sealed.table, sealed.order, columns, low, final, MOST)
    if found is None:
        return None
    block = Block(
        table=sealed.table,
        columns=columns,
        low=low,
        high=found.end if found.count == MOST else final,
        rows=found.rows,
        leaves=found.hashes,
        root=root_of(split(found.hashes)),
    )
    append(block)
    return block


def append(block: Block) -> None:
    """Give a block its place at the end of the log."""
    last = Block.objects.order_by("-number").only("number", "hash").first()
    block.number = last.number + 1 if last else 0
    block.previous = bytes(last.hash) if last else EMPTY
    block.sealed_at = _now()
    block.hash = block.own_hash()
    block.subtree = log.subtree_with(block.number, block.hash)
    block.save(force_insert=True)


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment
