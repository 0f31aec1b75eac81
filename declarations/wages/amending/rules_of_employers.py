"""Whether what an amendment changes of an employer as a whole is what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from declarations.wages.amending.contents import part_of
from declarations.wages.amending.entries import CREATE, DELETE, PLACES, Place, actions, replaced
from declarations.wages.amending.models import KEYS, EntryKind
from declarations.wages.amending.rules import in_amendments
from declarations.wages.amending.standing import Entry, Standing
from declarations.wages.batch import ABSENT, Flags
from declarations.wages.rules.rule import Question
from declarations.wages.rules.view import View

DECLARATION: Final = "EmployerDeclaration"
Problem = Callable[[Entry | None, int, str], bool]


def _not_found(entry: Entry | None, filing: int, kind: str) -> bool:
    return entry is None or entry.filing != filing or entry.kind != kind


def _stale(entry: Entry | None, filing: int, kind: str) -> bool:
    return not (entry is None or _not_found(entry, filing, kind) or entry.current)


def _version_with(problem: Problem, kind: EntryKind, place: Place) -> Question:
    """Return a question about the version that each entry names as the last."""

    def question(view: View) -> Flags:
        standing, block = _standing(view), place.last or place.block
        filings = view.down(standing.filing, DECLARATION, block).tolist()
        named = view.numbers(block, place.version)
        if not place.last:
            named = replaced(view.batch, place)
        found = [
            version != ABSENT and problem(standing.entries.get(version), filing, kind.value)
            for version, filing in zip(named.tolist(), filings, strict=True)
        ]
        return np.array(found, np.bool_)

    return question


def _action_without_version(place: Place) -> Question:
    def question(view: View) -> Flags:
        created = actions(view.batch, place.block) == CREATE
        return created == (replaced(view.batch, place) != ABSENT)

    return question


def _twice(kind: EntryKind, place: Place) -> Question:
    """Return whether an entry stands already, with the same key, and is kept."""

    def question(view: View) -> Flags:
        standing, before = _standing(view), replaced(view.batch, place)
        leaving = set(before.tolist())
        kept = {
            (entry.filing, entry.key)
            for version, entry in standing.entries.items()
            if entry.current and entry.kind == kind and version not in leaving
        }
        filings = view.down(standing.filing, DECLARATION, place.block).tolist()
        zones = [part_of(view.batch.document(place.block, row)).zones for row in range(len(before))]
        keys = [tuple(each.get(zone, "") for zone in KEYS[kind]) for each in zones]
        there = [pair in kept for pair in zip(filings, keys, strict=True)]
        return np.array(there, np.bool_) & (actions(view.batch, place.block) != DELETE)

    return question


def _standing(view: View) -> Standing:
    standing = view.known.standing
    assert standing is not None  # noqa: S101 - see `in_amendments`
    return standing


for _kind, _place in PLACES.items():
    _named = _place.last or _place.block
    in_amendments("182", _named, _place.version)(_version_with(_not_found, _kind, _place))
    in_amendments("180", _named, _place.version)(_version_with(_stale, _kind, _place))
    in_amendments("174", _place.block, "UpdateAction")(_action_without_version(_place))
    in_amendments("006", _place.block)(_twice(_kind, _place))
