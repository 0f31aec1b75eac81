"""Columns of numbers become rows as COPY takes them in binary: compiled, a few ns a value."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from declarations.wages.batch import ABSENT, LENGTH_BITS
from declarations.wages.columns import DAY, INT, TEXT
from declarations.wages.compiled import compiled, inlined

NO_DAY: Final = -(2**63)  # as NumPy has it
EPOCH: Final = 10_957  # days from 1970 to 2000, from where PostgreSQL counts
AMPERSAND: Final = ord("&")
SEMICOLON: Final = ord(";")
# By the second letter of an entity: lt, gt, amp, quot; "apos" has its third.
LETTERS: Final = {"lt;": "<", "gt;": ">", "amp": "&", "quo": '"', "apo": "'"}
MARKS: Final = np.array([[*name.encode(), ord(said)] for name, said in LETTERS.items()], np.uint8)


@inlined
def _swapped(value: int) -> Any:
    """Return eight bytes in the other order: the database takes the highest first."""
    word = np.uint64(value)
    low, high = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)
    word = ((word & low) << np.uint64(8)) | ((word >> np.uint64(8)) & low)
    word = ((word & high) << np.uint64(16)) | ((word >> np.uint64(16)) & high)
    return (word << np.uint64(32)) | (word >> np.uint64(32))


@inlined
def _write(words: Any, at: int, value: int, width: int) -> int:
    """Write a number of so many bytes; what stands after it, up to eight bytes, is lost."""
    words[np.uintp(at)] = _swapped(value << (64 - 8 * width))
    return at + width


@inlined
def _text(out: Any, at: int, cell: int, source: Any) -> int:
    """Write a text with its length, its entities as what they stand for."""
    after = at + 4
    if cell != ABSENT:
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
    length = after - at - 4
    for place in range(4):  # by the byte: the text behind it stands already
        out[at + place] = (length >> (24 - 8 * place)) & 0xFF
    return after


@compiled
def encode(table: Any, kinds: Any, source: Any, out: Any) -> int:
    """Write a table, int64 (columns, rows), into `out`; return how many bytes it takes.

    `kinds` say how each column is encoded; what is `ABSENT`, or no day, becomes NULL, a text that
    is `ABSENT` an empty one. `out` is the same memory twice: its bytes, and the eight bytes from
    each place on; it has a word to spare.
    """
    letters, words = out
    at = 0
    for row in range(table.shape[1]):
        at = _write(words, at, table.shape[0], 2)
        for column in range(table.shape[0]):
            value, kind = table[column, row], kinds[column]
            if kind == TEXT:
                at = _text(letters, at, value, source)
            elif value == (NO_DAY if kind == DAY else ABSENT):
                at = _write(words, at, -1, 4)
            else:
                width = INT if kind == DAY else kind
                at = _write(words, at, width, 4)
                at = _write(words, at, value - (EPOCH if kind == DAY else 0), width)
    return at


@compiled
def positions(owner: Any, owners: int) -> Any:
    """Return the place of each row among those of its owner, from 1."""
    last, places = np.zeros(owners, np.int64), np.empty(len(owner), np.int64)
    for row in range(len(owner)):
        last[owner[row]] += 1
        places[row] = last[owner[row]]
    return places
