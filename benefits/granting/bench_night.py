"""A night and a bare COPY of the rows that it reads and writes, by turns and by two clocks."""

import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import transaction

from benefits.granting.models import GrantPiece

TURN: Final = 5  # pieces of the night before its rows are copied
# The columns read of each table, and of which rows, by the persons from one id to another.
READ: Final = {
    "portal_person": (
        "id, birth_date, died_on, first_name, last_name, language",
        "id BETWEEN {first} AND {last}",
    ),
    "portal_householdmember": (
        "person_id, household_id, role, since, until, withdrawn",
        "person_id BETWEEN {first} AND {last}",
    ),
    "portal_household": (
        "id, street, house_number, box, postal_code, city",
        "id BETWEEN 1 + ({first} - 1) / 3 AND 1 + ({last} - 1) / 3",
    ),
    "declarations_statusreport": (
        "id, person_id, kind, since, until",
        "person_id BETWEEN {first} AND {last}",
    ),
}
# What a night writes, each table with a column that ascends.
WRITTEN: Final = {
    "portal_letter": "id",
    "benefits_decision": "id",
    "benefits_beneficiary": "decision_id",
    "benefits_finding": "id",
    "portal_event": "id",
    "portal_accessline": "id",
}


class Spent(NamedTuple):
    """Seconds by the clock, and of processors: this process and its session of the database."""

    clock: float
    processor: float

    def since(self, before: "Spent") -> "Spent":
        """Return what passed since then."""
        return Spent(self.clock - before.clock, self.processor - before.processor)


def total(spent: Iterable[Spent]) -> Spent:
    """Return all of it together."""
    return Spent(*map(sum, zip(*spent, strict=True)))


@dataclass
class Turns:
    """Told of each piece of a night; after some of them, their rows are read and stored again.

    What the night takes of a turn ends when it is on the disk, as a COPY ends. `pieces` are still
    to come.
    """

    cursor: Any
    pieces: int
    night: list[Spent] = field(default_factory=list)
    out: list[Spent] = field(default_factory=list)
    back: list[Spent] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # kilobytes at most, after each turn

    def __post_init__(self) -> None:
        """Look at the clock: the night begins."""
        self.cursor.execute("SELECT pg_backend_pid()")
        self.session = Path(f"/proc/{self.cursor.fetchone()[0]}/schedstat")
        for name in WRITTEN:
            self.cursor.execute(f"CREATE TABLE bare_{name} AS SELECT * FROM {name} WHERE false")  # noqa: S608
        self.written = self._last_rows()
        self.first: int | None = None
        self.begun = self._now()

    def __call__(self, piece: GrantPiece) -> None:
        """Count a piece that is done; the turn of the bare COPY comes after some."""
        self.pieces -= 1
        self.first = self.first or piece.first
        if self.pieces % TURN:
            return
        self.cursor.execute("SELECT pg_logical_emit_message(false, 'bench', '', true)")  # a flush
        self.night.append(self._now().since(self.begun))
        self._read(self.first, piece.last)
        self._write()
        self.memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        self.first = None
        self.begun = self._now()

    def _now(self) -> Spent:
        there = int(self.session.read_text().split()[0]) / 1e9 if self.session.exists() else 0.0
        return Spent(time.perf_counter(), time.process_time() + there)

    def _last_rows(self) -> dict[str, int]:
        found = {}
        for name, key in WRITTEN.items():
            self.cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {name}")  # noqa: S608
            found[name] = self.cursor.fetchone()[0]
        return found

    def _read(self, first: int, last: int) -> None:
        """Read what the night read of these persons, by COPY alone."""
        begun = self._now()
        for name, (columns, which) in READ.items():
            rows = which.format(first=first, last=last)
            for _some in self._out(f"SELECT {columns} FROM {name} WHERE {rows}"):  # noqa: S608
                pass
        self.out.append(self._now().since(begun))

    def _write(self) -> None:
        """Store the rows that the night stored since the last turn again, by COPY alone."""
        rows = {
            name: b"".join(self._out(f"SELECT * FROM {name} WHERE {key} > {self.written[name]}"))  # noqa: S608
            for name, key in WRITTEN.items()
        }
        begun = self._now()
        with transaction.atomic():
            for name, of in rows.items():
                with self.cursor.copy(f"COPY bare_{name} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(of)
        self.back.append(self._now().since(begun))
        self.cursor.execute(f"TRUNCATE {', '.join(f'bare_{name}' for name in WRITTEN)}")
        self.written = self._last_rows()

    def _out(self, query: str) -> Iterator[bytes]:
        with self.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
            yield from map(bytes, copy)
