"""Forms that are written alike, but for their values: read once with care, then by their template.

A program writes each form in the same way. What stands between the values, to the letter, was read
by the whole reader once and was found right; of the next form with the same letters only the values
are looked at, each by its zone. A form with anything else (an entity, an empty value, another white
space) goes the whole way. What many forms say alike is looked at once, too: see `shapes`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from lxml import etree

from declarations.channels.tree import Reading
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Glossary, Zone
from declarations.social_risk.contents import Walked
from declarations.social_risk.shapes import Shape, is_own

VALUE: Final = re.compile(r">([^<>\s&][^<>&]*)</")
MARK: Final = re.compile(r'"@([0-9]+)@"')
MOST_TEMPLATES: Final = 256
MOST_SHAPES: Final = 256  # of a template
MOST_VALUES: Final = 20_000  # of a zone that are remembered
REFUSED: Final = ""

Memory = dict[str, str]  # a value as it was sent, and as JSON
Written = tuple[Walked, str]  # what a form says, and the same as JSON


@dataclass(frozen=True)
class Template:
    """The memory and the zone of each value, and the JSON between the values.

    `codes` are those of a place that allows fewer than its zone; empty elsewhere. `own` are the
    places of which each form has its own value, `kept` picks the values of all others.
    """

    zones: tuple[tuple[Memory, Zone], ...]
    codes: tuple[tuple[int, tuple[str, ...]], ...]
    order: tuple[int, ...]
    between: tuple[str, ...]
    own: tuple[int, ...]
    kept: Callable[[Sequence[str]], object]
    shapes: dict[object, Shape] = field(default_factory=dict)

    def fill(self, values: list[str]) -> Written | None:
        """Return what a form says; None when a value is wrong."""
        kept = self.kept(values)
        shape = self.shapes.get(kept) or self._shape(kept, values)
        own = [self._as_json(place, values[place]) for place in self.own]
        if shape is None or REFUSED in own:
            return None
        return shape.content([values[place].strip() for place in self.own]), shape.text(own)

    def _shape(self, kept: object, values: list[str]) -> Shape | None:
        """Look at what forms with these values have in common; None when one of them is wrong."""
        if any(values[place].strip() not in allowed for place, allowed in self.codes):
            return None
        written = [self._as_json(place, value) for place, value in enumerate(values)]
        if REFUSED in written:
            return None
        numbers = {place: number for number, place in enumerate(self.own)}
        pieces, order = [self.between[0]], []
        for place, after in zip(self.order, self.between[1:], strict=True):
            if place in numbers:
                order.append(numbers[place])
                pieces.append(after)
            else:
                pieces[-1] += written[place] + after
        if len(self.shapes) >= MOST_SHAPES:
            self.shapes.clear()
        self.shapes[kept] = Shape(tuple(pieces), tuple(order))
        return self.shapes[kept]

    def _as_json(self, place: int, value: str) -> str:
        """Return a value as JSON; `REFUSED` when it is wrong in its place."""
        memory, zone = self.zones[place]
        known = memory.get(value)
        return _remember(memory, zone, value) if known is None else known


def _remember(memory: Memory, zone: Zone, value: str) -> str:
    if len(memory) >= MOST_VALUES:
        memory.clear()
    bare = value.strip()
    memory[value] = json.dumps(bare) if problem_of(zone, bare) is None else REFUSED
    return memory[value]


class Templates:
    """The templates of one scenario while a file is read."""

    def __init__(self, model: Glossary) -> None:
        self.model = model
        self.known: dict[str, Template | None] = {}
        self.memories: dict[str, Memory] = {label: {} for label in model.zones}

    def read(self, text: str) -> Written | None:
        """Return what a form says; None when it must go the whole way."""
        parts = VALUE.split(text)
        template = self.known.get("\0".join(parts[::2]))
        return template.fill(parts[1::2]) if template else None

    def learn(self, text: str, element: etree._Element) -> None:
        """Keep how a form is written that was found right."""
        parts = VALUE.split(text)
        key = "\0".join(parts[::2])
        if key in self.known:
            return
        if len(self.known) >= MOST_TEMPLATES:
            self.known.clear()
        self.known[key] = self._template(element, parts[1::2])

    def _template(self, element: etree._Element, values: list[str]) -> Template | None:
        """None where what the parser made of the values is not what stands there."""
        leaves = [each for each in element.iter("*") if len(each) == 0]
        if [each.text for each in leaves] != values:
            return None
        for number, leaf in enumerate(leaves):
            leaf.text = f"@{number}@"
        content: Any = Reading(self.model).block(self.model.form, element, self.model.form)
        pieces = MARK.split(json.dumps(content))
        zones = tuple((self.memories[str(leaf.tag)], self._zone(str(leaf.tag))) for leaf in leaves)
        codes = ((place, self._codes(leaf)) for place, leaf in enumerate(leaves))
        narrowed = {place: allowed for place, allowed in codes if allowed}
        own = [n for n, (_memory, zone) in enumerate(zones) if is_own(zone) and n not in narrowed]
        return Template(
            zones,
            tuple(narrowed.items()),
            tuple(map(int, pieces[1::2])),
            tuple(pieces[::2]),
            tuple(own),
            itemgetter(*sorted({*range(len(leaves))} - {*own})),
        )

    def _codes(self, leaf: etree._Element) -> tuple[str, ...]:
        holder = leaf.getparent()
        assert holder is not None  # noqa: S101 - a leaf stands in a block
        return self.model.blocks[str(holder.tag)].places[str(leaf.tag)][1].codes

    def _zone(self, label: str) -> Zone:
        zone = self.model.element(label)
        assert isinstance(zone, Zone)  # noqa: S101 - a leaf that was found right
        return zone
