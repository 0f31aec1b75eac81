"""Proofs are checked with the public key alone; whatever is changed in one, it proves nothing."""

from __future__ import annotations

import base64
import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from casework.demo.building import Cast
from portal.access.models import Capacity, Service
from portal.exchange.actions import receive
from portal.exchange.models import Channel, Message
from portal.exchange.trail import checkpoints, notes
from portal.exchange.trail.notes import Checkpoint, NoteError, Verifier
from portal.exchange.trail.proofs import ProofError, Proven, check, seal_of
from portal.exchange.trail.registry import SEALED
from portal.exchange.trail.sealing import seal_all

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "example.be/trail"
VERIFIER = Verifier(NAME, KEY.public_key())
CHECKPOINT = Checkpoint(NAME, 7, bytes(range(32)))


def test_a_note_has_the_common_form() -> None:
    note = notes.sign(CHECKPOINT, KEY)
    lines = note.split("\n")
    assert lines[:4] == [NAME, "7", base64.b64encode(bytes(range(32))).decode(), ""]
    assert lines[4].startswith(f"— {NAME} ")
    assert base64.b64decode(lines[4].split(" ")[2])[:4] == VERIFIER.identifier
    assert len(base64.b64decode(lines[4].split(" ")[2])) == 4 + 64
    assert lines[5:] == [""]
    assert VERIFIER.read(note) == CHECKPOINT


def test_a_key_is_written_and_read() -> None:
    """The example key of the signed-note description."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(Verifier.parse(text)) == text
    for broken in (text.replace("c74f", "c740"), text.replace("+AR", "+Ax"), "", "a+b", "a+b+!"):
        with pytest.raises(NoteError):
            Verifier.parse(broken)


def test_a_note_that_was_changed_is_refused() -> None:
    note = notes.sign(CHECKPOINT, KEY)
    other = Verifier(NAME, Ed25519PrivateKey.generate().public_key())
    with pytest.raises(NoteError, match="another key"):
        other.read(note)
    with pytest.raises(NoteError, match="the key of"):
        Verifier("other.be/trail", KEY.public_key()).read(note)
    for place in range(len(note)):
        with pytest.raises(NoteError):
            VERIFIER.read(note[:place] + ("A" if note[place] != "A" else "B") + note[place + 1 :])
        with pytest.raises(NoteError):
            VERIFIER.read(note[:place])


@pytest.fixture
def proof(cast: Cast, notes: Path) -> dict[str, Any]:
    """Return the proof of a message, after more was sealed."""
    capacity = Capacity.objects.earliest("pk")
    for number in range(5):
        for part in range(3):
            receive(capacity, Service.HIRING, Channel.API, f"{number}-{part}", b"body")
        seal_all()
    seal = seal_of(Message.objects.get(key="2-1"))
    assert seal
    assert seal.proof
    return seal.proof


def write(tmp_path: Path, proof: Any) -> Path:
    """Return a file that holds a proof."""
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    return file


@pytest.mark.django_db
def test_a_proof_tells_what_was_sealed_and_when(proof: dict[str, Any]) -> None:
    message = Message.objects.get(key="2-1")
    proven = check(proof, checkpoints.verifier())
    assert isinstance(proven, Proven)
    assert proven.table == "portal_message"
    assert proven.row["ticket"] == str(message.ticket)
    assert proven.row["sha256"] == message.sha256
    assert message.key not in proven.row.values()
    assert proven.sealed_at > "2026"
    assert len(json.dumps(proof)) < 4_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["portal_accessline", "portal_letterfile", "declarations_verdict"]
)
def test_every_row_of_a_table_has_its_proof(cast: Cast, notes: Path, table: str) -> None:
    model = SEALED[table].model
    seal_all()
    rows = list(model._base_manager.all())
    assert rows
    for row in rows:
        seal = seal_of(row)
        assert seal
        assert check(seal.proof, checkpoints.verifier()).table == table


@pytest.mark.django_db
def test_whatever_is_changed_in_a_proof_it_proves_nothing(proof: dict[str, Any]) -> None:
    verifier = checkpoints.verifier()
    changed = 0
    for name, value in proof.items():
        for other in _others(value):
            bent = copy.deepcopy(proof) | {name: other}
            with pytest.raises(ProofError):
                check(bent, verifier)
            changed += 1
    assert changed > 100
    broken = [{**proof, "block": "[]"}, {**proof, "index": "0"}]
    nonsense: list[Any] = [None, [], {}, "text", 7, *broken]
    for each in nonsense:
        with pytest.raises(ProofError):
            check(each, verifier)


def _others(value: Any) -> list[Any]:
    if isinstance(value, str):
        places = range(0, len(value), 5)
        return [value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1 :] for at in places]
    if isinstance(value, int):
        return [value - 1, value + 1, -1, 10**9]
    bent = [[*value[:at], "00" * 32, *value[at + 1 :]] for at in range(len(value))]
    return [*bent, value[1:], [*value, "00" * 32], ["nonsense"]]


@pytest.mark.django_db
def test_a_row_that_is_not_sealed_yet_has_no_proof(cast: Cast, notes: Path) -> None:
    message = Message.objects.latest("pk")
    assert seal_of(message) is None
    seal_all()
    for file, _note in list(checkpoints.every()):
        file.unlink()
    seal = seal_of(message)
    assert seal
    assert seal.proof is None


@pytest.mark.django_db
def test_a_row_that_was_changed_has_none(cast: Cast, notes: Path) -> None:
    seal_all()
    message = Message.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_message DISABLE TRIGGER append_only")
        cursor.execute("UPDATE portal_message SET body = 'other' WHERE id = %s", [message.pk])
    with pytest.raises(ProofError, match="not what was sealed"):
        seal_of(message)


@pytest.mark.django_db
def test_the_command_says_what_a_proof_proves(proof: dict[str, Any], tmp_path: Path) -> None:
    file, told = write(tmp_path, proof), StringIO()
    call_command("verify", proof=file, key=str(checkpoints.verifier()), stdout=told)
    assert str(Message.objects.get(key="2-1").ticket) in told.getvalue()
    told = StringIO()
    call_command("verify", proof=file, json=True, stdout=told)
    assert json.loads(told.getvalue())["sha256"] == Message.objects.get(key="2-1").sha256


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    """It is not marked for the database: a query would fail."""
    with pytest.raises(CommandError, match="proves nothing"):
        call_command("verify", proof=write(tmp_path, {"format": "solida-proof/1"}))
    with pytest.raises(CommandError, match="proves nothing"):
        call_command("verify", proof=tmp_path / "none.json")
    with pytest.raises(CommandError, match="no key of a log"):
        call_command("verify", proof=write(tmp_path, {}), key="nonsense")
