"""Columns of numbers become rows as COPY takes them in binary: compiled, a few ns a value."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from declarations.wages.batch import LENGTH_BITS
from declarations.wages.compiled import compiled, inlined

NULL: Final = -(2**63)  # a value that is not there; of a text, it is empty
TEXT: Final = 0  # the width of a column of texts, whose cells are slices of the source
AMPERSAND: Final = ord("&")
SEMICOLON: Final = ord(";")
# By the second letter of an entity: lt, gt, amp, quot; "apos" has its third.
LETTERS: Final = {"lt;": "<", "gt;": ">", "amp": "&", "quo": '"', "apo": "'"}
MARKS: Final = np.array([[*name.encode(), ord(said)] for name, said in LETTERS.items()], np.uint8)


@inlined
def _big_endian(out: Any, at: int, value: int, width: int) -> int:
    for place in range(width):
        out[at + place] = (value >> (8 * (width - 1 - place))) & 0xFF
    return at + width


@inlined
def _text(out: Any, at: int, cell: int, source: Any) -> int:
    """Write a text with its length, its entities as what they stand for."""
    after = at + 4
    if cell != NULL:
        place, end = cell >> LENGTH_BITS, (cell >> LENGTH_BITS) + (cell & (2**LENGTH_BITS - 1))
        while place < end:
            out[after] = source[place]
            if source[place] == AMPERSAND:
                for mark in range(len(MARKS)):
                    known = True
                    for offset in range(3):
                        known = known and source[place + 1 + offset] == MARKS[mark, offset]
                    if known:
                        out[after] = MARKS[mark, 3]
                while source[place] != SEMICOLON:
                    place += 1
            place += 1
            after += 1
    _big_endian(out, at, after - at - 4, 4)
    return after


@compiled
def encode(table: Any, widths: Any, source: Any, out: Any) -> int:
    """Write a table, int64 (columns, rows), into `out`; return how many bytes it takes.

    `widths` are the bytes of each column in the database, `TEXT` for texts.
    """
    at = 0
    for row in range(table.shape[1]):
        at = _big_endian(out, at, table.shape[0], 2)
        for column in range(table.shape[0]):
            value, width = table[column, row], widths[column]
            if width == TEXT:
                at = _text(out, at, value, source)
            elif value == NULL:
                at = _big_endian(out, at, -1, 4)
            else:
                at = _big_endian(out, at, width, 4)
                at = _big_endian(out, at, value, width)
    return at
