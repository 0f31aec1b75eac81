"""Files of quarterly wages with everything in them, made from the information model.

Each block stands there once for each of its ways, with all that it may hold; the amounts add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from lxml import etree

from declarations.glossary.catalog import glossary
from declarations.glossary.conformity import value_of
from declarations.glossary.model import Glossary, Member, Zone
from declarations.wages.totals import DECLARED, DEDUCTED, OWED

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
AMOUNTS = dict.fromkeys(OWED, "0000500") | dict.fromkeys(DEDUCTED, "0000020")
CANDIDATES = (
    *("10", "1", "100", "010", "0400000097", "012,50", "BE0400000097"),
    *("2022-08-15", "2022-08", "08:45:00.000", "A", "Text"),
)


def whole(flow: str, version: str) -> bytes:
    """A file of a version of a flow that the authority's validator passes in all its checks."""
    model = glossary(flow, version)
    persons = (f"{number:09d}{97 - number % 97:02d}" for number in count(850101003, 2))
    text = _elements(model, model.root, persons)[0]
    root = etree.fromstring(text)
    for declaration in root.iter("EmployerDeclaration"):
        owed = sum(int(e.text or 0) for e in declaration.iter(*OWED))
        less = sum(int(e.text or 0) for e in declaration.iter(*DEDUCTED))
        for declared in declaration.iter(DECLARED):
            declared.text = str(owed - less)
    root.set(
        f"{{{INSTANCE}}}noNamespaceSchemaLocation", f"{model.root}_{version.replace('/', '')}.xsd"
    )
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _elements(model: Glossary, label: str, persons: Iterator[str]) -> list[str]:
    """The XML of an element: as often as it takes to show all that it can hold."""
    if label in model.zones:
        return [f"<{label}>{_value(model, model.zones[label], persons)}</{label}>"]
    block = model.blocks[label]
    return [
        f"<{label}>{contents}</{label}>"
        for way in block.ways or (block.members,)
        for contents in _contents(model, way, persons)
    ]


def _contents(model: Glossary, way: tuple[Member, ...], persons: Iterator[str]) -> Iterator[str]:
    held = [member for member in way if member.highest != 0]
    times = number = 0
    while number <= times:
        contents = ""
        for member in held:
            shown = _elements(model, member.labels[0], persons)
            if member.highest == 1:
                times = max(times, len(shown) - 1)
                shown = [shown[number % len(shown)]]
            contents += "".join(shown[: member.highest])
        yield contents
        number += 1


def _value(model: Glossary, zone: Zone, persons: Iterator[str]) -> str:
    if zone.label == "INSS":
        return next(persons)
    if zone.label == "Quarter":
        return str(model.quarter)
    first = (*zone.codes[:1], AMOUNTS.get(zone.label, ""), str(zone.lowest))
    for value in (*first, *CANDIDATES, "0"):
        if value and value_of(zone)(value):
            return value
    raise LookupError(zone.label)
