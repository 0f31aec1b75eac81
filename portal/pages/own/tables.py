"""What of each table is told to a person in the copy of everything: data in `tables.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.apps import apps
from django.db.models import Field, ForeignObjectRel, Model, Q

from portal.people.models import Institution, Person

FILE: Final = Path(__file__).with_name("tables.yaml")


@dataclass(frozen=True)
class Table:
    """A table that holds something of persons; see the head of `tables.yaml`."""

    model: type[Model]
    title: str
    person: list[str]
    told: dict[str, str]
    others: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    where: dict[str, Any] = field(default_factory=dict)
    without: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def rows_of(self, person: Person) -> Iterator[dict[str, Any]]:
        """Yield what is told of a person, oldest first, as values by the names of columns; an
        institution has its name of the active language."""
        about = Q()
        for way in self.person:
            about |= Q(**{way: person.pk})
        rows = self.model._base_manager.filter(about, **self.where).order_by("pk")
        called = [name for name in self.told if _field(self.model, name).model is Institution]
        for row in rows.values(*self.told, *(f"{name}s" for name in called)):
            for name in called:
                names = row.pop(f"{name}s")
                row[name] = row[name] and str(Institution(name=row[name], names=names))
            yield row

    def choices(self) -> dict[str, dict[Any, Any]]:
        """Return the words for the values of columns that have a few only."""
        return {name: dict(_field(self.model, name).flatchoices) for name in self.told}

    def is_about(self, name: str) -> bool:
        """Whether a column is told, also by way of the table that it leads to."""
        return any(told == name or told.startswith(f"{name}__") for told in self.told)


@cache
def declared() -> dict[str, dict[str, Any]]:
    """Return the data file: by model, with app."""
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return read


@cache
def tables() -> list[Table]:
    """Return the tables that hold something of persons, in the order of the data file."""
    return [
        Table(model=apps.get_model(name), **known)
        for name, known in declared().items()
        if "person" in known
    ]


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Yield what the copy says of its tables and columns, with the file, for the translators."""
    for table in tables():
        for text in (table.title, *table.told.values()):
            yield text, "portal/pages/own/tables.yaml"


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    name, _, rest = path.partition("__")
    found = model._meta.get_field(name)
    if rest:
        assert found.related_model is not None  # noqa: S101 - a way leads through relations
        return _field(found.related_model, rest)
    assert not isinstance(found, ForeignObjectRel)  # noqa: S101 - told is what a row has
    return found
