"""Reading and storing alone, for the bench of wages: what the rows refer to is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Self

import numpy as np
from django.db import transaction

from declarations.glossary.catalog import for_quarter
from declarations.wages import partitions
from declarations.wages.batch import Ints
from declarations.wages.bench_files import inss_of
from declarations.wages.bench_registers import FIRST
from declarations.wages.cutting import Cut, cut
from declarations.wages.models import Form, Load, Piece, Shelf
from declarations.wages.projecting import Place
from declarations.wages.reading import read
from declarations.wages.storing import Facts

NEAR: Final = 1 << 20  # bytes in which a form begins
NEAR_END: Final = 64  # and in which the file ends


class Part(BytesIO):
    """One of several parts of a file of the benches, which begin and end between forms."""

    def __init__(self, file: BinaryIO, part: int, parts: int) -> None:
        super().__init__()
        self.file = file
        size = file.seek(0, SEEK_END)
        begin, self.end = self._border(size * part // parts), size
        if part + 1 < parts:
            self.end = self._border(size * (part + 1) // parts)
        file.seek(begin)

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes of the part."""
        left = self.end - self.file.tell()
        return self.file.read(left if size is None or size < 0 else min(size, left))

    def _border(self, place: int) -> int:
        self.file.seek(place)
        return place + self.file.read(NEAR).index(b"\t<Form>") if place else 0


@dataclass(frozen=True)
class Storing:
    """A shelf of a load, the keys of its forms, of one of its pieces, and of the workers by number,
    in order."""

    load: Load
    shelf: Shelf
    forms: Ints
    filings: Ints
    piece: int
    inss: Ints
    persons: Ints

    @classmethod
    def of(cls, load: Load, shelf: Shelf) -> Self:
        """Return the keys of a load."""
        forms = Form.objects.filter(load=load).order_by("declaration__position")
        keys = np.array(list(forms.values_list("pk", "filing_id")), np.int64)
        inss = np.array([inss_of(number) for number in range(load.workers)], np.int64)
        order = np.argsort(inss)
        piece = Piece.objects.filter(load=load).values_list("pk", flat=True)[0]
        return cls(load, shelf, keys[:, 0], keys[:, 1], piece, inss[order], FIRST + order)

    def store(self, path: Path, part: int, parts: int) -> None:
        """Read one of several parts of a file against the whole model; fill the shelf with it."""
        facts = Facts()
        with path.open("rb") as file, transaction.atomic():
            partitions.make(self.shelf.quarter, self.shelf.pk)
            for piece in cut(Part(file, part, parts), self.load.flow):
                self._add(piece, facts)
            facts.store()
            partitions.seal(self.shelf.quarter, self.shelf.pk)

    def _add(self, piece: Cut, facts: Facts) -> None:
        model = for_quarter("dmfa", self.shelf.quarter)
        before, after = f"<{model.root}>".encode(), f"</{model.root}>".encode()
        is_first, end = piece.content.startswith(b"<?xml"), piece.content[-NEAR_END:].rstrip()
        text = (
            b"" if is_first else before,
            piece.content,
            b"" if end.endswith(after) else after,
        )
        batch = read(b"".join(text), model)
        first = int(piece.heads[0].zones["ReferenceNbr"].split()[1]) - 1
        own = slice(first, first + len(piece.heads))
        inss = batch["NaturalPerson"].numbers("INSS")
        persons = self.persons[np.searchsorted(self.inss, inss)]
        place = Place(
            self.shelf.quarter,
            self.shelf.pk,
            self.piece,
            self.forms[own],
            self.filings[own],
            persons,
        )
        facts.add(batch, place)
