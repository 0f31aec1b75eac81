"""Asking what a document is, of a program that does no more than that."""

import subprocess
import sys
from typing import Final

from django.conf import settings

from benefits.attachments.faults import SECONDS, Fault, FaultError

COMMAND: Final = [sys.executable, "-m", "benefits.attachments.inspecting"]
KINDS: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


def media_type_of(data: bytes) -> str:
    """Return the media type that a document has by its content. Raises `FaultError`.

    It is opened by a process of its own, with little memory and time and none of our keys: what
    makes that fail is refused as well.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            COMMAND,
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},
            timeout=2 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise FaultError(Fault.LARGE) from None
    said = done.stdout.decode()
    if said in KINDS:
        return KINDS[said]
    raise FaultError(Fault(said) if said else Fault.LARGE)
