"""Many declarations of wages as arrays: what every rule, calculation and page works on.

One person is an array of one. Numbers are as they were sent: amounts in cents, days, hours and
percentages in hundredths, codes as integers (015 is 15).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar, cast
from xml.sax.saxutils import unescape

import numpy as np
from numpy.typing import NDArray

from declarations.glossary.model import Glossary
from declarations.wages.layout import DATE, NUMBER, Layout, Node, layout_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Dates = NDArray[np.datetime64]

ABSENT: Final = -1  # a number that is not there; no number of these messages is negative
LENGTH_BITS: Final = 16  # a cell of a text holds its start and, in the lowest bits, its length
PLACES: Final = 3  # the columns of a block that stand before its zones
QUOTES: Final = {"&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True)
class Texts:
    """Texts as slices of the source, in bytes; an empty or absent one has length 0."""

    start: Ints
    length: Ints
    buffer: bytes

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, row: int) -> str:
        begin = int(self.start[row])
        sent = self.buffer[begin : begin + int(self.length[row])].decode()
        return unescape(sent, QUOTES) if "&" in sent else sent

    def __iter__(self) -> Iterator[str]:
        return (self[row] for row in range(len(self)))

    @property
    def present(self) -> Flags:
        """Whether there is a text, for each row."""
        return self.length > 0


Column = Ints | Dates | Texts
AnyColumn = TypeVar("AnyColumn", bound=Column)


@dataclass(frozen=True)
class Rows:
    """All occurrences of one block, in the order of the source.

    `columns` are `parent`, the row number in the block above; `start` and `end`, the place of the
    element in the source, in bytes; and a column for each zone of `node`.
    """

    node: Node
    columns: Ints
    source: bytes

    def __len__(self) -> int:
        return self.columns.shape[1]

    @property
    def parent(self) -> Ints:
        """The row number in the block above of each row."""
        return self.columns[0]

    @property
    def start(self) -> Ints:
        """Where each element begins in the source, in bytes."""
        return self.columns[1]

    @property
    def end(self) -> Ints:
        """Where each element ends in the source, in bytes."""
        return self.columns[2]

    @property
    def label(self) -> str:
        """The name under which the batch holds these rows."""
        return self.node.key

    def __getitem__(self, zone: str) -> Column:
        """Return a zone: numbers (`ABSENT`), dates (NaT), or texts (""); KeyError if unknown."""
        kind = self.node.kinds[zone]
        if kind == NUMBER:
            return self.numbers(zone)
        return self.dates(zone) if kind == DATE else self.texts(zone)

    def __contains__(self, zone: str) -> bool:
        return zone in self.node.kinds

    def numbers(self, zone: str) -> Ints:
        """Return a zone of numbers, int64, `ABSENT` where it is not there."""
        return self.column(zone)

    def dates(self, zone: str) -> Dates:
        """Return a zone of dates, datetime64[D], NaT where it is not there."""
        return self.column(zone).view("datetime64[D]")

    def texts(self, zone: str) -> Texts:
        """Return a zone of texts."""
        cells = self.column(zone)
        there = cells >= 0
        length = cells & ((1 << LENGTH_BITS) - 1)
        return Texts(
            np.where(there, cells >> LENGTH_BITS, 0), np.where(there, length, 0), self.source
        )

    def column(self, zone: str) -> Ints:
        """Return the cells of a zone: its numbers, its days since 1970, or the places of texts."""
        return self.columns[PLACES + self.node.columns[zone]]


@dataclass(frozen=True, eq=False)
class Batch:
    """A document, or a piece of one, of the model of one version.

    `blocks` are the rows of each node of the layout. The first `head` bytes of the source repeat
    what an earlier piece of the same file holds; `first_line` is the line at which the rest begins
    in that file.
    """

    model: Glossary
    source: bytes
    blocks: tuple[Rows, ...]
    head: int = 0
    first_line: int = 1

    @cached_property
    def layout(self) -> Layout:
        """Where each block and zone stands."""
        return layout_of(self.model)

    def __getitem__(self, label: str) -> Rows:
        """Return the rows of a block, which may be none; KeyError when the model has no such."""
        return self.blocks[self.layout.places[label]]

    def __contains__(self, label: str) -> bool:
        return label in self.layout.places

    def owner(self, label: str, above: str) -> Ints:
        """Return, for each row of a block, the row number of the block `above` in which it is.

        ValueError when the one does not stand in the other.
        """
        rows, wanted = self[label], self.layout.places[above]
        place = self.layout.places[label]
        found = np.arange(len(rows), dtype=np.int64)
        while place != wanted:
            if place < 0:
                raise ValueError(f"{label} does not stand in {above}")
            found = self.blocks[place].parent[found]
            place = self.layout.nodes[place].parent
        return found

    def document(self, label: str, row: int) -> bytes:
        """Return the XML of an element, as it was sent."""
        rows = self[label]
        return self.source[int(rows.start[row]) : int(rows.end[row])]

    def line(self, label: str, row: int) -> int:
        """Return the line of an element in the file, from 1; counted only when asked."""
        return self.line_at(int(self[label].start[row]))

    def line_at(self, offset: int) -> int:
        """Return the line of a place in the source, in bytes."""
        if offset < self.head:
            return 1
        return self.first_line + self.source.count(b"\n", self.head, offset)

    def path(self, label: str, row: int) -> str:
        """Return the path of an element, as its message names it, from the declaration down."""
        return self[label].node.path


def at(column: AnyColumn, rows: Ints) -> AnyColumn:
    """Return the values of a column at some rows, e.g. of the owners of other rows."""
    found: Any = column
    if isinstance(column, Texts):
        return cast(Any, Texts(column.start[rows], column.length[rows], column.buffer))
    return cast(AnyColumn, found[rows])
