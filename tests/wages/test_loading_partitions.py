"""The partitions that hold what was declared."""

import pytest
from django.db import DatabaseError, connection, transaction

from declarations.wages import partitions
from declarations.wages.models import Service, WorkerRecord

QUARTER = 20261
SERVICE = (
    "INSERT INTO declarations_service (record_id, shelf, quarter, position, occupation, sequence,"
    " code) VALUES (1, {shelf}, 20261, 1, 1, 1, 1)"
)
KEYS = "SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
# Of this transaction, on tables that others write, those that would keep them out.
LOCKS = """
    SELECT relation::regclass, mode FROM pg_locks
    WHERE pid = pg_backend_pid() AND mode LIKE '%Exclusive%'
        AND mode NOT IN ('RowExclusiveLock', 'ShareUpdateExclusiveLock')
        AND relation IN (
            'declarations_filing'::regclass, 'declarations_declaration'::regclass,
            'portal_person'::regclass, 'declarations_piece'::regclass
        )
"""


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_quarter_is_opened_once_and_takes_rows_of_its_own() -> None:
    partitions.open_quarter(QUARTER)
    partitions.open_quarter(QUARTER)
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        _run(SERVICE.format(shelf=0))
    with pytest.raises(DatabaseError, match="no partition"), transaction.atomic():
        _run(SERVICE.format(shelf=7))
    assert not WorkerRecord.objects.current().in_quarter(QUARTER).exists()


@pytest.mark.django_db
def test_a_shelf_is_seen_when_it_is_attached_and_then_never_changed() -> None:
    partitions.open_quarter(QUARTER)
    partitions.make(QUARTER, 7)
    _run(
        "INSERT INTO declarations_service_20261_7 (record_id, shelf, quarter, position,"
        " occupation, sequence, code) VALUES (1, 7, 20261, 1, 1, 1, 1)"
    )
    assert not Service.objects.exists()
    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        partitions.seal(QUARTER, 7)
    partitions.attach(QUARTER, 7)
    assert Service.objects.get().code == 1
    for statement in ("DELETE FROM {table}", "UPDATE {table} SET code = 2"):
        for table in ("declarations_service", "declarations_service_20261_7"):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                _run(statement.format(table=table))


@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_while_a_shelf_is_checked() -> None:
    partitions.open_quarter(QUARTER)
    partitions.make(QUARTER, 8)
    partitions.seal(QUARTER, 8)
    assert _checked(8) == {False}
    with transaction.atomic():
        partitions.attach(QUARTER, 8)
        with connection.cursor() as cursor:
            cursor.execute(LOCKS)
            assert cursor.fetchall() == []
    assert _checked(8) == {True}


def _checked(shelf: int) -> set[bool]:
    """Return whether the keys into tables that others write were checked."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [partitions.name_of(partitions.RECORDS, QUARTER, shelf)])
        return {row[0] for row in cursor.fetchall()}
