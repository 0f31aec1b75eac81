"""Dated, sourced figures of the law."""

import datetime
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

from portal.law.index import indexed
from portal.law.periods import Period
from portal.law.quantities import Quantity
from portal.law.tables import Row, Table, TableError, load_tables


class MissingFigureError(LookupError):
    """The tables hold no such figure on that day."""


@dataclass(frozen=True)
class Figure:
    """A figure on a day: ``value / parts`` in its unit, with where it comes from.

    ``confirmed`` is False for what was derived or read in a secondary source only.
    """

    name: str
    unit: str
    value: int
    parts: int
    since: datetime.date
    source: str
    article: str
    confirmed: bool
    note: str

    @cached_property
    def quantity(self) -> Quantity:
        """The figure as a step shows it; a ratio as written."""
        value = f"{self.value}/{self.parts}" if self.unit == "ratio" else self.value
        return Quantity(value, self.unit)


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures by name and day."""

    tables: dict[str, Table]

    @classmethod
    def load(cls, *paths: Path) -> Self:
        """Read YAML files, what several rights share among them.

        TableError names what is wrong in a file, and a figure that stands in two.
        """
        tables: dict[str, Table] = {}
        for path in paths:
            found = load_tables(path)
            if twice := tables.keys() & found.keys():
                raise TableError(f"{path.name}: {min(twice)} stands in another file too")
            tables |= found
        return cls(tables)

    def find(self, name: str, on: datetime.date) -> Figure | None:
        """The figure on that day, or None where it is not in force; KeyError for no such name."""
        return _found(self, name, on)

    def by_start(self, name: str, on: datetime.date) -> list[Figure]:
        """Every row, with its value on a day: for a figure that goes by the day a case began.

        `since` of each says from which first day on it holds; KeyError for no such name.
        """
        table = self.tables[name]
        return [_figure(name, table.unit, row, on) for row in table.rows]

    def period(self, name: str) -> Period:
        """From the first day of the figure to its last; no end where it is still in force."""
        rows = self.tables[name].rows
        return Period(rows[0].start, rows[-1].until)

    def on(self, name: str, on: datetime.date) -> Figure:
        """The figure on that day; MissingFigureError, with name and date, where there is none."""
        try:
            figure = _found(self, name, on)
        except KeyError:
            figure = None
        if figure is None:
            raise MissingFigureError(f"no figure {name} on {on}")
        return figure


@lru_cache(maxsize=10_000)  # a rule asks for the same ones for each person
def _found(figures: Figures, name: str, on: datetime.date) -> Figure | None:
    row = figures.tables[name].row(on)
    return None if row is None else _figure(name, figures.tables[name].unit, row, on)


def _figure(name: str, unit: str, row: Row, on: datetime.date) -> Figure:
    return Figure(
        name,
        unit,
        indexed(row, on),
        row.parts,
        row.start,
        row.source,
        row.article,
        row.confirmed,
        row.note,
    )
