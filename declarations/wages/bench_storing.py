"""Reading and storing alone, for the bench of wages: what the rows refer to is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from declarations.glossary.catalog import for_quarter
from declarations.wages.batch import Ints
from declarations.wages.bench_files import inss_of
from declarations.wages.bench_registers import FIRST
from declarations.wages.cutting import Cut
from declarations.wages.models import Form, Load, Piece, Shelf
from declarations.wages.projecting import Place, store
from declarations.wages.reading import read


@dataclass(frozen=True)
class Storing:
    """The keys of a load's forms and pieces, and of the workers, by their numbers in order."""

    forms: Ints
    filings: Ints
    pieces: dict[int, int]
    inss: Ints
    persons: Ints

    @classmethod
    def of(cls, load: Load) -> Self:
        """Return the keys of a load."""
        forms = Form.objects.filter(load=load).order_by("declaration__position")
        keys = np.array(list(forms.values_list("pk", "filing_id")), np.int64)
        inss = np.array([inss_of(number) for number in range(load.workers)], np.int64)
        order = np.argsort(inss)
        pieces = dict(Piece.objects.filter(load=load).values_list("number", "pk"))
        return cls(keys[:, 0], keys[:, 1], pieces, inss[order], FIRST + order)

    def store(self, shelf: Shelf, number: int, piece: Cut) -> None:
        """Read a piece against the whole model, and store its facts."""
        model = for_quarter("dmfa", shelf.quarter)
        root = f"<{model.root}>".encode()
        text = piece.content if number == 1 else root + piece.content
        if not text.rstrip().endswith(b"</DmfAOriginal>"):
            text += f"</{model.root}>".encode()
        batch = read(text, model)
        own = slice(piece.first_form - 1, piece.first_form - 1 + len(piece.heads))
        inss = batch["NaturalPerson"].numbers("INSS")
        persons = self.persons[np.searchsorted(self.inss, inss)]
        place = Place(
            shelf.quarter,
            shelf.pk,
            self.pieces[number],
            self.forms[own],
            self.filings[own],
            persons,
        )
        store(batch, place)
