"""The information model as an XML schema: what it accepts is what the model accepts of the form.

Codes that are narrowed at one place only, check digits and the rules between fields cannot be said
in a schema; they are said on the pages of the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from lxml import etree

from declarations.glossary.model import Block, Glossary, Member, Zone

XS: Final = "http://www.w3.org/2001/XMLSchema"
BASES: Final = {
    "number": "integer",
    "date": "date",
    "time": "time",
    "month": "gYearMonth",
    "year": "gYear",
    "day_of_year": "gMonthDay",
    "boolean": "boolean",
}
# What a type asks for beyond its base, as (facet, value).
FACETS: Final = {
    "letter": (("pattern", r"\p{L}"),),
    "date": (("pattern", r"\d{4}-\d{2}-\d{2}"),),
    "birth_date": (("length", "10"), ("pattern", r"\d{4}-\d{2}-\d{2}")),
    "month": (("pattern", r"\d{4}-\d{2}"),),
}


def xml_schema(model: Glossary) -> bytes:
    """The schema of one version of a flow, with the zone and block numbers as documentation."""
    root = etree.Element(_name("schema"), {"id": model.root}, nsmap={"xs": XS})
    note = f"{model.name}, {model.version}. {model.source}."
    _add(_add(root, "annotation"), "documentation").text = note
    for block in model.blocks.values():
        _block(root, block)
    for zone in model.zones.values():
        _zone(root, zone)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _block(root: etree._Element, block: Block) -> None:
    inside = _add(_element(root, block), "complexType")
    if block.open:
        _add(_add(inside, "sequence"), "any", namespace="##any", processContents="skip")
        return
    _ways(inside, list(block.ways or (block.members,)))


def _ways(above: etree._Element, ways: list[tuple[Member, ...]]) -> None:
    """The alternatives as a tree: what some begin with is said once, before they part, since the
    next element alone must tell where a schema goes on."""
    columns = zip(*ways, strict=False)
    common = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    sequence = _add(above, "sequence")
    for member in common:
        _member(sequence, member)
    rests = [way[len(common) :] for way in ways]
    if any(rests):
        choice = _add(sequence, "choice", minOccurs="1" if all(rests) else "0")
        for first in dict.fromkeys(rest[0] for rest in rests if rest):
            _ways(choice, [rest for rest in rests if rest[:1] == (first,)])


def _member(sequence: etree._Element, member: Member) -> None:
    highest = "unbounded" if member.highest is None else str(member.highest)
    often = {"minOccurs": str(member.lowest), "maxOccurs": highest}
    if not member.of:
        _add(sequence, "element", ref=member.label, **often)
        return
    choice = _add(sequence, "choice", **often)
    for label in member.of:
        _add(choice, "element", ref=label)


def _zone(root: etree._Element, zone: Zone) -> None:
    simple = _add(_element(root, zone), "simpleType")
    base = f"xs:{BASES.get(zone.type, 'string')}"
    restriction = _add(simple, "restriction", base=base)
    for facet, value in _facets(zone):
        _add(restriction, facet, value=value)


def _facets(zone: Zone) -> Iterator[tuple[str, str]]:
    yield from FACETS.get(zone.type, ())
    facets: dict[str, object] = {"minInclusive": zone.earliest}
    if zone.type == "number":
        facets = {"minInclusive": zone.lowest, "maxInclusive": zone.highest}
        facets["totalDigits"] = zone.longest
    elif zone.type == "year":
        facets = {"minInclusive": zone.lowest, "maxInclusive": zone.highest}
    else:
        facets |= {"minLength": zone.shortest or None, "maxLength": zone.longest}
    for facet, value in facets.items():
        if value is not None:
            yield facet, str(value)
    if zone.pattern:
        # A schema matches the whole value and knows no groups that do not capture. Its digits are
        # those of every script, as in the official schemas; ours are not.
        yield "pattern", zone.pattern.pattern.replace("(?:", "(").replace("[0-9]", r"\d")
    for code in zone.codes:
        yield "enumeration", code


def _element(root: etree._Element, described: Block | Zone) -> etree._Element:
    element = _add(root, "element", name=described.label)
    _add(_add(element, "annotation"), "documentation").text = described.number
    return element


def _add(above: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(above, _name(tag), attributes)


def _name(name: str) -> str:
    return f"{{{XS}}}{name}"
