"""The partitions that hold the facts: made when a quarter or a large file comes, race-safe.

Each table is partitioned by quarter, and each quarter by shelf. Shelf 0 is open: small messages add
to it, with its keys and checks in place. The shelf of a large file is filled without keys, which is
what makes it quick; they are added over all its rows at once, and then it is attached.

A constraint belongs to a partition and not to the whole: the rows of a record stand beside it on
the same shelf, so that a foreign key never looks into another partition.

Functions of the database make them with the rights of the owner, so that neither the web nor a
worker needs to own anything: `declarations/migrations/0020_row_security.py`, and what replaced
some of them, `0028_taken_at_once.py` and `0029_lighter_keys.py`.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

OPEN: Final = 0
RECORDS: Final = "declarations_workerrecord"
PARTS: Final = tuple(
    f"declarations_{name}"
    for name in ("occupation", "service", "remuneration", "contribution", "deduction")
)
TABLES: Final = (RECORDS, *PARTS)


def name_of(table: str, quarter: int, shelf: int) -> str:
    """Return the name of a partition: "declarations_service_20261_0"."""
    return f"{table}_{quarter}_{shelf}"


def open_quarter(quarter: int) -> None:
    """Make what a quarter needs to take small messages, where it is not there yet."""
    _run("SELECT open_wages_quarter(%s)", quarter)


def make(quarter: int, shelf: int) -> None:
    """Make the tables of a shelf, empty and without keys; nobody sees them yet."""
    _run("SELECT make_wages_shelf(%s, %s)", quarter, shelf)


def seal(quarter: int, shelf: int) -> None:
    """Add the keys and checks of a shelf; raises `IntegrityError` when its rows break them.

    Those into tables that others write are only entered here, and checked by `attach`, in another
    transaction: nobody who writes waits for that.
    """
    _run("SELECT seal_wages_shelf(%s, %s)", quarter, shelf)


def attach(quarter: int, shelf: int) -> None:
    """Check the keys that `seal` entered and let a shelf be seen, in the caller's transaction.

    Raises `IntegrityError` when its rows break them.
    """
    _run("SELECT attach_wages_shelf(%s, %s)", quarter, shelf)


def _run(statement: str, *numbers: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, numbers)
