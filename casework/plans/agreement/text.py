"""The text of an agreement as it is signed: the same lines give the same fingerprint for ever."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Line(NamedTuple):
    """A point as it is offered."""

    kind: str
    text: str
    day: date | None = None


def fingerprint(lines: Iterable[Line]) -> str:
    """Return the SHA-256, in hex, of what each point says: place, kind, day or "-", and the text
    after its length, so that no text passes for two points.

    The invariant "agreements" computes the same in SQL.
    """
    written = (
        f"{place} {kind} {day.isoformat() if day else '-'} {len(text)} {text}"
        for place, (kind, text, day) in enumerate(lines, 1)
    )
    return hashlib.sha256("\n".join(written).encode()).hexdigest()
