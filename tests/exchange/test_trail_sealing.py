"""Rows are sealed once, none is passed over, and the log is signed; whoever is killed meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, models, transaction

from casework.demo.building import Cast
from portal.access.models import AccessLine
from portal.exchange.trail import checkpoints, horizons, log, sealing
from portal.exchange.trail.checkpoints import TrailBrokenError
from portal.exchange.trail.models import Block, Horizon
from portal.exchange.trail.registry import SEALED, text_of
from portal.exchange.trail.sealing import seal_all
from portal.exchange.trail.tasks import seal
from portal.exchange.trail.verifying import Trail, verify
from portal.people.models import Person

LINES = "portal_accessline"
LINE = f"INSERT INTO {LINES} (person_id, purpose, opened) VALUES (%s, 'own', true)"  # noqa: S608
SECONDS = 4.0  # for which writers and sealers run at once
WRITERS = 8


def faults() -> list[str]:
    """Return what is wrong with the trail."""
    signed = [(file.name, note) for file, note in checkpoints.every()]
    return [str(fault) for fault in verify(signed, checkpoints.verifier(), Trail())]


def sealed_lines() -> list[int]:
    """Return the numbers of the access lines in blocks."""
    blocks = Block.objects.filter(table=LINES).order_by("number")
    return [number for block in blocks for number in block.numbers()]


@pytest.mark.django_db
def test_all_rows_are_sealed_once(cast: Cast, notes: Path) -> None:
    assert seal_all() == sum(each.model._base_manager.count() for each in SEALED.values())
    assert seal_all() == 0
    blocks = Block.objects.order_by("number")
    assert [block.number for block in blocks] == list(range(log.size()))
    assert checkpoints.latest() == checkpoints.Checkpoint(
        checkpoints.verifier().name, len(blocks), log.root_at(len(blocks))
    )
    assert faults() == []


@pytest.mark.django_db
def test_a_long_table_takes_several_blocks(
    cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST", 7)
    person = Person.objects.earliest("pk")
    AccessLine.objects.bulk_create(AccessLine(person=person, purpose="own") for _ in range(40))
    seal_all()
    counts = [block.count for block in Block.objects.filter(table=LINES).order_by("number")]
    assert len(counts) > 5
    assert set(counts[:-1]) == {7}
    assert sealed_lines() == sorted(AccessLine.objects.values_list("pk", flat=True))
    assert faults() == []


@pytest.mark.django_db
def test_a_large_arrear_is_sealed_bit_by_bit_and_signed_between(
    cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST", 1)
    monkeypatch.setattr(sealing, "LONGEST", 0.001)
    rows = sum(each.model._base_manager.count() for each in SEALED.values())
    sealed = seal_all()
    assert 0 < sealed < rows
    assert len(list(checkpoints.every())) == 1
    while sealed < rows:
        sealed += seal_all()
    assert log.size() == sealed == rows
    assert faults() == []


@pytest.mark.django_db
def test_columns_that_are_added_later_change_nothing(
    cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_all()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {LINES} ADD COLUMN later integer DEFAULT 3")
    assert faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "setting", ["TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "bytea_output = 'escape'"]
)
def test_the_text_of_a_row_depends_on_no_setting(cast: Cast, setting: str) -> None:
    texts = []
    for statement in (f"SET LOCAL {setting}", ""):
        with connection.cursor() as cursor:
            cursor.execute(statement or "RESET ALL")
            for table, each in SEALED.items():
                cursor.execute(f"SELECT {text_of(each.columns)} FROM {table} ORDER BY 1")  # noqa: S608
                texts.append(cursor.fetchall())
    assert texts[: len(SEALED)] == texts[len(SEALED) :]
    assert any(texts)


@pytest.mark.django_db
def test_a_table_whose_numbers_are_kept_in_advance_is_not_sealed(cast: Cast, notes: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE portal_accessline_id_seq CACHE 20")
    with pytest.raises(RuntimeError, match="portal_accessline"):
        seal_all()


@pytest.mark.django_db
def test_a_disk_that_is_full_costs_no_checkpoint(
    cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_place: Path, _note: str) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as full:
        full.setattr(checkpoints, "_add", fail)
        with pytest.raises(OSError, match="no space"):
            seal_all()
    assert log.size() > 0
    assert checkpoints.latest() is None
    seal()
    assert checkpoints.latest_note() is not None
    assert faults() == []


@pytest.mark.django_db
def test_nothing_is_signed_that_does_not_grow_out_of_what_was(cast: Cast, notes: Path) -> None:
    seal_all()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE portal_block DISABLE TRIGGER append_only")
            cursor.execute("DELETE FROM portal_block WHERE number = %s", [log.size() - 1])
        with pytest.raises(TrailBrokenError, match="were signed, and there are"):
            checkpoints.sign()
        transaction.set_rollback(True)
    signed = next(checkpoints.every())[0]
    other = checkpoints.Checkpoint(checkpoints.verifier().name, log.size() - 1, bytes(32))
    place = signed.with_name(f"{other.size:016d}")
    checkpoints._add(place, checkpoints.notes.sign(other, checkpoints._key()))
    signed.unlink()
    with pytest.raises(TrailBrokenError, match="are not those that were signed"):
        checkpoints.sign()


@pytest.mark.django_db
def test_a_checkpoint_is_never_written_over(cast: Cast, notes: Path) -> None:
    seal_all()
    place, note = next(checkpoints.every())
    checkpoints._add(place, "something else")
    assert place.read_text() == note
    assert len(list(place.parent.iterdir())) == 1


class Crowd:
    """Writers and sealers at once, each with a connection of its own."""

    def __init__(self, person: Person) -> None:
        self.person = person.pk
        self.until = time.monotonic() + SECONDS
        self.errors: list[Exception] = []

    def run(self, *jobs: Callable[[Random], None]) -> None:
        """Run the jobs again and again until the time is over."""
        threads = [
            threading.Thread(target=self._repeat, args=(job, Random(number)))  # noqa: S311
            for number, job in enumerate(jobs)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _repeat(self, job: Callable[[Random], None], random: Random) -> None:
        try:
            while time.monotonic() < self.until:
                job(random)
        except Exception as error:
            self.errors.append(error)
        finally:
            connection.close()

    def write(self, random: Random) -> None:
        """Write lines in one transaction, wait before its end, and sometimes take all back."""
        with psycopg.connect(**self.parameters()) as own:
            for _ in range(random.randint(1, 4)):
                own.execute(LINE, [self.person])
                time.sleep(random.random() * 0.02)
            if random.random() < 0.3:
                keys = own.execute(
                    "SELECT nextval('portal_accessline_id_seq') FROM generate_series(1, 5)"
                ).fetchall()
                time.sleep(random.random() * 0.1)
                copied = f"COPY {LINES} (id, person_id, purpose, opened) FROM STDIN"
                with own.cursor().copy(copied) as copy:
                    for (key,) in keys:
                        copy.write_row((key, self.person, "own", True))
            time.sleep(random.random() * random.choice([0.01, 0.3]))
            if random.random() < 0.2:
                own.rollback()

    @staticmethod
    def parameters() -> dict[str, Any]:
        """Return how to connect to the database of the test."""
        known = connection.get_connection_params()
        return {name: known[name] for name in ("dbname", "user", "host", "port") if name in known}

    @staticmethod
    def seal(random: Random) -> None:
        """Seal, as the scheduler rings."""
        time.sleep(random.random() * 0.02)
        seal_all()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_sealed_and_nothing_twice(cast: Cast, notes: Path) -> None:
    crowd = Crowd(Person.objects.earliest("pk"))
    crowd.run(*[crowd.write] * WRITERS, crowd.seal, crowd.seal)
    assert crowd.errors == []
    before = Block.objects.filter(table=LINES).count()
    seal_all()
    standing = sorted(AccessLine.objects.values_list("pk", flat=True))
    assert len(standing) > 100
    assert before > 3  # it sealed while others wrote
    assert standing != list(range(standing[0], standing[-1] + 1))  # some were taken back
    assert sealed_lines() == standing
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_without_waiting_for_writers_rows_would_be_passed_over(
    cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would see it."""
    monkeypatch.setattr(horizons, "WRITERS", horizons.WRITERS.replace("WHERE", "WHERE false AND"))
    crowd = Crowd(Person.objects.earliest("pk"))
    crowd.run(*[crowd.write] * WRITERS, crowd.seal)
    assert crowd.errors == []
    seal_all()
    assert any("was added after the sealing" in fault for fault in faults())


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_never_ends_holds_up_only_what_came_after_it(cast: Cast, notes: Path) -> None:
    person = Person.objects.earliest("pk")
    seal_all()
    with psycopg.connect(**Crowd.parameters()) as slow:
        AccessLine.objects.create(person=person, purpose="own")
        slow.execute(LINE, [person.pk])
        AccessLine.objects.create(person=person, purpose="own")
        assert [seal_all(), seal_all()] == [0, 0]
        assert Horizon.objects.get(table=LINES).writers != []
        slow.commit()
        assert seal_all() == 3
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_one_after_the_other_is_enough_where_somebody_always_writes(
    cast: Cast, notes: Path
) -> None:
    """Each writer ends, but there is no moment without one: what came before them is sealed."""
    person = Person.objects.earliest("pk").pk
    seal_all()
    first = psycopg.connect(**Crowd.parameters())
    first.execute(LINE, [person])
    assert seal_all() == 0  # the first is noted
    second = psycopg.connect(**Crowd.parameters())
    second.execute(LINE, [person])
    first.commit()
    assert seal_all() == 1  # that of the first, while the second still writes
    second.commit()
    assert seal_all() == 1
    first.close()
    second.close()


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_while_sealing_leaves_nothing_half_done(cast: Cast, notes: Path) -> None:
    crowd, killed = Crowd(Person.objects.earliest("pk")), []

    def seal_or_die(random: Random) -> None:
        try:
            crowd.seal(random)
        except OperationalError:
            connection.close()

    def kill(random: Random) -> None:
        time.sleep(random.random() * 0.05)
        with psycopg.connect(**Crowd.parameters()) as own:
            killed.extend(
                own.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    " AND objid = %s AND database ="
                    " (SELECT oid FROM pg_database WHERE datname = current_database())",
                    [sealing.ONE_AT_A_TIME],
                ).fetchall()
            )

    crowd.run(*[crowd.write] * 4, seal_or_die, seal_or_die, kill)
    assert crowd.errors == []
    assert len(killed) > 3
    seal_all()
    assert sealed_lines() == sorted(AccessLine.objects.values_list("pk", flat=True))
    assert faults() == []


def test_what_is_sealed_is_numbered_by_a_column_of_its_own() -> None:
    for each in SEALED.values():
        field = each.model._meta.get_field(each.order)
        assert isinstance(field, models.BigAutoField | models.BigIntegerField)
        assert field.unique
