"""The partitions that hold the facts: made when a quarter or a large file comes, race-safe.

Each table is partitioned by quarter, and each quarter by shelf. Shelf 0 is open: small messages add
to it, with its keys and checks in place. The shelf of a large file is filled without keys, which is
what makes it quick; they are added over all its rows at once, and then it is attached.

A constraint belongs to a partition and not to the whole: the rows of a record stand beside it on
the same shelf, so that a foreign key never looks into another partition.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

OPEN: Final = 0
LOCK: Final = 4_004  # of those who make partitions, one at a time
RECORDS: Final = "declarations_workerrecord"
PARTS: Final = tuple(
    f"declarations_{name}"
    for name in ("occupation", "service", "remuneration", "contribution", "deduction")
)
TABLES: Final = (RECORDS, *PARTS)
RECORD_KEYS: Final = (
    "ALTER TABLE {table} ADD PRIMARY KEY (id)",
    "ALTER TABLE {table} ADD FOREIGN KEY (filing_id) REFERENCES declarations_filing (id)",
    "ALTER TABLE {table} ADD FOREIGN KEY (declaration_id) REFERENCES declarations_declaration (id)",
    "ALTER TABLE {table} ADD FOREIGN KEY (person_id) REFERENCES portal_person (id)",
    "ALTER TABLE {table} ADD FOREIGN KEY (piece_id) REFERENCES declarations_piece (id)",
    "CREATE INDEX ON {table} (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX ON {table} (filing_id)",
    "CREATE INDEX ON {table} (declaration_id)",
    "CREATE UNIQUE INDEX ON {table} (replaces) WHERE replaces IS NOT NULL",
)
PART_KEYS: Final = (
    "ALTER TABLE {table} ADD PRIMARY KEY (record_id, position)",
    "ALTER TABLE {table} ADD FOREIGN KEY (record_id) REFERENCES {records} (id)",
)


def name_of(table: str, quarter: int, shelf: int) -> str:
    """Return the name of a partition: "declarations_service_20261_0"."""
    return f"{table}_{quarter}_{shelf}"


def open_quarter(quarter: int) -> None:
    """Make what a quarter needs to take small messages, where it is not there yet."""
    if _is_there(name_of(TABLES[-1], quarter, OPEN)):
        return
    _run(f"SELECT pg_advisory_xact_lock({LOCK}, {quarter})")
    if _is_there(name_of(TABLES[-1], quarter, OPEN)):
        return
    for table in TABLES:
        _run(
            f"CREATE TABLE {table}_{quarter} (LIKE {table}) PARTITION BY LIST (shelf)",
            f"ALTER TABLE {table} ATTACH PARTITION {table}_{quarter} FOR VALUES IN ({quarter})",
        )
    make(quarter, OPEN)
    seal(quarter, OPEN)
    attach(quarter, OPEN)


def make(quarter: int, shelf: int) -> None:
    """Make the tables of a shelf, empty and without keys; nobody sees them yet."""
    for table in TABLES:
        name = name_of(table, quarter, shelf)
        check = f"quarter = {quarter} AND shelf = {shelf}"
        _run(f"CREATE TABLE {name} (LIKE {table}, CONSTRAINT {name}_its_own CHECK ({check}))")


def seal(quarter: int, shelf: int) -> None:
    """Add the keys and checks of a shelf; raises `IntegrityError` when its rows break them."""
    records = name_of(RECORDS, quarter, shelf)
    _run(*(statement.format(table=records) for statement in RECORD_KEYS))
    for table in PARTS:
        name = name_of(table, quarter, shelf)
        _run(*(statement.format(table=name, records=records) for statement in PART_KEYS))


def attach(quarter: int, shelf: int) -> None:
    """Let a shelf be seen, in the caller's transaction."""
    for table in TABLES:
        name = name_of(table, quarter, shelf)
        _run(f"ALTER TABLE {table}_{quarter} ATTACH PARTITION {name} FOR VALUES IN ({shelf})")


def _is_there(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
