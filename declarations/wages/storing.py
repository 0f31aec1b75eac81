"""Storing rows of facts: columns become what COPY takes, and go to their shelves together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from django.db import connection
from psycopg import sql

from declarations.wages import partitions
from declarations.wages.batch import ABSENT, LENGTH_BITS, Batch
from declarations.wages.columns import TEXT
from declarations.wages.compiling import WORD, words_of
from declarations.wages.projecting import Fields, Place, tables

SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"
MOST: Final = 8 << 20  # bytes that wait
LONGEST: Final = 12  # bytes of a value that is no text: its length, and itself


@dataclass
class Facts:
    """Rows of facts that wait to be stored.

    They are those of several batches: to begin and to end a COPY costs the database as much as to
    take a thousand rows. Who adds some stores them in the same transaction.
    """

    waiting: defaultdict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    size: int = 0

    def add(self, batch: Batch, place: Place) -> None:
        """Add the facts of a batch; what is too much to wait is stored."""
        for table, fields in tables(batch, place):
            name = partitions.name_of(table, place.quarter, place.shelf)
            self.columns[name] = tuple(fields)
            self.waiting[name].append(_encoded(fields, batch.source))
            self.size += len(self.waiting[name][-1])
        if self.size > MOST:
            self.store()

    def store(self) -> None:
        """Store what waits, by COPY; records before their parts."""
        for name, rows in self.waiting.items():
            columns = map(sql.Identifier, self.columns[name])
            statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
                sql.Identifier(name), sql.SQL(", ").join(columns)
            )
            with (
                connection.cursor() as cursor,
                connection.wrap_database_errors,
                cursor.copy(statement) as copy,
            ):
                for part in (SIGNATURE, *rows, TRAILER):
                    copy.write(part)
        self.waiting.clear()
        self.size = 0


def _encoded(fields: Fields, source: bytes) -> bytes:
    from declarations.wages.encoding import encode  # here, since numba takes long to load

    kinds = np.array([kind for kind, _values in fields.values()], np.int64)
    table = np.array([values for _kind, values in fields.values()])
    texts = table[kinds == TEXT]
    letters = int((texts[texts != ABSENT] & ((1 << LENGTH_BITS) - 1)).sum())
    out = np.empty(2 * table.shape[1] + LONGEST * table.size + letters + WORD, np.uint8)
    used = encode(table, kinds, np.frombuffer(source, np.uint8), (out, words_of(out.data)))
    return out[:used].tobytes()
