"""Garbage: what a process loads at its start stays, and need not be looked at again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def freeze() -> None:
    """Take all that stands now out of what the collector walks; call it once, when all is loaded.

    Otherwise that walk takes a quarter of the time in which a worker judges declarations.
    """
    gc.collect()
    gc.freeze()


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
