"""Reading: the bytes of a message become arrays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from declarations.glossary.model import Glossary
from declarations.wages.batch import PLACES, Batch, Ints, Rows
from declarations.wages.compiling import tables_of, words_of
from declarations.wages.layout import layout_of

SPACE: Final = rb"[ \t\r\n]*"
ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"']"
    rb"(?: encoding=[\"'][Uu][Tt][Ff]-8[\"'])?(?: standalone=[\"'](?:yes|no)[\"'])?[ \t\r\n]*\?>)?"
    rb"[ \t\r\n]*<([A-Za-z]+)"
    rb"(?:[ \t\r\n]+xmlns:xsi=\"http://www\.w3\.org/2001/XMLSchema-instance\")?"
    rb"(?:[ \t\r\n]+xsi:(?:noNamespaceSchemaLocation|schemaLocation)=\"[^\"<&>]*\")?[ \t\r\n]*>"
)
END: Final = re.compile(rb"</([A-Za-z]+)[ \t\r\n]*>[ \t\r\n]*")


@dataclass(eq=False)
class NotReadableError(Exception):
    """The first thing that cannot be taken is at `offset`, in bytes, on `line`, from 1."""

    offset: int
    line: int


def read(data: bytes, model: Glossary, head: int = 0, first_line: int = 1) -> Batch:
    """Read a whole document of a version of a message, as strictly as its schema does.

    `head` and `first_line` are those of `Batch`. Raises `NotReadableError` with the place of the
    first thing that cannot be taken; that may be right all the same, in another way of writing XML
    than the canonical one: `rewriting` knows.
    """
    begun = ROOT.match(data)
    if begun is None or begun[1] != model.root.encode():
        raise NotReadableError(0, first_line)
    rows, cells, counts, at = _scanned(data, begun.end(), model)
    ended = END.fullmatch(data, at)
    if ended is None or ended[1] != begun[1]:
        raise _refusal(data, at)
    rows[0, 2:4] = begun.start(1) - 1, at + len(begun[1]) + 3
    return Batch(model, data, _blocks(data, model, rows, cells, counts), head, first_line)


def _scanned(data: bytes, at: int, model: Glossary) -> tuple[Ints, Ints, Ints, int]:
    """Return the rows, the cells, how many rows each node has, and where the root is closed."""
    from declarations.wages import scanning  # here, since numba takes long to load

    tables = tables_of(model)
    most_rows, most_cells = scanning.room(len(data))
    source = np.frombuffer(data, np.uint8), words_of(data)
    while True:
        rows, cells = np.empty((most_rows, 5), np.int64), np.empty(most_cells, np.int64)
        counts = np.zeros(tables.nodes, np.int64)
        found = rows, cells, counts
        went, place, used, filled = scanning.scan(source, at, tables[:3], found)
        if went == scanning.STOPPED:
            raise _refusal(data, place)
        if went == scanning.DONE:
            return rows[:used], cells[:filled], counts, place
        most_rows, most_cells = 2 * most_rows, 2 * most_cells


def _blocks(
    data: bytes, model: Glossary, rows: Ints, cells: Ints, counts: Ints
) -> tuple[Rows, ...]:
    """Sort the rows by node; those of a node stay in the order of the document."""
    from declarations.wages import scanning  # here, since numba takes long to load

    nodes = layout_of(model).nodes
    heights = np.array([PLACES + len(node.kinds) for node in nodes], np.int64)
    ends = np.cumsum(counts * heights)
    sorted_ = np.empty(int(ends[-1]), np.int64)
    scanning.sort(rows, cells, ends, counts, heights, sorted_)
    sorted_.flags.writeable = False  # the columns of all blocks are parts of it
    spans = zip(nodes, [0, *ends.tolist()], ends.tolist(), counts.tolist(), strict=False)
    return tuple(
        Rows(node, sorted_[begin:end].reshape(len(node.kinds) + PLACES, count), data)
        for node, begin, end, count in spans
    )


def _refusal(data: bytes, offset: int) -> NotReadableError:
    return NotReadableError(offset, data.count(b"\n", 0, offset) + 1)
