"""`manage.py verify`: a line for each check, the first bad row named, 1 when something is wrong."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from casework.demo.building import Cast
from portal.access.models import AccessLine
from portal.exchange.models import Delivery, DeliveryStatus
from portal.exchange.trail.models import Block, Horizon
from portal.exchange.trail.sealing import seal_all
from portal.verification import INVARIANTS, Invariant

pytestmark = pytest.mark.django_db(transaction=True)


def verify(*names: str, **options: bool) -> tuple[list[str], str, int]:
    """Run the command; return its lines, what it says of faults, and how it ends."""
    told, faults, code = StringIO(), StringIO(), 0
    try:
        call_command("verify", *names, stdout=told, stderr=faults, **options)
    except SystemExit as end:
        code = int(str(end.code))
    return told.getvalue().splitlines(), faults.getvalue(), code


def change(statement: str, table: str) -> None:
    """Change a row as somebody does who puts the trigger out of action."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def test_all_is_well_after_what_the_cast_did(cast: Cast, notes: Path) -> None:
    seal_all()
    lines, faults, code = verify()
    assert (faults, code) == ("", 0)
    assert len(lines) == 1 + len(INVARIANTS)
    assert all(line.startswith("ok ") for line in lines)
    assert lines[0].split()[1] == "trail"
    assert f"{Block.objects.count()} blocks, 1 checkpoints." in lines[0]


def test_the_first_bad_row_is_named(cast: Cast, notes: Path) -> None:
    seal_all()
    line = AccessLine.objects.earliest("pk").pk
    change("UPDATE portal_accessline SET opened = NOT opened", "portal_accessline")
    lines, faults, code = verify("trail")
    assert code == 1
    assert lines[0].startswith("WRONG trail")
    assert f"the first: portal_accessline id={line} was changed (block 0)" in lines[1]
    assert faults.count("was changed") == min(AccessLine.objects.count(), 20)


def test_an_invariant_that_does_not_hold_is_named(cast: Cast, notes: Path) -> None:
    delivery = Delivery.objects.earliest("pk")
    Delivery.objects.filter(pk=delivery.pk).update(done_at=None)
    (line,), _faults, code = verify("deliveries", json=True)
    found = json.loads(line)
    assert code == 1
    assert found["name"] == "deliveries"
    assert found["wrong"] == 1
    assert found["looked_at"] == Delivery.objects.count()
    assert found["first"] == f"delivery={delivery.pk}, status=done"


def test_what_waits_too_long_for_its_seal_is_named(cast: Cast, notes: Path) -> None:
    seal_all()
    AccessLine.objects.create(person=AccessLine.objects.earliest("pk").person, purpose="own")
    assert verify("trail")[2] == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_horizon SET noted_at = noted_at - interval '11 minutes'")
    assert Horizon.objects.exists()
    last = AccessLine.objects.latest("pk").pk
    lines, _faults, code = verify("trail")
    assert code == 1
    assert f"portal_accessline id={last} is not sealed" in lines[1]


def test_blocks_that_nobody_signed_are_named(cast: Cast, notes: Path) -> None:
    seal_all()
    last = Block.objects.latest("number").number
    older = (
        "UPDATE portal_block SET sealed_at = sealed_at - interval '11 minutes' WHERE number = {}"
    )
    change(older.format(last), "portal_block")
    assert f"block {last} does not have its own hash" in verify("trail")[0][1]
    for file in notes.glob("*/*"):
        file.unlink()
    assert f"block {last} is old, and no checkpoint covers it" in verify("trail")[1]


def test_a_column_that_is_gone_is_named(cast: Cast, notes: Path) -> None:
    seal_all()
    try:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE portal_accessline RENAME COLUMN ground TO grounds")
        assert "cannot be read from portal_accessline" in verify("trail")[1]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE portal_accessline RENAME COLUMN grounds TO ground")


def test_notes_that_cannot_be_read_are_named(cast: Cast, notes: Path) -> None:
    seal_all()
    (note,) = notes.glob("*/*")
    note.chmod(0o644)
    note.write_text(note.read_text().replace("solida", "other"))
    lines, _faults, code = verify("trail")
    assert code == 1
    assert f"checkpoint {note}" in lines[1]


def test_deliveries_that_need_a_person_are_listed(cast: Cast) -> None:
    delivery = Delivery.objects.select_related("event", "subscription").earliest("pk")
    parked = {"status": DeliveryStatus.PARKED, "done_at": None, "error": "ValueError: no"}
    Delivery.objects.filter(pk=delivery.pk).update(**parked)
    (line,), _faults, code = verify(parked=True)
    assert code == 0
    assert line.startswith(f"{delivery.pk} {delivery.event.topic} ")
    assert line.endswith(": ValueError: no")


def test_a_check_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="No check nonsense"):
        verify("nonsense")


def test_it_may_only_read(cast: Cast, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = Invariant("writing", "", "portal_message", "SELECT nextval('portal_message_id_seq')")
    monkeypatch.setitem(INVARIANTS, "writing", writing)
    with pytest.raises(DatabaseError, match="read-only transaction"):
        verify("writing")
