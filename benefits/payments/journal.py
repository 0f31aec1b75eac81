"""What was sent to the bank, kept outside the database: after a restore it still knows.

Each run that is sent leaves two files and a line of the journal: the order as the bank got it, and
whom each payment of it was for. They are made once and never written again.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from benefits.payments.models import Sent

JOURNAL: Final = "journal.jsonl"


class NotReconciledError(Exception):
    """The journal knows of runs that the database does not: it was restored to an earlier day."""

    def __init__(self, runs: list[UUID]) -> None:
        super().__init__(f"runs were sent that are not known here: {', '.join(map(str, runs))}")
        self.runs = runs


@dataclass(frozen=True)
class Line:
    """A run that was sent: its file's SHA-256, how many payments and how many cents."""

    run: UUID
    month: str
    pay_on: str
    sha256: str
    payments: int
    cents: int


def folder() -> Path:
    """Return where orders are kept, made when it is not there; nobody else may look into it."""
    path = Path(settings.PAYMENTS_PATH)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def lines() -> Iterator[Line]:
    """Return the runs that were sent, the first one first."""
    path = folder() / JOURNAL
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            kept = json.loads(text)
            yield Line(**{**kept, "run": UUID(kept["run"])})


def write(line: Line) -> None:
    """Add a run to the journal, on the disk before anything else is done."""
    text = json.dumps({**line.__dict__, "run": str(line.run)})
    with (folder() / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(text + "\n")
        journal.flush()
        os.fsync(journal.fileno())


def missing() -> list[Line]:
    """Return the runs that were sent and of which the database does not know that."""
    known = set(Sent.objects.values_list("run__reference", flat=True))
    return [line for line in lines() if line.run not in known]


def require_reconciled() -> None:
    """Raise `NotReconciledError` unless the database knows of each run that was sent."""
    if found := missing():
        raise NotReconciledError([line.run for line in found])


def order_path(run: UUID) -> Path:
    """Return the file of a run as the bank gets it."""
    return folder() / f"{run}.xml"


def particulars_path(run: UUID) -> Path:
    """Return the file that says whom each payment of a run was for, one JSON object a line."""
    return folder() / f"{run}.jsonl"


def particulars(run: UUID) -> Iterator[dict[str, Any]]:
    """Return whom each payment of a run was for: reference, person, scheme, iban, cents."""
    with particulars_path(run).open(encoding="utf-8") as file:
        for text in file:
            yield json.loads(text)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
