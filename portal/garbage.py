"""Garbage: what a process loads at its start stays, and need not be looked at again and again.

What it needs for a moment it gives back.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LARGE: Final = 1 << 20  # bytes
MMAP_THRESHOLD: Final = -3  # the name of this option in <malloc.h> of the GNU C library


def freeze() -> None:
    """Take all that stands now out of what the collector walks; call it once, when all is loaded.

    Otherwise that walk takes a quarter of the time in which a worker judges declarations.
    """
    gc.collect()
    gc.freeze()


def give_back_large() -> None:
    """Let arrays of more than a megabyte go back to the system as soon as nobody needs them.

    The GNU C library otherwise learns from the first one that goes to keep all that are like it,
    and a worker that reads wages grows by a tenth. Another C library is left as it is.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(MMAP_THRESHOLD, LARGE)


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects of which none goes before the end: the collector would walk them all, again
    and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
