"""What many forms say alike is looked at once; who it is, which day and how much are their own.

The values of a form that are its `own` are left open in its shape. What was found right in a shape
without looking at one of them is right in every form of the shape: an open value that is looked at
raises, so that nothing is taken for right of which an own value decides.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from declarations.glossary.model import Zone
from declarations.social_risk.contents import Open, Walked, walk

LONG: Final = 8  # characters: who somebody is, or how much, may be as long
DAYS: Final = ("date", "birth_date", "time")
FREE: Final = ("number", "text")
MARK: Final = "\0"  # which no value holds

Path = tuple[str | int, ...]


def is_own(zone: Zone) -> bool:
    """Say whether forms that are alike mostly have another value each."""
    is_long = zone.type in FREE and not zone.codes and (zone.longest or LONG) >= LONG
    return zone.type in DAYS or is_long


class Shape:
    """What forms have in common: JSON with places for their own values, and what is in it.

    `between` are the pieces of JSON around the own values, which stand there in `order`. `seen` is
    for who looks at what is in common: what was found, by what it was asked about.
    """

    def __init__(self, between: tuple[str, ...], order: tuple[int, ...]) -> None:
        self.between = between
        self.order = order
        self.seen: dict[object, Any] = {}
        marks = [json.dumps(f"{MARK}{number}") for number in range(len(order))]
        self.common = Walked(json.loads(self.text(marks)))
        self._copied: list[tuple[int, str | int]] = []  # the number of its holder, and its key
        self._values: list[tuple[int, str | int, int]] = []  # holder, key, number of the own value
        self._open_places()

    def text(self, own: Sequence[str]) -> str:
        """Return a form as JSON; its own values are JSON already."""
        parts = [self.between[0]]
        for number, after in zip(self.order, self.between[1:], strict=True):
            parts += (own[number], after)
        return "".join(parts)

    def content(self, own: Sequence[str]) -> Walked:
        """Return what a form with these values says; what it has in common stands there once."""
        made = Walked(self.common)
        nodes: list[Any] = [made]
        for holder, key in self._copied:
            node = nodes[holder][key] = nodes[holder][key].copy()
            nodes.append(node)
        for holder, key, number in self._values:
            nodes[holder][key] = own[number]
        made.shape, made.places = self, self.common.places.copy()
        for label, changes in self._places.items():
            entries = made.places[label] = made.places[label].copy()
            for at, path, is_value, number in changes:
                entries[at] = path, own[number] if is_value else nodes[number]
        return made

    def _open_places(self) -> None:
        """Leave the own values open, and note what has to be copied to fill them in."""
        numbers: dict[Path, int] = {(): 0}
        nodes: list[Any] = [self.common]
        found: dict[int, tuple[bool, int]] = {}  # by identity: "is a value", and its number
        for path, number in list(_marked(self.common)):
            for end in range(1, len(path)):
                if path[:end] not in numbers:
                    numbers[path[:end]] = len(nodes)
                    self._copied.append((numbers[path[: end - 1]], path[end - 1]))
                    nodes.append(nodes[numbers[path[: end - 1]]][path[end - 1]])
                    found[id(nodes[-1])] = False, len(nodes) - 1
            holder, key = numbers[path[:-1]], path[-1]
            nodes[holder][key] = value = Open()
            found[id(value)] = True, number
            self._values.append((holder, key, number))
        self.common.shape, self.common.places = self, walk(self.common)
        self._places: dict[str, list[tuple[int, str, bool, int]]] = defaultdict(list)
        for label, entries in self.common.places.items():
            for at, (place, each) in enumerate(entries):
                if id(each) in found:
                    self._places[label].append((at, place, *found[id(each)]))


def _marked(node: Any, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """The place and the number of each own value."""
    for key, value in enumerate(node) if type(node) is list else node.items():
        if type(value) is not str:
            yield from _marked(value, (*path, key))
        elif value.startswith(MARK):
            yield (*path, key), int(value.removeprefix(MARK))
