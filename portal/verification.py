"""Invariants: what must hold of all rows at any moment, as questions to the database.

A room registers its own in a module `invariants.py`. An invariant is a sentence, and the question
for rows that break it; `manage.py verify` asks all of them in one snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

ASK: Final = """
    WITH broken AS MATERIALIZED ({broken})
    SELECT (SELECT count(*) FROM {of}), (SELECT count(*) FROM broken), broken.*
    FROM (VALUES (1)) AS always LEFT JOIN broken ON true LIMIT 1
"""


@dataclass(frozen=True)
class Invariant:
    """A sentence that holds of the rows of a table (or of a subquery with a name).

    `broken` is SQL for the rows of which it does not; its columns name such a row, and none of them
    holds what somebody said.
    """

    name: str
    sentence: str
    of: str
    broken: str


@dataclass(frozen=True)
class Outcome:
    """What was found: how many rows were looked at, how many are wrong, and which is the first."""

    name: str
    sentence: str
    looked_at: int
    wrong: int
    first: str


INVARIANTS: Final[dict[str, Invariant]] = {}


def hold(name: str, sentence: str, *, of: str, broken: str) -> None:
    """Register an invariant."""
    if name in INVARIANTS:
        raise ValueError(f"two invariants are called {name}")
    INVARIANTS[name] = Invariant(name, sentence, of, broken)


def ask(invariant: Invariant) -> Outcome:
    """Ask whether an invariant holds."""
    with connection.cursor() as cursor:
        cursor.execute(ASK.format(of=invariant.of, broken=invariant.broken))
        looked_at, wrong, *values = cursor.fetchone()
        names = [column.name for column in cursor.description or ()][2:]
    first = _named(names, values) if wrong else ""
    return Outcome(invariant.name, invariant.sentence, looked_at, wrong, first)


def _named(names: list[str], values: list[Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in zip(names, values, strict=True))
