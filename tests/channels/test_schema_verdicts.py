"""Our verdict on the shape of a file and the verdict of the official schema, side by side.

Each file holds one mistake, made from the model at each place of each action. Whatever the schema
refuses we refuse, with the code of that mistake; what we refuse beyond it is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from lxml import etree

from declarations.channels.xml import read_dimona
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import check_structure
from declarations.glossary.model import Block, Zone
from tests.channels.forms import dimona_file, elements
from tests.glossary.official import official
from tests.glossary.samples import FULL, TODAY

MODEL = glossary("dimona", "2023/1")
Mutation = Callable[[etree._Element], str | None]


def verdict(data: bytes) -> set[str]:
    """The codes that the shape of a file gives, without the rules between fields."""
    read = read_dimona(data, on=TODAY)
    codes = {finding.code for finding in read.findings}
    for form in read.forms:
        codes |= {finding.code for finding in form.findings}
        if form.action:
            codes |= {finding.code for finding in check_structure(form.action, form.content)}
    return codes


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(official("schemas/Dimona_20231.xsd")))


def place_in(block: str, label: str) -> int:
    return MODEL.blocks[block].places[label][0]


def parent(element: etree._Element) -> etree._Element:
    above = element.getparent()
    assert above is not None
    return above


def number(element: etree._Element) -> str:
    return MODEL.element(str(element.tag)).number


def zone_of(element: etree._Element) -> Zone | None:
    known = MODEL.element(str(element.tag))
    return None if isinstance(known, Block) else known


def missing(element: etree._Element) -> str | None:
    member = MODEL.blocks[str(parent(element).tag)].places[str(element.tag)][1]
    code = f"{number(element)}-001" if member.lowest else ""
    if element.tag in (MODEL.form, *MODEL.declarations):
        code = "90059-134"
    parent(element).remove(element)
    return code or None


def blank(element: etree._Element) -> str | None:
    zone = zone_of(element)
    member = MODEL.blocks[str(parent(element).tag)].places[str(element.tag)][1]
    if zone is None or (zone.type == "text" and not zone.shortest and not member.lowest):
        return None
    element.text = ""
    return f"{zone.number}-001"


def too_long(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or zone.longest is None:
        return None
    element.text = "9" * (zone.longest + 1) if zone.type == "number" else "x" * (zone.longest + 1)
    return f"{zone.number}-093"


def wrong_type(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or zone.type == "text":
        return None
    element.text = {"letter": "7", "number": "x" * (zone.longest or 1)}.get(zone.type, "x")
    return f"{zone.number}-{'002' if zone.type == 'number' else '003'}"


def foreign_digits(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or zone.type != "number":
        return None
    element.text = "".join(chr(0x0660 + int(digit)) for digit in element.text or "")
    return f"{zone.number}-002"


def impossible_date(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or zone.type not in ("date", "time", "birth_date"):
        return None
    element.text = "25:61:00.000" if zone.type == "time" else "2026-02-30"
    return f"{zone.number}-003"


def out_of_domain(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or not zone.codes:
        return None
    element.text = "9" if zone.type == "number" else "Z"
    return f"{zone.number}-003"


def too_low(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or not zone.lowest:
        return None
    element.text = str(zone.lowest - 1)
    return f"{zone.number}-003"


def against_pattern(element: etree._Element) -> str | None:
    zone = zone_of(element)
    if zone is None or zone.pattern is None or zone.type != "number":
        return None
    element.text = "2460" if zone.longest == 4 else "12345678"
    return f"{zone.number}-003"


def twice(element: etree._Element) -> str | None:
    if element.tag in ("Form", "Reference"):
        return None
    element.addnext(deepcopy(element))
    return f"{number(element)}-090"


def out_of_order(element: etree._Element) -> str | None:
    following = element.getnext()
    if following is None or following.tag == element.tag:
        return None
    following.addnext(element)
    return f"{number(parent(element))}-091"


def renamed(element: etree._Element) -> str | None:
    above = parent(element)
    element.tag = "Unknown"
    return f"{number(above)}-092"


def with_attribute(element: etree._Element) -> str | None:
    element.set("note", "x")
    return f"{number(element)}-092"


def with_loose_text(element: etree._Element) -> str | None:
    if zone_of(element) is not None:
        return None
    element.text = "loose"
    return f"{number(element)}-003"


def with_child(element: etree._Element) -> str | None:
    if zone_of(element) is None:
        return None
    etree.SubElement(element, "INSS")
    return f"{number(element)}-092"


MUTATIONS: tuple[Mutation, ...] = (
    missing,
    blank,
    too_long,
    wrong_type,
    foreign_digits,
    impossible_date,
    out_of_domain,
    too_low,
    against_pattern,
    twice,
    out_of_order,
    renamed,
    with_attribute,
    with_loose_text,
    with_child,
)


def spoilt(action: str, mutation: Mutation) -> Iterator[tuple[str, bytes, str]]:
    """(place, file, expected code) for every place where the mutation applies."""
    whole = etree.fromstring(dimona_file((action, FULL[action])))
    for index, original in enumerate(elements(whole)):
        copy = deepcopy(whole)
        place = original.getroottree().getpath(original)
        expected = mutation(list(elements(copy))[index])
        if expected:
            yield place, etree.tostring(copy), expected


def stricter(place: str, mutation: Mutation) -> bool:
    """Where we ask more than the schema: what the glossary says in words, and empty texts."""
    zone: Any = MODEL.element(place.rpartition("/")[2].partition("[")[0])
    if mutation is blank:
        return zone.type == "text"
    if mutation is missing:
        return zone.label in MODEL.declarations
    return mutation is impossible_date and zone.type == "birth_date"


@pytest.mark.parametrize("action", MODEL.actions)
def test_a_full_declaration_is_sound_for_both(action: str) -> None:
    data = dimona_file((action, FULL[action]))
    assert verdict(data) == set()
    assert schema().validate(etree.fromstring(data)), schema().error_log


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("action", MODEL.actions)
def test_every_mistake_gives_its_code(action: str, mutation: Mutation) -> None:
    for place, data, expected in spoilt(action, mutation):
        assert expected in verdict(data), place


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("action", MODEL.actions)
def test_the_schema_refuses_the_same_files(action: str, mutation: Mutation) -> None:
    for place, data, _ in spoilt(action, mutation):
        refused = not schema().validate(etree.fromstring(data))
        assert refused or stricter(place, mutation), place


@pytest.mark.parametrize(
    ("block", "label"),
    [
        (block.label, member.label)
        for block in MODEL.blocks.values()
        for member in block.members
        if member.highest == 0
    ],
)
def test_what_the_message_never_uses_is_refused_by_both(block: str, label: str) -> None:
    whole = etree.fromstring(dimona_file(("DimonaIn", FULL["DimonaIn"])))
    place = next(element for element in elements(whole) if element.tag == block)
    before = [child for child in place if place_in(block, str(child.tag)) < place_in(block, label)]
    never = etree.Element(label)
    never.text = "1"
    place.insert(len(before), never)
    assert verdict(etree.tostring(whole)) == {f"{MODEL.element(label).number}-005"}
    assert not schema().validate(whole)


@pytest.mark.parametrize("action", MODEL.actions)
def test_leaving_out_what_is_optional_is_sound_for_both(action: str) -> None:
    whole = etree.fromstring(dimona_file((action, FULL[action])))
    for index, original in enumerate(elements(whole)):
        copy = deepcopy(whole)
        if missing(list(elements(copy))[index]) is None:
            data = etree.tostring(copy)
            assert verdict(data) == set(), original.tag
            assert schema().validate(etree.fromstring(data)), original.tag
