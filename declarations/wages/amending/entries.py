"""What a batch declares of its employers as a whole, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from declarations.wages.amending.contents import part_of
from declarations.wages.amending.models import EmployerEntry, EntryKind
from declarations.wages.batch import ABSENT, Batch, Ints
from portal.copying import copy_rows

DELETE: Final = 0
CREATE: Final = 3
COLUMNS: Final = (
    "filing_id",
    "declaration_id",
    "kind",
    "content",
    "cents",
    "replaces",
    "deleted",
)


class Place(NamedTuple):
    """Where a kind of entry stands: its block, the zone and sign of its amount, and the block and
    zone that name the version that it replaces."""

    block: str
    amount: str
    sign: int
    last: str
    version: str


PLACES: Final[Mapping[EntryKind, Place]] = {
    EntryKind.CONTRIBUTION: Place(
        "ContributionUnrelatedToNP",
        "UnrelatedAmount",
        1,
        "LastSituationCUNP",
        "ContUnrelatedToNPVersionNbr",
    ),
    EntryKind.VEHICLE: Place("CompanyVehicle", "", 0, "", "CompanyVehicleVersionNbr"),
    EntryKind.COMPENSATION: Place(
        "EmployerCompensation",
        "CompensationAmount",
        -1,
        "LastSituationEmpCompensation",
        "EmpCompensationVersionNbr",
    ),
}


def store_entries(batch: Batch, declarations: Ints, filings: Ints) -> None:
    """Store what a batch declares of its employers as a whole, in the caller's transaction.

    `declarations` and `filings` are the keys for each row of EmployerDeclaration; what has no
    filing (`ABSENT`) is not stored.
    """
    copy_rows(EmployerEntry, COLUMNS, _rows(batch, declarations, filings))


def actions(batch: Batch, label: str) -> Ints:
    """Return what an amendment does to each entry of a block; `CREATE` in an original."""
    rows = batch[label]
    there = "UpdateAction" in rows
    return rows.numbers("UpdateAction") if there else np.full(len(rows), CREATE)


def replaced(batch: Batch, place: Place) -> Ints:
    """Return, for each entry of a kind, the version that it replaces, `ABSENT` for none."""
    rows = batch[place.block]
    found = np.full(len(rows), ABSENT)
    if place.version in rows:
        # What is created replaces nothing, whatever version it names.
        created = actions(batch, place.block) == CREATE
        return np.where(created, ABSENT, rows.numbers(place.version))
    if place.last in batch:
        # Both stand in one update, one of each at the most.
        last, updates = batch[place.last], {int(up): row for row, up in enumerate(rows.parent)}
        for up, version in zip(last.parent.tolist(), last.numbers(place.version), strict=True):
            if up in updates:
                found[updates[up]] = version
    return found


def _rows(batch: Batch, declarations: Ints, filings: Ints) -> Iterator[tuple[Any, ...]]:
    for kind, place in PLACES.items():
        if place.block not in batch:
            continue
        rows, before = batch[place.block], replaced(batch, place)
        owner = batch.owner(place.block, "EmployerDeclaration")
        deleted = actions(batch, place.block) == DELETE
        for row, above in enumerate(owner.tolist()):
            if filings[above] == ABSENT:
                continue
            zones = part_of(batch.document(rows.label, row)).zones
            amount = 0 if deleted[row] else int(zones.get(place.amount, 0))
            yield (
                int(filings[above]),
                int(declarations[above]),
                kind.value,
                json.dumps(zones),
                place.sign * amount,
                int(before[row]) if before[row] != ABSENT else None,
                bool(deleted[row]),
            )
