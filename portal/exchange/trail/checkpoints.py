"""Checkpoints: the signed roots of the log, each a file of its own outside the database.

They are only ever added: a file is written whole, brought to the disk, and then given its name,
which no other file gets. `CHECKPOINTS` names the folder, which is best on another machine or medium
than the database; who may write the one should not be able to write the other.

After a restore of the database to an earlier moment the checkpoints are ahead of the log, and
rightly so: `verify` says it, and no more are signed until somebody has set the folder aside.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from portal.embedded.secrets import trail_key
from portal.exchange.trail import log, notes
from portal.exchange.trail.models import Block
from portal.exchange.trail.notes import Checkpoint, Verifier
from portal.exchange.trail.tree import consistency, is_consistent


class TrailBrokenError(Exception):
    """The log is not what was signed before."""


def verifier() -> Verifier:
    """Return our public key with the log's name: `TRAIL_ORIGIN`, else one made from the key."""
    key = _key().public_key()
    own = f"solida/{hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]}"
    return Verifier(settings.TRAIL_ORIGIN or own, key)


def sign() -> Checkpoint | None:
    """Sign the log as it stands, once; return the checkpoint, or None when there is no news.

    Raises `TrailBrokenError` when the log did not grow out of the one that was signed last.
    """
    size, last = log.size(), latest()
    before = last.size if last else 0
    if before > size:
        raise TrailBrokenError(f"{before} blocks were signed, and there are {size}")
    if before == size:
        return None
    checkpoint = Checkpoint(verifier().name, size, log.root_at(size))
    if last:
        proof = log.roots(consistency(before, size))
        if not is_consistent(before, size, last.root, checkpoint.root, proof):
            raise TrailBrokenError(f"the first {before} blocks are not those that were signed")
    _add(_place_of(size), notes.sign(checkpoint, _key()))
    return checkpoint


def latest_note() -> str | None:
    """Return the newest note, as it was signed."""
    days = sorted(settings.CHECKPOINTS.glob("*-*-*"), reverse=True)
    newest = next((max(files) for day in days if (files := list(day.glob("[0-9]*")))), None)
    return newest.read_text() if newest else None


def latest() -> Checkpoint | None:
    """Return what the newest note says. Raises `NoteError` when it is not ours."""
    note = latest_note()
    return verifier().read(note) if note else None


def every() -> Iterator[tuple[Path, str]]:
    """Return all notes with the files they stand in, by the size of the log."""
    files = sorted(settings.CHECKPOINTS.glob("*-*-*/[0-9]*"), key=lambda file: file.name)
    return ((file, file.read_text()) for file in files)


def _key() -> Ed25519PrivateKey:
    key = load_pem_private_key(trail_key(settings.PLACES).encode(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the log is signed with Ed25519")
    return key


def _place_of(size: int) -> Path:
    """Where the checkpoint of a size stands: by the day on which its last block was sealed."""
    day = Block.objects.values_list("sealed_at", flat=True).get(number=size - 1)
    return Path(settings.CHECKPOINTS) / f"{day:%Y-%m-%d}" / f"{size:016d}"


def _add(place: Path, note: str) -> None:
    """Write a file that is there whole or not at all, and that nothing replaces."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=place.parent, prefix=".", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).chmod(0o444)
        with suppress(FileExistsError):  # two may sign the same size: the notes are the same
            os.link(file.name, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
