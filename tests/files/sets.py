"""Sets of files as payroll software makes them."""

import hashlib
from collections.abc import Mapping

from django.utils import timezone

from tests.api.messages import SOFIA, file_of, start

OFFICE, RESTAURANT = "054321", "012996"


def stem(sequence: str = "00001", *, sender: str = OFFICE, environment: str = "R") -> str:
    """What the names of a set that is sent today have in common."""
    return f"DMPI.{sender}.{timezone.localdate():%Y%m%d}.{sequence}.{environment}"


def signature(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def set_of(name: str, *parts: bytes) -> Mapping[str, bytes]:
    """The files of a set by name, the GO file last."""
    count = len(parts)
    files = {f"FI.{name}.{n}.{count}": part for n, part in enumerate(parts, 1)}
    signed = {f"FS.{name}.{n}.{count}": signature(part) for n, part in enumerate(parts, 1)}
    return {**files, **signed, f"GO.{name}.{count}": b""}


def hirings(*numbers: str) -> bytes:
    """A file with a start of employment for each national number."""
    return file_of(*(start(number) for number in numbers or (SOFIA,)))
