"""What became of each part of a worker record, from one version to the next.

The action codes are those of zone 00411 of the official glossary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from declarations.wages.amending.contents import Part

DELETED: Final = "0"
CHANGED: Final = "1"
BY_ORIGINAL: Final = "2"
BY_CORRECTION: Final = "3"
REACTIVATED: Final = "5"
BELOW: Final = "7"  # the part itself is as it was, something below it is not
UNCHANGED: Final = "9"


def compared(before: Part | None, after: Part | None, created: str = BY_CORRECTION) -> Part:
    """Return what stands in `after`, and what of `before` is gone, each part with its action.

    `created` is the action of what was not there before. At least one of both is given.
    """
    if after is None:
        assert before is not None  # noqa: S101 - see above
        return _all(before, DELETED)
    if before is None:
        return _all(after, created)
    earlier = [part for part in before.parts if part.action != DELETED]
    pairs = _paired(earlier, after.parts)
    parts = [compared(was, part, created) for was, part in pairs]
    return replace(after, parts=parts, action=_action(before, after, parts))


def history(versions: Sequence[tuple[Part, str]]) -> Part:
    """Return the last of some versions, each part with what happened to it last.

    Each version comes with the action of what it creates, the oldest first; at least one.
    """
    current: Part | None = None
    for part, created in versions:
        current = _carried(current, compared(current, part, created))
    assert current is not None  # noqa: S101 - see above
    return current


def _all(part: Part, action: str) -> Part:
    return replace(part, parts=[_all(below, action) for below in part.parts], action=action)


def _action(before: Part, after: Part, parts: Sequence[Part]) -> str:
    if before.values != after.values:
        return CHANGED
    return BELOW if any(part.action != UNCHANGED for part in parts) else UNCHANGED


def _paired(
    before: Sequence[Part], after: Sequence[Part]
) -> list[tuple[Part, Part] | tuple[None, Part] | tuple[Part, None]]:
    """Lay the parts of two versions beside each other; of the same key, in the order they come."""
    waiting: dict[tuple[str, ...], list[Part]] = {}
    for part in before:
        waiting.setdefault(part.key, []).append(part)
    pairs: list[tuple[Part, Part] | tuple[None, Part] | tuple[Part, None]] = []
    for part in after:
        twins = waiting.get(part.key)
        pairs.append((twins.pop(0), part) if twins else (None, part))
    gone = [part for twins in waiting.values() for part in twins]
    return pairs + [(part, None) for part in gone]


def _carried(before: Part | None, now: Part) -> Part:
    """Give parts that did not change the action that they had; leave out what is gone."""
    if before is None:
        return now
    standing = [part for part in now.parts if part.action != DELETED]
    pairs = _paired(before.parts, standing)
    parts = [_carried(was, part) for was, part in pairs if part is not None]
    return replace(
        now, parts=parts, action=before.action if now.action == UNCHANGED else now.action
    )
