"""Signed notes, as C2SP describes them (signed-note, tlog-checkpoint), with Ed25519.

a-name/of-the-log
17
dGhlIHJvb3QncyAzMiBieXRlcyBpbiBiYXNlNjQ=

— a-name/of-the-log AAAAAGEgc2lnbmF0dXJl…
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from portal.exchange.trail.tree import SIZE

ED25519: Final = b"\x01"
NOTE: Final = re.compile(
    r"(?P<text>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n)"
    r"\n— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+=*)\n"
)


class NoteError(ValueError):
    """A note that cannot be read, or that the key did not sign."""


@dataclass(frozen=True)
class Checkpoint:
    """How large the log was, and with what root, as its note says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return what is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """The public key of a log, with its name: `name+hash+key` when it is written."""

    name: str
    key: Ed25519PublicKey

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Return the key that a text holds. Raises `NoteError` for anything else."""
        name, _plus, rest = text.strip().partition("+")
        identifier, _plus, encoded = rest.partition("+")
        raw = _decoded(encoded)
        if not name or raw[:1] != ED25519 or len(raw) != 1 + SIZE:
            raise NoteError("this is no key of a log")
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(raw[1:]))
        if verifier.identifier.hex() != identifier:
            raise NoteError("the key and its name do not belong together")
        return verifier

    @property
    def identifier(self) -> bytes:
        """Return the four bytes by which a signature names its key."""
        named = self.name.encode() + b"\n" + ED25519 + self.key.public_bytes_raw()
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(ED25519 + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.identifier.hex()}+{encoded}"

    def read(self, note: str) -> Checkpoint:
        """Return what a note says. Raises `NoteError` unless this key signed it."""
        match = NOTE.fullmatch(note)
        if match is None:
            raise NoteError("the note cannot be read")
        if match["name"] != self.name or match["origin"] != self.name:
            raise NoteError(f"the note is of {match['origin']}, the key of {self.name}")
        signature = _decoded(match["signature"])
        if signature[:4] != self.identifier:
            raise NoteError("another key signed the note")
        try:
            self.key.verify(signature[4:], match["text"].encode())
        except InvalidSignature:
            raise NoteError("the signature is not that of the note") from None
        return Checkpoint(match["origin"], int(match["size"]), _decoded(match["root"]))


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the note of a checkpoint, signed in the name of its origin."""
    identifier = Verifier(checkpoint.origin, key.public_key()).identifier
    signature = base64.b64encode(identifier + key.sign(checkpoint.text.encode())).decode()
    return f"{checkpoint.text}\n— {checkpoint.origin} {signature}\n"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NoteError("this is not base64") from None
