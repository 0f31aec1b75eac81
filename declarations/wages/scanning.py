"""The strict reader: one pass over the bytes of a document, driven by compiled tables.

It takes elements without attributes, in UTF-8, with white space between them and the entities that
XML itself defines in texts; anything else, right or wrong, ends it at that place.

numba takes long to load: import this where something is read, not before.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from declarations.wages import compiling
from declarations.wages.compiled import compiled, inlined
from declarations.wages.compiling import (
    CHILD,
    COLUMN,
    EMPTY,
    EMPTY_AT,
    FACET,
    FIRST,
    LIMITS,
    LOCAL,
    MANY,
    MAY_END,
    MOVE,
    NAME_AT,
    SLOT,
    SLOTS,
    STATE_AT,
    WIDTH,
)
from declarations.wages.values import NONE, value_of

DONE: Final = 0
STOPPED: Final = 1
FULL: Final = 2
DEEPEST: Final = 32
ROW, STATE, TAG, OWN = range(4)  # of a block that is open
DEPTH, ROWS, CELLS = range(3)  # how many blocks are open, and what is in use
LESS, MORE, SLASH = (ord(letter) for letter in "<>/")

_slot: Final[Any] = inlined(compiling.slot)


@inlined
def _skip_space(data: Any, at: int) -> Any:
    place, most = np.uintp(at), np.uintp(len(data))
    while place < most:
        byte = data[place]
        if byte != 9 and byte != 32 and byte != 10 and byte != 13:
            break
        place += np.uintp(1)
    return np.intp(place)


@inlined
def _named(data: Any, at: int, letters: Any, begin: int, end: int) -> bool:
    """Say whether a name, which stands in `letters` from `begin` to `end`, stands at a place."""
    if at + end - begin >= len(data):
        return False
    here, there, other = np.uintp(at), np.uintp(begin), np.uint8(0)
    for offset in range(np.uintp(end - begin)):  # with no way out, so that it is done in one go
        other |= data[here + offset] ^ letters[there + offset]
    return bool(other == 0)


@inlined
def _element(data: Any, at: int, letters: Any, t: Any, guess: int) -> int:
    """Return the element whose name ends before the next ">" or "/"; -1 if it is unknown.

    Most often it is the one that is guessed.
    """
    begin, ended = t[t[NAME_AT] + guess], t[t[NAME_AT] + guess + 1]
    if _named(data, at, letters, begin, ended) and _ends_name(data[at + ended - begin]):
        return guess
    end = at
    while end < len(data) and not _ends_name(data[end]):
        end += 1
    length = end - at
    if length < 1 or end >= len(data):
        return -1
    place = _slot(data, at, length)
    while t[t[SLOT] + place] >= 0:
        element = t[t[SLOT] + place]
        begin, ended = t[t[NAME_AT] + element], t[t[NAME_AT] + element + 1]
        if ended - begin == length and _named(data, at, letters, begin, ended):
            return int(element)
        place = (place + 1) & (SLOTS - 1)
    return -1


@inlined
def _ends_name(byte: int) -> bool:
    return bool(byte in (MORE, SLASH))


@inlined
def _zone(
    data: Any, at: int, letters: Any, printable: Any, t: Any, element: int, own: int
) -> tuple[Any, Any]:
    """Read a zone whose name ends at a place: its value, and where it ends (-1: not to be taken).

    Of an empty one the value is `NONE`.
    """
    empty = t[t[LIMITS] + WIDTH * own + 5] == 1
    if data[at] == SLASH:
        return NONE, at + 2 if empty else -1
    begin, end = t[t[NAME_AT] + element], t[t[NAME_AT] + element + 1]
    until, most = np.uintp(at + 1), np.uintp(len(data))
    while until < most and data[until] != LESS:
        until += np.uintp(1)
    closing = np.intp(until) + 2
    if closing + end - begin >= len(data) or data[closing - 1] != SLASH:
        return NONE, -1
    if data[closing + end - begin] != MORE or not _named(data, closing, letters, begin, end):
        return NONE, -1
    after = closing + end - begin + 1
    if closing - 3 == at:
        return NONE, after if empty else -1
    value = value_of(data, at + 1, closing - 2, t, own, printable)
    return value, after if value != NONE else -1


@inlined
def _next(t: Any, state: int, here: int) -> int:
    """Return the state after one more element; -1 if it may not come now."""
    local = t[t[LOCAL] + here]
    return t[t[MOVE] + t[t[STATE_AT] + state] + local] if local >= 0 else -1


@inlined
def _length(t: Any, element: int) -> int:
    """Return the length of a name."""
    return t[t[NAME_AT] + element + 1] - t[t[NAME_AT] + element]


@inlined
def _ends_tag(data: Any, at: int) -> bool:
    """Say whether a start tag ends behind the name that ends at a place."""
    return data[at] == MORE or (at + 1 < len(data) and data[at + 1] == MORE)


@inlined
def _end(data: Any, at: int, letters: Any, t: Any, element: int) -> int:
    """Return where the end tag of a block is over that begins at a place; -1 if another comes."""
    begin, end = t[t[NAME_AT] + element], t[t[NAME_AT] + element + 1]
    closes = _named(data, at + 2, letters, begin, end)
    return at + 3 + end - begin if closes and data[at + 2 + end - begin] == MORE else -1


@inlined
def _add(rows: Any, cells: Any, t: Any, used: int, filled: int, node: int) -> Any:
    """Add a row without values; return up to where cells are in use, -1 if there is no room."""
    begin, end = t[EMPTY] + t[t[EMPTY_AT] + node], t[EMPTY] + t[t[EMPTY_AT] + node + 1]
    if used == len(rows) or filled + end - begin > len(cells):
        return -1
    rows[used, 0], rows[used, 4] = node, filled
    for cell in range(begin, end):
        cells[filled + cell - begin] = t[cell]
    return filled + end - begin


@inlined
def _begin(
    at: int, node: int, tag: int, t: Any, rows: Any, cells: Any, counts: Any, open_: Any, use: Any
) -> bool:
    """Begin a block at a place, below the one that is open; say whether there was room."""
    depth, used = use[DEPTH], use[ROWS]
    filled = _add(rows, cells, t, used, use[CELLS], node)
    if filled < 0:
        return False
    rows[used, 1], rows[used, 2] = open_[depth, OWN] if depth >= 0 else -1, at
    use[DEPTH], use[ROWS], use[CELLS] = depth + 1, used + 1, filled
    open_[depth + 1, ROW], open_[depth + 1, STATE] = used, t[t[FIRST] + node]
    open_[depth + 1, TAG], open_[depth + 1, OWN] = tag, counts[node]
    counts[node] += 1
    return True


@compiled
def scan(  # noqa: C901 - one loop over the bytes, and what it calls is compiled into it
    data: Any, at: int, letters: Any, printable: Any, t: Any, rows: Any, cells: Any, counts: Any
) -> Any:
    """Read a document from behind the start tag of its root.

    `t` are the numbers of the tables. A row of `rows` is filled for each block: node, row number of
    the block above among its kind, start, end, where its cells begin; `counts` gets how many rows
    each node has. Returns how it went (`DONE`, `STOPPED`, `FULL`: not enough room), the place, the
    rows and the cells in use.
    """
    guess, use = np.zeros(t[FIRST] - t[MAY_END], np.int64), np.array([-1, 0, 0])
    open_ = np.zeros((DEEPEST, 4), np.int64)
    _begin(at, 0, 0, t, rows, cells, counts, open_, use)
    while True:
        at, depth = _skip_space(data, at), use[DEPTH]
        if at + 3 >= len(data) or data[at] != LESS:
            return STOPPED, at, use[ROWS], use[CELLS]
        row, state, element = open_[depth, ROW], open_[depth, STATE], open_[depth, TAG]
        if data[at + 1] == SLASH:
            ended = _end(data, at, letters, t, element) if depth else at
            if ended < 0 or not t[t[MAY_END] + state]:
                return STOPPED, at, use[ROWS], use[CELLS]
            if not depth:
                return DONE, at, use[ROWS], use[CELLS]
            at = rows[row, 3] = ended
            use[DEPTH] -= 1
            continue
        element = _element(data, at + 1, letters, t, guess[state])
        here, after = rows[row, 0] * t[MANY] + element, at + 1 + _length(t, element)
        following = _next(t, state, here) if element >= 0 and _ends_tag(data, after) else -1
        if following < 0:
            return STOPPED, at, use[ROWS], use[CELLS]
        guess[state], open_[depth, STATE] = element, following
        node, facets = t[t[CHILD] + here], t[t[FACET] + here]
        if node < 0:
            value, ended = _zone(data, after, letters, printable, t, element, facets)
            if ended < 0:
                return STOPPED, at, use[ROWS], use[CELLS]
            if value != NONE:
                cells[rows[row, 4] + t[t[COLUMN] + here]] = value
            at = ended
        elif not _begin(at, node, element, t, rows, cells, counts, open_, use):
            return FULL, at, use[ROWS], use[CELLS]
        elif data[after] == MORE:
            at = after + 1
        else:  # a block that is empty is open no more
            if not t[t[MAY_END] + t[t[FIRST] + node]]:
                return STOPPED, at, use[ROWS], use[CELLS]
            at = rows[use[ROWS] - 1, 3] = after + 2
            use[DEPTH] -= 1


def room(length: int) -> tuple[int, int]:
    """Return for how many rows and cells to make room at first, for a document of some bytes."""
    return length // 64 + 64, length // 8 + 1024
