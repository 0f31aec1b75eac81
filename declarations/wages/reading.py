"""Reading: the bytes of a message become arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import numpy as np

from declarations.glossary.model import Glossary
from declarations.wages.batch import ABSENT, LENGTH_BITS, Batch, Rows
from declarations.wages.layout import DATE, NUMBER, Layout, layout_of

NAT = np.iinfo(np.int64).min


@dataclass(eq=False)
class NotReadableError(Exception):
    """The first thing that cannot be taken: its anomaly code, and where it is."""

    code: str
    offset: int
    line: int


@dataclass
class _Walk:
    """What is gathered while a document is walked through, element by element."""

    layout: Layout
    source: bytes
    parser: Any = field(default_factory=lambda: expat.ParserCreate(namespace_separator=None))
    stack: list[tuple[int, int]] = field(default_factory=list)  # node, row
    zone: str = ""
    text_at: int = -1

    def __post_init__(self) -> None:
        self.found: list[list[list[Any]]] = [[] for _ in self.layout.nodes]
        self.below = [self.layout.below(place) for place in range(len(self.layout.nodes))]

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        place, row = self.stack[-1] if self.stack else (-1, -1)
        if place >= 0 and name in self.layout.nodes[place].kinds:
            self.zone, self.text_at = name, self.source.index(b">", self.offset) + 1
            return
        known = self.below[place] if place >= 0 else {self.layout.model.root: 0}
        if name not in known or self.zone:
            raise self.refuse()
        node = self.layout.nodes[known[name]]
        empty = [NAT if kind == DATE else ABSENT for kind in node.kinds.values()]
        self.stack.append((known[name], len(self.found[known[name]])))
        self.found[known[name]].append([row, self.offset, 0, empty])

    def end(self, _name: str) -> None:
        place, row = self.stack[-1]
        entry = self.found[place][row]
        if not self.zone:
            entry[2] = self.source.index(b">", self.offset) + 1
            self.stack.pop()
            return
        node, text = self.layout.nodes[place], self.source[self.text_at : self.offset]
        kind, column = node.kinds[self.zone], node.columns[self.zone]
        if text:
            try:
                entry[3][column] = self.value(kind, text)
            except ValueError:
                raise self.refuse() from None
        self.zone = ""

    def value(self, kind: int, text: bytes) -> int:
        if kind == NUMBER:
            return int(text)
        if kind == DATE:
            return int(np.datetime64(text.decode(), "D").astype(np.int64))
        return self.text_at << LENGTH_BITS | len(text)

    def refuse(self) -> NotReadableError:
        return NotReadableError("FILE-001", self.offset, self.parser.CurrentLineNumber)

    @property
    def offset(self) -> int:
        return int(self.parser.CurrentByteIndex)


def read(data: bytes, model: Glossary) -> Batch:
    """Read a whole document of a version of a message.

    Raises `NotReadableError` with the place of the first thing that cannot be taken.
    """
    walk = _Walk(layout_of(model), data)
    walk.parser.StartElementHandler = walk.start
    walk.parser.EndElementHandler = walk.end
    try:
        walk.parser.Parse(data, True)
    except expat.ExpatError:
        raise walk.refuse() from None
    blocks = []
    for node, rows in zip(walk.layout.nodes, walk.found, strict=True):
        places = np.array([entry[:3] for entry in rows], np.int64).reshape(-1, 3)
        cells = np.array([entry[3] for entry in rows], np.int64).reshape(len(rows), len(node.kinds))
        blocks.append(Rows(node, places[:, 0], places[:, 1], places[:, 2], cells, data))
    return Batch(model, data, tuple(blocks))
