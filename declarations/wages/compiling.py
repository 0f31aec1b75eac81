"""Tables by which a reader of bytes knows a message: compiled from its information model.

For each node of the layout an automaton says which element may come next; its states are places in
all ways of the block at once. For each zone a row of facets says what its value may be.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from declarations.glossary.fields import DIRECTION_MARKS, UNPRINTABLE
from declarations.glossary.model import Glossary, Member, Zone
from declarations.wages.layout import DATE, NUMBER, TEXT, Layout, Node, layout_of

MONTH: Final = 3
TIME: Final = 4
KINDS: Final = {"number": NUMBER, "date": DATE, "text": TEXT, "month": MONTH, "time": TIME}
SHAPES: Final = {"month": "[0-9]{4}-[0-9]{2}", "time": "[0-9]{2}:[0-9]{2}:[0-9]{2}"}
CLASSES: Final = 256  # in a shape, what is less stands for a byte, the others for a class of bytes
ASCII: Final = 128
MOST_DIGITS: Final = 18
MOST: Final = 10**MOST_DIGITS - 1
NOTHING: Final = {NUMBER: -1, DATE: np.iinfo(np.int64).min}  # in the cell of what is absent
SLOTS: Final = 2048
WORD: Final = 8  # bytes that are compared at once
TOKEN: Final = re.compile(
    r"(\[[A-Za-z0-9-]+\]|\\[d.,]|\((?:\?:)?([^()]*)\)|[0-9A-Za-z,:/-])(?:\{([0-9]+)(?:,([0-9]+))?\})?"
)
RANGE: Final = re.compile(r"(.)-(.)|(.)")

Place = tuple[int, int, int]  # way, place in the way, how often the element there came


# The tables, one after the other in `Tables.numbers`, which begins with the place of each.
NAME_AT: Final = 0  # of an element: where its name begins in `letters`, and the next one's
SLOT: Final = 1  # of the hash of a name: its element, -1 if none
# Of a node and an element, at node * number of elements + element:
LOCAL: Final = 2  # its column in the moves, -1: it may not stand here
CHILD: Final = 3  # the node of a block, -1: it is a zone
FACET: Final = 4  # the number of its facets
COLUMNS: Final = 5  # its column in the cells
MOVE: Final = 6  # of a state and a column: the next state, -1: not now
STATE_AT: Final = 7  # of a state: where its moves begin
MAY_END: Final = 8  # of a state: whether the block may end
FIRST: Final = 9  # of a node: its first state
EMPTY: Final = 10  # the cells of a row in which nothing was said
EMPTY_AT: Final = 11  # of a node: where its empty row begins, and the next one's
LIMITS: Final = 12  # of facets, one row after the other
CODE: Final = 13
SHAPE: Final = 14  # of each shape: its length, its bytes or classes
CLASS: Final = 15  # of a class and an ASCII byte: whether it is one of it
MANY: Final = 16  # how many elements there are
# A row of facets; the last four say where its codes and its shapes stand.
KIND, SHORTEST, LONGEST, LOWEST, HIGHEST, MAY_BE_EMPTY = range(6)
CODES, CODES_END, SHAPES_AT, SHAPES_END = range(6, 10)
WIDTH: Final = 10


class Tables(NamedTuple):
    """What the reader of bytes works by: all names, a bit for each character, all numbers."""

    names: NDArray[np.uint64]
    printable: NDArray[np.uint8]
    numbers: NDArray[np.int64]
    nodes: int
    states: int


def tables_of(model: Glossary) -> Tables:
    """Return the tables of a version of a message; made once.

    ValueError when the model says something that these tables cannot hold.
    """
    known = _TABLES.get((model.flow, model.version))
    if known is None or known[0] is not model:
        known = _TABLES[model.flow, model.version] = model, _compiled(layout_of(model))
    return known[1]


_TABLES: Final[dict[tuple[str, str], tuple[Glossary, Tables]]] = {}


def words_of(data: bytes | memoryview) -> NDArray[np.uint64]:
    """Return the eight bytes from each place on, as a number, as long as there are eight."""
    return np.ndarray((max(len(data) - WORD + 1, 0),), np.uint64, data, strides=(1,))


def slot(data: Sequence[int], at: int, length: int) -> int:
    """Return the slot of a name of bytes: a hash over its length and five of its letters."""
    mark = length * 31 + data[at]
    mark = mark * 31 + data[at + length // 4]
    mark = mark * 31 + data[at + length // 2]
    mark = mark * 31 + data[at + 3 * length // 4]
    mark = mark * 31 + data[at + length - 1]
    return (mark ^ (mark >> 9)) & (SLOTS - 1)


@dataclass
class _Compiling:
    """The tables while they grow, one node after the other."""

    layout: Layout
    moves: list[int] = field(default_factory=list)
    state_at: list[int] = field(default_factory=list)
    may_end: list[bool] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    empty: list[list[int]] = field(default_factory=list)
    facets: list[tuple[int, ...]] = field(default_factory=list)
    codes: list[list[int]] = field(default_factory=list)
    shapes: list[list[int]] = field(default_factory=list)
    classes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.elements = {label: n for n, label in enumerate(self.layout.model.elements)}
        many = len(self.elements) * len(self.layout.nodes)
        self.local, self.child, self.facet, self.column = np.full((4, many), -1, np.int64)

    def node(self, place: int, node: Node) -> None:
        if node.block.open:
            raise ValueError(f"{node.path} may hold anything")
        below = self.layout.below(place)
        ways = [_there(way) for way in node.block.ways or (node.block.members,)]
        members = {label: member for way in ways for member in way for label in member.labels}
        for local, (label, member) in enumerate(members.items()):
            at = place * len(self.elements) + self.elements[label]
            self.local[at] = local
            if label in below:
                self.child[at] = below[label]
            else:
                self.facet[at], self.column[at] = len(self.facets), node.columns[label]
                self.zone(self.layout.model.zones[label], member)
        self.automaton(ways, list(members))
        self.empty.append([NOTHING.get(kind, -1) for kind in node.kinds.values()])

    def automaton(self, ways: Sequence[Sequence[Member]], labels: Sequence[str]) -> None:
        start = frozenset((way, -1, 0) for way in range(len(ways)))
        self.first.append(len(self.state_at))
        numbers, waiting = {start: len(self.state_at)}, [start]
        for state in waiting:
            self.state_at.append(len(self.moves))
            self.may_end.append(any(_satisfied(ways, place) for place in state))
            for label in labels:
                following = frozenset(_after(ways, state, label))
                if following and following not in numbers:
                    numbers[following] = self.first[-1] + len(waiting)
                    waiting.append(following)
                self.moves.append(numbers[following] if following else -1)

    def zone(self, zone: Zone, member: Member) -> None:
        if zone.type not in KINDS or member.highest != 1:
            raise ValueError(f"{zone.label}: {zone.type}, {member.highest} times")
        number = zone.type == "number"
        codes = member.codes or zone.codes
        pattern = zone.pattern.pattern if zone.pattern else SHAPES.get(zone.type)
        self.codes.append(sorted(int(code) for code in codes) if number else [])
        shapes = [[*shape] for shape in _shapes(pattern, self.classes)] if pattern else []
        if codes and not number:
            shapes = [list(code.encode()) for code in codes if _fits(zone, code)]
        lowest, highest = zone.lowest or 0, MOST if zone.highest is None else zone.highest
        shortest, longest = zone.shortest, min(zone.longest or 0xFFFF, 0xFFFF)
        optional = not (member.lowest or shortest or shapes or zone.type != "text")
        if zone.type == "date":
            lowest = int(np.datetime64(zone.earliest or "0001-01-01", "D").astype(np.int64))
            shortest = longest = len("0001-01-01")
        elif number:
            lowest = max(lowest, 10 ** (shortest - 1) if shortest > 1 else 0)
            highest = min(highest, 10 ** min(longest, MOST_DIGITS) - 1)
            shortest, longest = 1, MOST_DIGITS
            if len(shapes) == 1 and set(shapes[0]) == {CLASSES + self.classes.get("[0-9]", -1)}:
                shortest = longest = len(shapes.pop())  # that they are digits is seen anyway
        self.shapes.append([part for shape in shapes for part in (len(shape), *shape)])
        row = (KINDS[zone.type], shortest, longest, lowest, highest, int(optional))
        self.facets.append(row)


def _compiled(layout: Layout) -> Tables:
    made = _Compiling(layout)
    for place, node in enumerate(layout.nodes):
        made.node(place, node)
    names = [label.encode() for label in made.elements]
    letters, name_at = _joined([list(name) for name in names])
    codes, code_at = _joined(made.codes)
    shapes, shape_at = _joined(made.shapes)
    empty, empty_at = _joined(made.empty)
    tables: dict[int, Sequence[Any] | NDArray[np.int64]] = {
        NAME_AT: name_at,
        SLOT: _slots(names),
        LOCAL: made.local,
        CHILD: made.child,
        FACET: made.facet,
        COLUMNS: made.column,
        MOVE: made.moves,
        STATE_AT: made.state_at,
        MAY_END: made.may_end,
        FIRST: made.first,
        EMPTY: empty,
        EMPTY_AT: empty_at,
        LIMITS: np.column_stack(
            [made.facets, code_at[:-1], code_at[1:], shape_at[:-1], shape_at[1:]]
        ).ravel(),
        CODE: codes,
        SHAPE: shapes,
        CLASS: _classes(made.classes),
        MANY: [],
    }
    numbers, places = _joined([tables[table] for table in sorted(tables)])
    header = places[:-1] + len(tables)
    header[MANY] = len(names)
    rows = numbers[places[LIMITS] : places[CODE]].reshape(-1, WIDTH)
    rows[:, CODES:SHAPES_AT] += header[CODE]
    rows[:, SHAPES_AT:] += header[SHAPE]
    return Tables(
        words_of(letters.astype(np.uint8).tobytes() + bytes(WORD)),
        _printable(),
        np.concatenate([header, numbers]),
        len(layout.nodes),
        len(made.state_at),
    )


def _there(members: Iterable[Member]) -> list[Member]:
    return [member for member in members if member.highest != 0]


def _satisfied(ways: Sequence[Sequence[Member]], place: Place, before: int | None = None) -> bool:
    """Say whether nothing is missing up to a place of the way; to its end when none is given."""
    way, at, count = place
    if at >= 0 and count < ways[way][at].lowest:
        return False
    return all(member.lowest == 0 for member in ways[way][at + 1 : before])


def _after(ways: Sequence[Sequence[Member]], state: Iterable[Place], label: str) -> Iterator[Place]:
    """Yield the places at which one can be after one more element."""
    for way, at, count in state:
        for place, member in enumerate(ways[way]):
            if place < at or label not in member.labels:
                continue
            often = count + 1 if place == at else 1
            if member.highest is not None and often > member.highest:
                continue
            if place == at or _satisfied(ways, (way, at, count), place):
                yield way, place, min(often, member.highest or max(member.lowest, 1))


def _shapes(pattern: str, classes: dict[str, int]) -> Iterator[tuple[int, ...]]:
    """Yield every shape that a simple pattern allows; classes that are new get their numbers."""
    depth, alternatives = 0, [""]
    for letter in pattern:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and not depth:
            alternatives.append("")
        else:
            alternatives[-1] += letter
    for alternative in alternatives:
        tokens = list(TOKEN.finditer(alternative))
        if "".join(token[0] for token in tokens) != alternative:
            raise ValueError(f"the pattern {pattern} is no list of shapes")
        for parts in product(*(_options(token, classes) for token in tokens)):
            yield tuple(part for parts_of_one in parts for part in parts_of_one)


def _options(token: re.Match[str], classes: dict[str, int]) -> list[tuple[int, ...]]:
    """Return what may stand for a token of a pattern."""
    wanted = "[0-9]" if token[1] == "\\d" else token[1]
    if wanted.startswith("["):
        once: list[tuple[int, ...]] = [(CLASSES + classes.setdefault(wanted, len(classes)),)]
    elif token[2] is not None:
        once = list(_shapes(token[2], classes))
    else:
        once = [tuple(wanted.removeprefix("\\").encode())]
    least, most = int(token[3] or 1), int(token[4] or token[3] or 1)
    return [
        tuple(part for parts_of_one in parts for part in parts_of_one)
        for often in range(least, most + 1)
        for parts in product(once, repeat=often)
    ]


def _classes(classes: Iterable[str]) -> list[int]:
    flags: list[int] = []
    for described in classes:
        row = [0] * ASCII
        for found in RANGE.finditer(described[1:-1]):
            first, last = (found[1], found[2]) if found[1] else (found[3], found[3])
            for byte in range(ord(first), ord(last) + 1):
                row[byte] = 1
        flags += row
    return flags


def _fits(zone: Zone, code: str) -> bool:
    return zone.pattern is None or bool(zone.pattern.fullmatch(code))


def _slots(names: Sequence[bytes]) -> NDArray[np.int64]:
    slots = np.full(SLOTS, -1, np.int64)
    for element, name in enumerate(names):
        at = slot(name, 0, len(name))
        while slots[at] >= 0:
            at = (at + 1) % SLOTS
        slots[at] = element
    return slots


def _joined(
    lists: Sequence[Sequence[Any] | NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all values after each other, and where those of each list begin, with the end."""
    ends = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return np.array([value for values in lists for value in values], np.int64), ends


@cache
def _printable() -> NDArray[np.uint8]:
    """Return a bit for each character: whether it may stand in a text."""
    bits = np.ones(sys.maxunicode + 1, np.bool_)
    for point in range(sys.maxunicode + 1):
        letter = chr(point)
        if unicodedata.category(letter) in UNPRINTABLE or letter in DIRECTION_MARKS:
            bits[point] = False
    return np.packbits(bits)
