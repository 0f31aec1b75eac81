"""Trees and proofs: the vectors of Certificate Transparency; and what holds for any tree."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.exchange.trail.tree import (
    EMPTY,
    consistency,
    fold,
    inclusion,
    is_consistent,
    leaf_hash,
    peaks_of,
    root_by_inclusion,
    root_of,
)

# The test data of the reference implementation of RFC 6962.
CONTENTS = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(each) for each in CONTENTS]
GROWN_FROM_SIX = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]

sizes = st.integers(1, 130)


def leaves_of(size: int) -> list[bytes]:
    """Return that many leaves."""
    return [leaf_hash(str(number).encode()) for number in range(size)]


def proof_of(ranges: list[tuple[int, int]], leaves: list[bytes]) -> list[bytes]:
    """Return the roots of the ranges that a proof needs."""
    return [root_of(leaves[low:high]) for low, high in ranges]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


def test_a_proof_is_that_of_the_reference() -> None:
    assert [each.hex() for each in proof_of(consistency(6, 8), LEAVES)] == GROWN_FROM_SIX
    assert proof_of(inclusion(2, 3), LEAVES) == [bytes.fromhex(ROOTS[2])]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of([]) == fold([]) == EMPTY == sha256(b"").digest()
    assert is_consistent(0, 0, EMPTY, EMPTY, [])
    assert not is_consistent(0, 3, LEAVES[0], root_of(LEAVES[:3]), [])


@given(sizes, st.data())
def test_each_leaf_is_proven_and_no_other(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    proof, root = proof_of(inclusion(index, size), leaves), root_of(leaves)
    assert root_by_inclusion(leaves[index], index, size, proof) == root
    other = (
        data.draw(st.integers(0, size - 1).filter(lambda each: each != index)) if size > 1 else 1
    )
    assert root_by_inclusion(leaves[index], other, size, proof) != root
    assert root_by_inclusion(leaf_hash(b"other"), index, size, proof) != root
    assert root_by_inclusion(leaves[index], index, size, [*proof, root]) is None
    for place, each in enumerate(proof):
        bent = [*proof[:place], bytes([each[0] ^ 1]) + each[1:], *proof[place + 1 :]]
        assert root_by_inclusion(leaves[index], index, size, bent) != root


@given(sizes, st.data())
def test_a_tree_that_grew_is_consistent_and_no_other(size: int, data: st.DataObject) -> None:
    leaves, old = leaves_of(size), data.draw(st.integers(1, size))
    proof, roots = (
        proof_of(consistency(old, size), leaves),
        (root_of(leaves[:old]), root_of(leaves)),
    )
    assert is_consistent(old, size, *roots, proof)
    changed = data.draw(st.integers(0, old - 1))
    other = [*leaves[:changed], leaf_hash(b"other"), *leaves[changed + 1 :]]
    assert not is_consistent(
        old, size, roots[0], root_of(other), proof_of(consistency(old, size), other)
    )
    assert not is_consistent(old, size, root_of(other[:old]), roots[1], proof)
    assert not is_consistent(old, size, *roots, [*proof, roots[0]])
    assert is_consistent(size + 1, size, *roots, proof) is False


@given(sizes)
def test_complete_trees_make_up_any_root(size: int) -> None:
    leaves, peaks = leaves_of(size), peaks_of(0, size)
    assert fold([root_of(leaves[low:high]) for low, high in peaks]) == root_of(leaves)
    assert all(before[1] == after[0] for before, after in pairwise(peaks))


def test_what_is_not_in_a_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf 3 in a tree of 3"):
        inclusion(3, 3)
    with pytest.raises(ValueError, match="a tree of 4 does not grow to 3"):
        consistency(4, 3)
    assert root_by_inclusion(LEAVES[0], 3, 3, []) is None
