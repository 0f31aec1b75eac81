"""Cutting a file of wages into pieces that can be worked each by itself, in little memory.

A piece holds whole forms, or persons of one form. It is cut right before a form that follows a
form, or right before a person who follows a person: what is right in each piece is then right in
the whole, since the strict reader knows at the end of a piece which elements are open.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final

import numpy as np

from declarations.channels.safe_xml import UnreadableError
from declarations.wages.quarters import is_quarter
from declarations.wages.reading import ROOT

SIZE: Final = 2 << 20  # bytes of a piece, about
MOST: Final = 24 << 20  # of one that cannot be cut
LONGEST_HEAD: Final = 1 << 16
FLOWS: Final[Mapping[str, str]] = {"DmfAOriginal": "dmfa", "DmfAUpdate": "dmfa_update"}
ACTIONS: Final[Mapping[str, str]] = {
    "dmfa": "EmployerDeclaration",
    "dmfa_update": "EmployerDeclarationUpdate",
}
PERSONS: Final[Mapping[str, bytes]] = {
    "dmfa": b"NaturalPerson",
    "dmfa_update": b"NaturalPersonUpdate",
}
FORM, FORM_END = b"<Form>", b"</Form>"
ZONE: Final = re.compile(r"<([A-Za-z0-9]+)>([^<]*)</\1>")
SPACE: Final = b" \t\r\n"
LINE: Final = ord("\n")


class NotPlainError(Exception):
    """A tag is written in another way than the canonical one, so that it was not seen as one."""


@dataclass(frozen=True)
class Head:
    """What stands above the persons of a form: its zones, in which nothing was checked yet."""

    zones: dict[str, str]
    workers: int

    @cached_property
    def quarter(self) -> int:
        """The quarter that is declared; 0 when that cannot be read."""
        said = self.zones.get("Quarter", "")
        quarter = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
        return quarter if is_quarter(quarter) else 0


@dataclass(frozen=True)
class Cut:
    """A piece: see `Piece`. `heads` are those of the forms that begin in it."""

    content: bytes
    above: bytes
    ended: bool
    line: int
    first_form: int
    heads: tuple[Head, ...]
    quarter: int
    workers: int


def flow_of(start: bytes) -> str:
    """Return the flow of a file by its first bytes; "" if they are not written canonically."""
    begun = ROOT.match(start)
    return FLOWS.get(begun[1].decode(), "") if begun else ""


def cut(stream: BinaryIO, flow: str, size: int = SIZE) -> Iterator[Cut]:
    """Yield the pieces of a file of a flow, which begins where the stream is.

    Raises `UnreadableError` for what is too long and cannot be cut, and `NotPlainError` where tags
    do not match: rewritten, the file can perhaps be cut.
    """
    cutter = _Cutter(flow)
    rest = b""
    while block := stream.read(size):
        rest += block
        while len(rest) > size and (place := cutter.place(rest)):
            yield from cutter.take(rest[:place])
            rest = rest[place:]
        if len(rest) > MOST:
            raise UnreadableError("FILE-003")
    # The rest of a form stands by itself, also where other forms come after it.
    if place := cutter.next_form(rest):
        yield from cutter.take(rest[:place])
        rest = rest[place:]
    if rest:
        yield from cutter.take(rest)


class _Cutter:
    def __init__(self, flow: str) -> None:
        name = PERSONS[flow]
        self.person, self.person_end = b"<" + name + b">", b"</" + name + b">"
        self.above = b""
        self.quarter = 0
        self.line = 1
        self.forms = 0

    def place(self, data: bytes) -> int:
        """Return where to cut a piece that begins these bytes; 0 if there is no such place yet."""
        form = self.next_form(data) if self.above else self._last(data, FORM, FORM_END)
        return form or self._last(data, self.person, self.person_end)

    def next_form(self, data: bytes) -> int:
        """Return where the first form begins after the one in which these bytes begin, or 0."""
        first = data.find(FORM)
        return first if self.above and self._follows(data, first, FORM_END) else 0

    def take(self, data: bytes) -> Iterator[Cut]:
        """Yield a piece, or several where the quarter changes from form to form."""
        starts, persons = _places(data, FORM), _places(data, self.person)
        follow = starts if self.above else starts[1:]
        if not all(self._follows(data, start, FORM_END) for start in follow):
            raise NotPlainError
        heads = [
            self._head(data, start, end, persons[bisect(persons, start) : bisect(persons, end)])
            for start, end in zip(starts, [*starts[1:], len(data)], strict=False)
        ]
        begin = 0
        gathered: list[Head] = []
        for start, head in zip(starts, heads, strict=True):
            if gathered and head.quarter != gathered[-1].quarter:
                yield self._cut(data[begin:start], gathered, ended=True)
                begin, gathered = start, []
            gathered.append(head)
        last = data[begin:]
        yield self._cut(last, gathered, ended=self._is_over(last))

    def _is_over(self, data: bytes) -> bool:
        """Say whether no form is open at the end of a piece."""
        return data.rfind(FORM_END) > max(data.rfind(self.person), data.rfind(FORM))

    def _cut(self, content: bytes, heads: list[Head], *, ended: bool) -> Cut:
        if heads:
            self.quarter = heads[0].quarter
        first = content.find(FORM) if heads else len(content)
        goes_on = content.count(self.person, 0, first) if self.above else 0
        made = Cut(
            content,
            self.above,
            ended,
            self.line,
            self.forms + (0 if self.above else 1),
            tuple(heads),
            self.quarter,
            goes_on + sum(head.workers for head in heads),
        )
        self.line += int(np.count_nonzero(np.frombuffer(content, np.uint8) == LINE))
        self.forms += len(heads)
        if ended:
            self.above = b""
        elif not self.above:
            form = content.rfind(FORM)
            self.above = content[form : content.find(self.person, form)]
        return made

    def _head(self, data: bytes, start: int, end: int, persons: Sequence[int]) -> Head:
        until = min(persons[0] if persons else end, start + LONGEST_HEAD)
        text = data[start:until].decode("utf-8", "replace").replace("\0", "")
        # Of what is said twice the first counts.
        zones = {name: said.strip() for name, said in reversed(ZONE.findall(text))}
        return Head(zones, len(persons))

    def _last(self, data: bytes, tag: bytes, before: bytes) -> int:
        place = data.rfind(tag)
        while place > 0 and not self._follows(data, place, before):
            place = data.rfind(tag, 0, place)
        return max(place, 0)

    def _follows(self, data: bytes, place: int, before: bytes) -> bool:
        return place > 0 and data[max(place - 4096, 0) : place].rstrip(SPACE).endswith(before)


def _places(data: bytes, tag: bytes) -> list[int]:
    """Return where a tag stands."""
    from declarations.wages.scanning import places  # here, since numba takes long to load

    found: list[int] = places(*(np.frombuffer(text, np.uint8) for text in (data, tag))).tolist()
    return found
