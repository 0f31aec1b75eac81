"""What somebody with all rights in the database could do to the trail, and what must be found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection

from portal.exchange.trail import log, sealing
from portal.exchange.trail.models import Block
from portal.exchange.trail.registry import SEALED
from portal.exchange.trail.tree import EMPTY, root_of, split

LINES, MESSAGES = "portal_accessline", "portal_message"
CHANGES = {
    LINES: [
        "purpose = purpose || 'x'",
        "at = at + interval '1 microsecond'",
        "opened = NOT opened",
        "capacity_id = coalesce(capacity_id, 0) + 1",
        "\"case\" = '00000000-0000-4000-8000-000000000000'",
    ],
    MESSAGES: [
        "body = body || '\\x00'::bytea",
        "body = '\\x01'::bytea || body",
        "key = key || ' '",
        "sha256 = repeat('0', 64)",
        "received_at = received_at - interval '1 day'",
        "ticket = gen_random_uuid()",
    ],
}

COPY = "INSERT INTO {table} (id, {columns}) SELECT %s, {columns} FROM {table} WHERE id = %s"


def run(statement: str, *parameters: Any, **names: str) -> None:
    """Run a statement, with names put in."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**names), parameters)


@dataclass
class Place:
    """The sealed rows that are tampered with, and the numbers between them that no row has."""

    rows: dict[str, list[int]]
    gaps: list[int]
    blocks: int

    def pick(self, random: Random, table: str | None = None) -> tuple[str, int]:
        """Return a row."""
        table = table or random.choice([LINES, MESSAGES])
        return table, random.choice(self.rows[table])


Found = Callable[[str], bool]


def is_row(table: str, number: int, what: str) -> Found:
    """Return what recognises the fault of a row."""
    return lambda fault: fault.startswith(f"{table} id={number} {what} (block ")


def is_block(number: int) -> Found:
    """Return what recognises a fault of a block."""
    return lambda fault: fault.startswith(f"block {number} ")


def change(random: Random, place: Place) -> Found:
    """Change a column of a row."""
    table, number = place.pick(random)
    to = random.choice(CHANGES[table])
    run("UPDATE {table} SET {to} WHERE id = %s", number, table=table, to=to)
    return is_row(table, number, "was changed")


def delete(random: Random, place: Place) -> Found:
    """Remove a row."""
    table, number = place.pick(random)
    run("DELETE FROM {table} WHERE id = %s", number, table=table)
    return is_row(table, number, "is gone")


def swap(random: Random, place: Place) -> Found:
    """Let two rows change places."""
    first, second = sorted(random.sample(place.rows[LINES], 2))
    for old, new in ((first, -7), (second, first), (-7, second)):
        run("UPDATE {table} SET id = %s WHERE id = %s", new, old, table=LINES)
    return is_row(LINES, first, "was changed")


def insert(random: Random, place: Place) -> Found:
    """Add a row between others, or before all."""
    number = random.choice([*place.gaps, 0, -1, -(2**63)])
    copied = place.pick(random, LINES)[1]
    run(COPY, number, copied, table=LINES, columns="person_id, at, capacity_id, purpose, opened")
    return is_row(LINES, number, "was added after the sealing")


def cut(random: Random, place: Place) -> Found:
    """Remove the last blocks, with their rows or without."""
    left = random.randrange(place.blocks)
    for block in Block.objects.filter(number__gte=left) if random.random() < 0.5 else ():
        if block.table in place.rows:
            within = "DELETE FROM {table} WHERE id >= %s AND id < %s"
            run(within, block.low, block.high, table=block.table)
    run("DELETE FROM portal_block WHERE number >= %s", left)
    return lambda fault: fault.endswith(f"blocks, and there are {left}")


def rebuild(random: Random, place: Place) -> Found:
    """Change or remove a row, and make all blocks anew as if it had been so from the start."""
    table, number = place.pick(random)
    block = Block.objects.get(table=table, low__lte=number, high__gt=number)
    random.choice([change, delete])(_Same(random, table, number), place)
    renew()
    return spans(block.number)


def spans(number: int) -> Found:
    """Return what recognises a checkpoint that disagrees, and the blocks that it names."""

    def find(fault: str) -> bool:
        span = re.search(r"is not of these blocks: (\d+) to (\d+), from", fault)
        return span is not None and int(span[1]) <= number <= int(span[2])

    return find


class _Same(Random):
    """A source of chance which picks one row."""

    def __init__(self, random: Random, table: str, number: int) -> None:
        super().__init__(random.random())
        self.picks = [table, number]

    def choice(self, among: Any) -> Any:
        return self.picks.pop(0) if self.picks else super().choice(among)


def renew() -> None:
    """Seal the rows as they stand, in the blocks that there are."""
    previous = EMPTY
    for block in Block.objects.order_by("number"):
        found = sealing.leaves(
            block.table, SEALED[block.table].order, block.columns, block.low, block.high, None
        )
        assert found
        block.rows, block.leaves, block.root = (
            found.rows,
            found.hashes,
            root_of(split(found.hashes)),
        )
        block.previous = previous
        block.hash = previous = block.own_hash()
        block.subtree = log.subtree_with(block.number, block.hash)
        block.save()


def forge(random: Random, place: Place) -> Found:
    """Change a block, and nothing that follows from it."""
    number = random.randrange(place.blocks)
    change = random.choice(
        [
            "leaves = overlay(leaves placing '\\x00000000'::bytea from 1)",
            "leaves = leaves || root",
            "leaves = substr(leaves, 33)",
            "root = hash",
            "previous = hash",
            "hash = root",
            "subtree = root",
            "high = high + 1",
            "sealed_at = sealed_at + interval '1 second'",
            "rows = '{[-9,-8)}'",
            "columns = columns[2:]",
            "\"table\" = 'portal_user'",
        ]
    )
    run("UPDATE portal_block SET {change} WHERE number = %s", number, change=change)
    return is_block(number)


def drop(random: Random, place: Place) -> Found:
    """Remove a block, and close the gap in the numbers or not."""
    number = random.randrange(place.blocks - 1)
    run("DELETE FROM portal_block WHERE number = %s", number)
    if random.random() < 0.5:
        return is_block(number + 1)
    run("UPDATE portal_block SET number = -number WHERE number > %s", number)
    run("UPDATE portal_block SET number = -number - 1 WHERE number < 0")
    return is_block(number)


def exchange(random: Random, place: Place) -> Found:
    """Let two blocks change places."""
    first, second = sorted(random.sample(range(place.blocks), 2))
    for old, new in ((first, -7), (second, first), (-7, second)):
        run("UPDATE portal_block SET number = %s WHERE number = %s", new, old)
    return is_block(first)


def cover(random: Random, place: Place) -> Found:
    """Change a row and make its own block anew, but none of those after it."""
    table, number = place.pick(random)
    block = Block.objects.get(table=table, low__lte=number, high__gt=number)
    change(_Same(random, table, number), place)
    found = sealing.leaves(table, "id", block.columns, block.low, block.high, None)
    assert found
    block.leaves, block.root = found.hashes, root_of(split(found.hashes))
    block.hash = block.own_hash()
    block.subtree = log.subtree_with(block.number, block.hash)
    block.save()
    # Whichever comes first: the block after it, or the checkpoint that covers it.
    signed, next_one = spans(block.number), is_block(block.number + 1)
    return lambda fault: signed(fault) or next_one(fault)


TAMPERS = (change, delete, swap, insert, cut, rebuild, forge, drop, exchange, cover)
