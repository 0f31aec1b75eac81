"""The strict reader: one pass over the bytes of a document, driven by compiled tables.

It takes elements without attributes, in UTF-8, with white space between them and the entities that
XML itself defines in texts; anything else, right or wrong, ends it at that place.

numba takes long to load: import this where something is read, not before.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from declarations.wages import compiling
from declarations.wages.batch import PLACES
from declarations.wages.compiled import compiled, inlined
from declarations.wages.compiling import (
    CHILD,
    COLUMNS,
    EMPTY,
    EMPTY_AT,
    FACET,
    FIRST,
    LIMITS,
    LOCAL,
    MANY,
    MAY_BE_EMPTY,
    MAY_END,
    MOVE,
    NAME_AT,
    SLOT,
    SLOTS,
    STATE_AT,
    WIDTH,
    WORD,
)
from declarations.wages.values import NONE, value_of

DONE, STOPPED, FULL = -1, -2, -3  # how it went
DEEPEST: Final = 32
ROW, STATE, OWN, CELL, TAG = range(5)  # of a block that is open
# A tag that came: where it stands with the space before it, how many bytes that takes, and how many
# the space; what it is, and the state after it; of a block its node and its element, of a zone its
# facets, its column and the length of its name with the ">" behind it.
PLACE, LENGTH, SPACES, KIND, AFTER, NODE, COLUMN, NAME = (np.uintp(field) for field in range(8))
FACETS, ELEMENT = NODE, COLUMN
TAG_WIDTH: Final = 8
ZONE, EMPTY_ZONE, BLOCK, EMPTY_BLOCK, END = range(5)
KEPT: Final = 2  # tags of each state
LONGEST: Final = 256  # bytes of one that is kept
STRETCH: Final = 256  # bytes in which a tag is looked for at once
LESS, MORE, SLASH = (ord(letter) for letter in "<>/")

_slot: Final[Any] = inlined(compiling.slot)


@inlined
def _same(words: Any, at: int, others: Any, there: int, length: int) -> bool:
    """Say whether so many bytes are the same at two places; behind them are enough for a word."""
    here, other, left = np.uintp(at), np.uintp(there), length
    while left >= WORD:
        if words[here] != others[other]:
            return False
        here, other, left = here + np.uintp(WORD), other + np.uintp(WORD), left - WORD
    differ = words[here] ^ others[other]
    return left == 0 or differ << np.uint64(WORD * (WORD - left)) == 0


@inlined
def _seen(words: Any, at: int, tags: Any, state: int) -> Any:
    """Return which tag stands at a place, written to the byte as one that came in this state.

    Most often it is the last one. -1 if it is neither.
    """
    if at + LONGEST < len(words):
        for tag in range(KEPT * state, KEPT * state + KEPT):
            own = np.uintp(tag * TAG_WIDTH)
            length = tags[own + LENGTH]
            if length and _same(words, at, words, tags[own + PLACE], length):
                return tag
    return -1


@inlined
def _room_for(tags: Any, state: int, length: int) -> Any:
    """Return which tag to fill: the first one of a state, which becomes its second; of what is too
    long the last of all, with which nothing is compared."""
    if length > LONGEST:
        return len(tags) // TAG_WIDTH - 1
    own = KEPT * TAG_WIDTH * state
    for field in range(own, own + TAG_WIDTH):
        tags[field + TAG_WIDTH] = tags[field]
    return KEPT * state


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
def _named(words: Any, at: int, names: Any, begin: int, end: int) -> bool:
    """Say whether a name, which stands in `names` from `begin` to `end`, stands at a place."""
    return at + end - begin < len(words) and _same(words, at, names, begin, end - begin)


@inlined
def _element(source: Any, at: int, names: Any, t: Any) -> int:
    """Return the element whose name ends before the next ">" or "/"; -1 if it is unknown."""
    data, words = source
    end = at
    while end < len(data) and data[end] != MORE and data[end] != SLASH:
        end += 1
    length = end - at
    if length < 1 or end >= len(data):
        return -1
    place = _slot(data, at, length)
    while t[t[SLOT] + place] >= 0:
        element = t[t[SLOT] + place]
        begin, ended = t[t[NAME_AT] + element], t[t[NAME_AT] + element + 1]
        if ended - begin == length and _named(words, at, names, begin, ended):
            return int(element)
        place = (place + 1) & (SLOTS - 1)
    return -1


@inlined
def _next(t: Any, state: int, here: int) -> int:
    """Return the state after one more element; -1 if it may not come now."""
    local = t[t[LOCAL] + here]
    return t[t[MOVE] + t[t[STATE_AT] + state] + local] if local >= 0 else -1


@inlined
def _end(source: Any, at: int, begin: int, names: Any, t: Any, top: Any, tags: Any) -> Any:
    """Note the end tag of the block that is open; see `_start`."""
    data, words = source
    named, ended = t[t[NAME_AT] + top[TAG]], t[t[NAME_AT] + top[TAG] + 1]
    closing = begin + 2 + ended - named
    if not t[t[MAY_END] + top[STATE]] or not _named(words, begin + 2, names, named, ended):
        return STOPPED
    if data[closing] != MORE:
        return STOPPED
    tag = _room_for(tags, top[STATE], closing + 1 - at)
    own = np.uintp(tag * TAG_WIDTH)
    tags[own + PLACE], tags[own + LENGTH], tags[own + KIND] = at, closing + 1 - at, END
    return tag


@inlined
def _start(
    source: Any, at: int, begin: int, names: Any, t: Any, top: Any, node: int, tags: Any
) -> Any:
    """Note the start tag, or the tag of an empty element, that begins after the space at a place.

    Returns which tag it is; `STOPPED` if it is none that may come.
    """
    data, _words = source
    element = _element(source, begin + 1, names, t)
    here = node * t[MANY] + element
    following = _next(t, top[STATE], here) if element >= 0 else -1
    if following < 0:
        return STOPPED
    ended = begin + 1 + t[t[NAME_AT] + element + 1] - t[t[NAME_AT] + element]
    is_empty = data[ended] == SLASH
    if is_empty and (ended + 1 >= len(data) or data[ended + 1] != MORE):
        return STOPPED
    after, below = ended + 1 + is_empty, t[t[CHILD] + here]
    facets = t[LIMITS] + WIDTH * t[t[FACET] + here]
    can_be_empty = t[facets + MAY_BE_EMPTY] if below < 0 else t[t[MAY_END] + t[t[FIRST] + below]]
    if is_empty and not can_be_empty:
        return STOPPED
    tag = _room_for(tags, top[STATE], after - at)
    own = np.uintp(tag * TAG_WIDTH)
    tags[own + PLACE], tags[own + LENGTH], tags[own + SPACES] = at, after - at, begin - at
    tags[own + AFTER], tags[own + NAME] = following, ended - begin
    if below < 0:
        tags[own + KIND] = EMPTY_ZONE if is_empty else ZONE
        tags[own + FACETS], tags[own + COLUMN] = facets, t[t[COLUMNS] + here]
    else:
        tags[own + KIND] = EMPTY_BLOCK if is_empty else BLOCK
        tags[own + NODE], tags[own + ELEMENT] = below, element
    return tag


@inlined
def _noted(
    source: Any, at: int, names: Any, t: Any, top: Any, node: int, depth: int, tags: Any
) -> tuple[Any, Any]:
    """Note the tag that comes after the space at a place; return which it is, and where it begins.

    `STOPPED` if it is none that may come, `DONE` if the root ends.
    """
    data, _words = source
    begin, tag = _skip_space(data, at), STOPPED
    if begin + 3 >= len(data) or data[begin] != LESS:
        return STOPPED, begin
    if data[begin + 1] != SLASH:
        tag = _start(source, at, begin, names, t, top, node, tags)
    elif depth:
        tag = _end(source, at, begin, names, t, top, tags)
    elif t[t[MAY_END] + top[STATE]]:
        tag = DONE
    return tag, begin


@inlined
def _zone(source: Any, at: int, printable: Any, t: Any, facets: int, name: int) -> tuple[Any, Any]:
    """Read the text of a zone from behind its start tag: its value, and where its end tag is over
    (-1: not to be taken). Of an empty one the value is `NONE`.

    The name in the end tag is compared with the one in the start tag.
    """
    data, words = source
    until, most = np.uintp(at), np.uintp(len(data))
    while until < most and data[until] != LESS:
        until += np.uintp(1)
    end = np.intp(until)
    after = end + 2 + name
    if after >= len(words) or data[end + 1] != SLASH:
        return NONE, -1
    if not _same(words, end + 2, words, at - name, name):
        return NONE, -1
    if end == at:
        return NONE, after if t[facets + MAY_BE_EMPTY] else -1
    value = value_of(data, at, end, t, facets, printable)
    return value, after if value != NONE else -1


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


@compiled
def scan(source: Any, at: int, tables: Any, found: Any) -> Any:  # noqa: C901 - one loop
    """Read a document from behind the start tag of its root.

    `source` are its bytes, and the eight bytes from each place on; `tables` the eight bytes from
    each place on of all names, the bits of characters, and the numbers. `found` are rows, cells and
    counts to fill: a row for each block (node, row number of the block above among its kind, start,
    end, where its cells begin), and how many rows each node has. Returns how it went (`DONE`,
    `STOPPED`, `FULL`: not enough room), the place, the rows and the cells in use.
    """
    (_data, words), (names, printable, t), (rows, cells, counts) = source, tables, found
    tags = np.zeros(((t[FIRST] - t[MAY_END]) * KEPT + 1) * TAG_WIDTH, np.int64)
    open_ = np.zeros((DEEPEST, 5), np.int64)
    depth, used, filled, state = 0, 1, _add(rows, cells, t, 0, 0, 0), t[t[FIRST]]
    rows[0, 1], counts[0] = -1, 1
    row = own = cell = 0
    while True:
        tag = _seen(words, at, tags, state)
        if tag < 0:
            open_[depth, STATE] = state
            tag, begin = _noted(source, at, names, t, open_[depth], rows[row, 0], depth, tags)
            if tag < 0:
                return tag, begin, used, filled
        came = np.uintp(tag * TAG_WIDTH)
        begin, at, kind = at + tags[came + SPACES], at + tags[came + LENGTH], tags[came + KIND]
        if kind == ZONE:
            value, at = _zone(source, at, printable, t, tags[came + FACETS], tags[came + NAME])
            if at < 0:
                return STOPPED, begin, used, filled
            if value != NONE:
                cells[cell + tags[came + COLUMN]] = value
            state = tags[came + AFTER]
        elif kind == END:
            rows[row, 3] = at
            depth -= 1
            row, state, own, cell = open_[depth, :4]
        elif kind == EMPTY_ZONE:
            state = tags[came + AFTER]
        else:
            node, state = tags[came + NODE], tags[came + AFTER]
            more = _add(rows, cells, t, used, filled, node)
            if more < 0:
                return FULL, begin, used, filled
            rows[used, 1:4] = own, begin, at
            if kind == BLOCK:
                open_[depth, :4] = row, state, own, cell
                open_[depth + 1, TAG] = tags[came + ELEMENT]
                depth += 1
                row, state, own, cell = used, t[t[FIRST] + node], counts[node], filled
            counts[node] += 1
            used, filled = used + 1, more


@compiled
def sort(rows: Any, cells: Any, ends: Any, counts: Any, heights: Any, out: Any) -> None:
    """Sort what `scan` found by node, into columns; those of a node end in `out` at its `ends`.

    The first columns are the numbers of the rows above, where the rows begin, and where they end;
    the others are cells.
    """
    next_ = ends - counts * heights
    for row in range(len(rows)):
        node, cell = rows[row, 0], rows[row, 4] - PLACES
        place, count = next_[node], counts[node]
        next_[node] += 1
        for column in range(heights[node]):
            value = rows[row, column + 1] if column < PLACES else cells[cell + column]
            out[np.uintp(place + column * count)] = value


@compiled
def places(data: Any, tag: Any) -> Any:
    """Return where a tag, of at least four bytes, stands.

    Whether three of its first bytes and its last stand anywhere in a stretch is asked of many
    places at once, as a processor can; where they do, all of its bytes are looked at.
    """
    one, two, three, end, last = tag[0], tag[1], tag[2], tag[-1], np.uintp(len(tag) - 1)
    places, count = max(len(data) - len(tag) + 1, 0), 0
    found = np.empty(places // len(tag) + 1, np.int64)
    for stretch in range(0, places, STRETCH):
        near = np.uint8(0)
        for at in range(np.uintp(stretch), np.uintp(min(stretch + STRETCH, places))):
            there = (data[at] == one) & (data[at + np.uintp(1)] == two)
            there &= (data[at + np.uintp(2)] == three) & (data[at + last] == end)
            near = np.uint8(near | np.uint8(there))
        if near:
            for at in range(stretch, min(stretch + STRETCH, places)):
                offset = 0
                while offset < len(tag) and data[at + offset] == tag[offset]:
                    offset += 1
                if offset == len(tag):
                    found[count] = at
                    count += 1
    return found[:count]


def room(length: int) -> tuple[int, int]:
    """Return for how many rows and cells to make room at first, for a document of some bytes."""
    return length // 64 + 64, length // 8 + 1024
