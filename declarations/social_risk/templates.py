"""Forms that are written alike, but for their values: read once with care, then by their template.

A program writes each form in the same way. What stands between the values, to the letter, was read
by the whole reader once and was found right; of the next form with the same letters only the values
are looked at, each by its zone. A form with anything else (an entity, an empty value, another white
space) goes the whole way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from declarations.channels.tree import Reading
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Glossary, Zone

VALUE: Final = re.compile(r">([^<>\s&][^<>&]*)</")
MARK: Final = re.compile(r'"@([0-9]+)@"')
MOST_TEMPLATES: Final = 256
MOST_VALUES: Final = 20_000  # of a zone that are remembered
REFUSED: Final = ""

Memory = dict[str, str]  # a value as it was sent, and as JSON


@dataclass(frozen=True)
class Template:
    """The memory and the zone of each value, and the JSON between the values."""

    zones: tuple[tuple[Memory, Zone], ...]
    order: tuple[int, ...]
    between: tuple[str, ...]

    def fill(self, values: list[str]) -> str | None:
        """The content as JSON; None when a value is wrong."""
        written = []
        for value, (memory, zone) in zip(values, self.zones, strict=True):
            known = memory.get(value)
            if known is None:
                known = _remember(memory, zone, value)
            if not known:
                return None
            written.append(known)
        parts = [self.between[0]]
        for place, after in zip(self.order, self.between[1:], strict=True):
            parts += (written[place], after)
        return "".join(parts)


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

    def read(self, text: str) -> str | None:
        """Return the content of a form as JSON; None when it must go the whole way."""
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
        return Template(zones, tuple(map(int, pieces[1::2])), tuple(pieces[::2]))

    def _zone(self, label: str) -> Zone:
        zone = self.model.element(label)
        assert isinstance(zone, Zone)  # noqa: S101 - a leaf that was found right
        return zone
