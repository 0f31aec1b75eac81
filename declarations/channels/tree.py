"""XML as content: the elements of a message are read by the blocks of its information model.

The model decides which element may stand where; no schema file is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, cast

from lxml import etree

from declarations.channels.safe_xml import line_of_element
from declarations.glossary.fields import Content, found
from declarations.glossary.findings import Finding
from declarations.glossary.model import Block, Glossary

MAX_FINDINGS: Final = 100  # per form, and for the file: nobody reads more
SCHEMA_HINTS: Final = tuple(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("noNamespaceSchemaLocation", "schemaLocation")
)


@dataclass
class Reading:
    """What is gathered while the elements of one form are read.

    `findings` are those that the content cannot show: order, repetition, unknown elements. `lines`
    gives the line of each path.
    """

    model: Glossary
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, path: str, value: str, element: etree._Element) -> None:
        """Note an anomaly at an element."""
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(found(code, path, value, line_of_element(element)))

    def block(self, label: str, element: etree._Element, path: str) -> Content:
        """Return the content of a block; a member that may come more than once is a list."""
        self.lines.setdefault(path, line_of_element(element))
        places = self.model.blocks[label].places
        content: Content = {}
        for child in self.children(label, element, path):
            name = str(child.tag)
            # The path of a declaration starts at its action, on every channel.
            here = name if name in self.model.declarations else f"{path}/{name}"
            known = self.model.element(name)
            value = (
                self.block(name, child, here)
                if isinstance(known, Block)
                else self._zone(known.number, child, here)
            )
            highest = places[name][1].highest
            if highest is None or highest > 1:
                cast(list[Content], content.setdefault(name, [])).append(cast(Content, value))
            elif name in content:
                self.add(f"{known.number}-090", here, "", child)
            else:
                content[name] = value
        return content

    def children(self, label: str, element: etree._Element, path: str) -> Iterator[etree._Element]:
        """Yield the known children of a block; what is unknown, misplaced or loose is noted."""
        block = self.model.blocks[label]
        places, reached = block.places, 0
        self._refuse_attributes(block.number, element, path)
        within = list(element)
        loose = [element.text, *(child.tail for child in within)]
        if any(text and not text.isspace() for text in loose):
            self.add(f"{block.number}-003", path or label, "", element)
        for child in within:
            name = str(child.tag)
            if name not in places:
                self.add(f"{block.number}-092", path or label, name, child)
                continue
            place = places[name][0]
            if place < reached:
                self.add(f"{block.number}-091", path or label, name, child)
            reached = max(reached, place)
            yield child

    def _zone(self, number: str, element: etree._Element, path: str) -> str:
        self.lines.setdefault(path, line_of_element(element))
        for child in element:
            self.add(f"{number}-092", path, str(child.tag), child)
        self._refuse_attributes(number, element, path)
        return (element.text or "").strip()

    def _refuse_attributes(self, number: str, element: etree._Element, path: str) -> None:
        for name in map(str, element.keys()):
            if name not in SCHEMA_HINTS:
                self.add(f"{number}-092", path, f"@{name}", element)
