"""What the ground floor promises: the audit trail is sealed as fast as it grows."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from django.db import connection, transaction
from django.test.utils import override_settings

from portal.access.models import AccessLine, Capacity, CapacityKind, User
from portal.copying import copy_rows
from portal.exchange.trail import checkpoints
from portal.exchange.trail.models import Block
from portal.exchange.trail.sealing import seal_all
from portal.exchange.trail.verifying import Trail, verify
from portal.pages.bench import Result, bench
from portal.people.models import Person

ROWS: Final = 100_000
ROUNDS: Final = 5
COLUMNS: Final = ("person_id", "capacity_id", "purpose", "opened")


@bench("access-sealing")
def sealing() -> Result:
    """Compare the sealing of access lines with their COPY, both to the disk."""
    with tempfile.TemporaryDirectory() as folder, override_settings(CHECKPOINTS=Path(folder)):
        persons, capacity = _people()
        _copy(persons, capacity)  # the first ones, with all that is new to the server, do not count
        seal_all()
        copied, sealed = zip(*(_round(persons, capacity) for _ in range(ROUNDS)), strict=True)
        verified = _verified()
    ours, theirs = ROWS / median(sealed), ROWS / median(copied)
    return Result(
        ours / theirs,
        1.0,
        f"rows a second of one COPY of {ROWS} access lines, with indexes and checks, fsync on",
        at_least=True,
        more={
            "sealed_rows_per_second": round(ours),
            "copied_rows_per_second": round(theirs),
            "verified_rows_per_second": round(verified),
            "bytes_of_a_sealed_row": round(_size(), 1),
        },
    )


def _people() -> tuple[list[int], int]:
    made = Person.objects.bulk_create(Person(first_name="A", last_name="B") for _ in range(1_000))
    user = User.objects.create_user("bench@example.be", person=made[0])
    capacity = Capacity.objects.create(user=user, kind=CapacityKind.CITIZEN, since="2020-01-01")
    return [person.pk for person in made], capacity.pk


def _copy(persons: list[int], capacity: int) -> None:
    with transaction.atomic():
        rows = ((persons[n % 1_000], capacity, "own", True) for n in range(ROWS))
        copy_rows(AccessLine, COLUMNS, rows)


def _round(persons: list[int], capacity: int) -> tuple[float, float]:
    """Return the seconds of a COPY, and of sealing what it brought."""
    begun = time.perf_counter()
    _copy(persons, capacity)
    copied = time.perf_counter()
    rows = seal_all()
    if rows != ROWS:
        raise RuntimeError(f"{rows} rows were sealed")
    return copied - begun, time.perf_counter() - copied


def _size() -> float:
    """Return how many bytes of the table of blocks, with its indexes, a row takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('portal_block')")
        size: int = cursor.fetchone()[0]
    return size / sum(block.count for block in Block.objects.all())


def _verified() -> float:
    """Return how many rows a second are verified, all of them right."""
    trail, begun = Trail(), time.perf_counter()
    signed = [(file.name, note) for file, note in checkpoints.every()]
    if faults := list(verify(signed, checkpoints.verifier(), trail)):
        raise RuntimeError(str(faults[0]))
    return trail.rows / (time.perf_counter() - begun)
