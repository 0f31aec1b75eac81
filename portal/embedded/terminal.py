"""What a newcomer sees: one line for each step, with the time that it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LINES_SHOWN = 12


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def step(label: str) -> Iterator[None]:
    """Write the label, and behind it how the step went."""
    began = time.monotonic()
    sys.stdout.write(f"  {label} … ")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        say("not ready")
        raise
    say(f"ready ({time.monotonic() - began:.1f} s)")


def say_end_of(log: Path) -> None:
    """Write the last lines of a log."""
    lines = log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:] if log.exists() else []
    for line in lines:
        say(f"    {line}")
