"""Which tables are sealed: each app names its own, in its `evidence.py`.

The canonical text of a row is a JSON array of its columns, which PostgreSQL writes. The columns
stand in the block, each as the expression that was taken, so that a column that is added later
changes nothing of what is sealed. Such columns are never renamed or dropped.

`id`            as JSON has it: a number, a text, true, null, an ISO 8601 date
`utc(at)`       a moment, in universal time, to the microsecond
`sha256(body)`  in place of bytes, their hash
`hidden(key)`   in place of a text that does not concern who is shown a proof, its hash
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.db import models

EXPRESSION: Final = re.compile(r"(?:(utc|sha256|hidden)\()?([a-z0-9_]+)\)?")
SQL: Final = {
    None: '"{}"',
    "utc": "timezone('UTC', \"{}\")",
    "sha256": "encode(sha256(\"{}\"), 'hex')",
    "hidden": "encode(sha256(convert_to(\"{}\", 'UTF8')), 'hex')",
}


@dataclass(frozen=True)
class Sealed:
    """A table whose rows are sealed in the order of a number that each draws from a sequence."""

    model: type[models.Model]
    order: str
    hidden: frozenset[str]

    @property
    def table(self) -> str:
        """Return the name of the table."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """Return the columns as they are sealed today."""
        return [self._expression(field) for field in self.model._meta.concrete_fields]

    def _expression(self, field: models.Field[object, object]) -> str:
        if field.column in self.hidden:
            return f"hidden({field.column})"
        if isinstance(field, models.BinaryField):
            return f"sha256({field.column})"
        if isinstance(field, models.DateTimeField):
            return f"utc({field.column})"
        return str(field.column)


SEALED: dict[str, Sealed] = {}


def seal(*sealed: type[models.Model], order: str = "id", hidden: tuple[str, ...] = ()) -> None:
    """Seal tables; `order` is the column that draws its value from a sequence."""
    for model in sealed:
        SEALED[model._meta.db_table] = Sealed(model, order, frozenset(hidden))


def text_of(columns: list[str]) -> str:
    """Return the SQL of the canonical text of a row. Raises `ValueError` for no such column."""
    parts = []
    for column in columns:
        match = EXPRESSION.fullmatch(column)
        if match is None:
            raise ValueError(f"no column {column!r}")
        parts.append(SQL[match[1]].format(match[2]))
    return f"json_build_array({', '.join(parts)})::text"


def leaf_of(columns: list[str]) -> str:
    """Return the SQL of the hash of a row, as a leaf of RFC 6962."""
    return f"sha256('\\x00'::bytea || convert_to({text_of(columns)}, 'UTF8'))"
