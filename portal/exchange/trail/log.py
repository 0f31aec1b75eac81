"""The log of blocks: an RFC 6962 tree whose leaves are the blocks, read from the database.

Each block keeps the root of the greatest complete tree that ends with it, so that any root or proof
takes the squared logarithm of the size, in one query.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.exchange.trail.models import Block
from portal.exchange.trail.tree import EMPTY, Range, fold, node_hash, peaks_of


def size() -> int:
    """Return how many blocks the log has."""
    last = Block.objects.order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def root_at(size: int) -> bytes:
    """Return the root of the first `size` blocks; see `roots`."""
    return roots([(0, size)])[0] if size else EMPTY


def roots(ranges: Sequence[Range]) -> list[bytes]:
    """Return the roots of ranges of blocks, such as a proof needs.

    Raises `LookupError` when a block is not there.
    """
    peaks = [peaks_of(*each) for each in ranges]
    needed = {number for each in peaks for peak in each for number in _needed(*peak)}
    rows = Block.objects.filter(number__in=needed).values_list("number", "hash", "subtree")
    stored = {number: (bytes(own), bytes(subtree)) for number, own, subtree in rows}
    return [fold([_complete(stored, *peak) for peak in each]) for each in peaks]


def subtree_with(number: int, own: bytes) -> bytes:
    """Return the root of the greatest complete tree that ends with a block to be, from its hash."""
    width = (number + 1) & -(number + 1)  # the largest power of two in it
    needed = _needed(number + 1 - width, number + 1)
    rows = Block.objects.filter(number__in=needed).values_list("number", "hash", "subtree")
    stored = {each: (bytes(its), bytes(subtree)) for each, its, subtree in rows}
    stored[number] = (own, b"")
    return _complete(stored, number + 1 - width, number + 1)


def _needed(low: int, high: int) -> list[int]:
    """The blocks from which the root of a complete tree follows: its last, and those before it at
    distances of powers of two, each of which ends a tree just as wide."""
    last, levels = high - 1, (high - low).bit_length() - 1
    return [last, *(last - (1 << level) for level in range(levels))]


def _complete(stored: dict[int, tuple[bytes, bytes]], low: int, high: int) -> bytes:
    last, *others = _needed(low, high)
    root = stored[last][0]
    for other in others:
        root = node_hash(stored[other][1], root)
    return root
