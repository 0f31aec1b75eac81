"""Merkle trees as RFC 6962 (section 2.1) has them, over leaves that are hashed already.

A proof is a list of ranges of leaves, and then of their roots: which ranges it needs is the same
for a tree in memory and for one that is read from the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
SIZE: Final = 32  # bytes of a hash

Range = tuple[int, int]  # the first leaf, and the one after the last


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of what stands in a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from those of its children."""
    return sha256(b"\x01" + left + right).digest()


def split(hashes: bytes) -> list[bytes]:
    """Return hashes that are written one after the other."""
    return [hashes[at : at + SIZE] for at in range(0, len(hashes), SIZE)]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a tree; that of an empty one is the hash of nothing."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0]


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root over the roots of complete trees, from left to right, each smaller."""
    *rest, root = peaks or [EMPTY]
    for peak in reversed(rest):
        root = node_hash(peak, root)
    return root


def peaks_of(low: int, high: int) -> list[Range]:
    """Return the complete trees of which a range of leaves consists, the largest first."""
    found = []
    while low < high:
        size = 1 << ((high - low).bit_length() - 1)
        found.append((low, low + size))
        low += size
    return found


def _middle(low: int, high: int) -> int:
    """Return where a range is cut: its left part is the largest power of two below its size."""
    return low + (1 << ((high - low - 1).bit_length() - 1))


def inclusion(index: int, size: int) -> list[Range]:
    """Return the ranges that prove a leaf of a tree, from the leaf upward (section 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    low, high, found = 0, size, []
    while high - low > 1:
        middle = _middle(low, high)
        if index < middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low = middle
    return found[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """Return the ranges that prove that a tree only grew (section 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} does not grow to {new}")
    low, high, found, whole = 0, new, [], True
    while old != high:
        middle = _middle(low, high)
        if old <= middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low, whole = middle, False
    return [*([] if whole else [(low, high)]), *found[::-1]]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root to which a proof leads, or None for one that has not the right length."""
    if not 0 <= index < size or len(proof) != len(ranges := inclusion(index, size)):
        return None
    root = leaf
    for (low, _high), sibling in zip(ranges, proof, strict=True):
        root = node_hash(root, sibling) if low > index else node_hash(sibling, root)
    return root


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether a proof shows that a tree with one root grew to one with the other."""
    if old == 0:
        return old_root == EMPTY and not proof
    if not 0 < old <= new or len(proof) != len(ranges := consistency(old, new)):
        return False
    known = dict(zip(ranges, proof, strict=True))
    if all(low > 0 for low, _high in ranges):  # the old tree is a node of the new one
        known[0, old] = old_root
    return _joined(known, 0, old) == old_root and _joined(known, 0, new) == new_root


def _joined(known: dict[Range, bytes], low: int, high: int) -> bytes:
    """Return the root of a range that known ones cover."""
    if (low, high) in known:
        return known[low, high]
    middle = _middle(low, high)
    return node_hash(_joined(known, low, middle), _joined(known, middle, high))
