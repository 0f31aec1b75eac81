"""Our schemas and the official ones give the same verdict on every zone and on every block.

Elements are global in both, so that each zone and each block can be a document by itself: a zone
with hundreds of values, a block with its members missing, doubled, out of order or out of place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache
from random import Random

import pytest
from lxml import etree

from declarations.glossary.catalog import glossary
from declarations.glossary.model import Block, Glossary, Member, Zone
from declarations.glossary.xsd import xml_schema
from tests.glossary.official import OFFICIAL, REFERENCE, official

# The official pattern asks for an apostrophe before the digits: no number can satisfy it.
IMPOSSIBLE = {("notification_2022_3", "INSSUser")}
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
VERSIONS = sorted(OFFICIAL)
VALUES = (
    *("", " ", "0", "1", "2", "7", "9", "10", "99", "00", "01", "007", "015", "100", "999", "0000"),
    *("-0", "-1", "+0", "+1", "+15", "1.0", "1e2", " 1", "1 ", "1 2", "\t1", "1\n", "x", "1x", "É"),
    *("٣", "٠١٥", "１５", "\u00a01", "𝒳", "e\u0301", "\u200f", "true", "INF", "0x10", "--1", "1_0"),
    *("2023-01-01", "2023-02-29", "2024-02-29", "2023-1-1", "2023-13-01", "2023-00-00"),
    *("2023-01-01Z", "2023-01-01+01:00", "-2023-01-01", "0000-01-01", "0001-01-01", "9999-12-31"),
    *("10000-01-01", " 2023-01-01", "2023-01", "2023-00", "2023-13", "2023-01Z", "1899-12"),
    *("٢٠٢٣-٠١-٠١", "1990-00-00", "2023", "12:00:00.000", "24:00:00.000", "25:00:00.000"),
    *("12:60:00.000", "12:00:00", "12:00:00.0001", "12:00:00.000Z", "12:00:00,000", "20031"),
    *("20224", "20225", "20030", "020231", "202301", "124", "124.00", "124.01.02", "124-01"),
    *("124.1", "012,34", "12,34", "012.34", "BE0403019261", "0403019261", "403019261"),
    *("00403019261", "5000000120", "2000000141", "85073003328", "085073003328", "10123456789"),
    *("00123456789", "--02-29", "--02-30", "--2-29", "02-29"),
    *("20123456789", "BE", "be1", "A" * 30, "+" + "1" * 15, "1" * 15, "-" + "1" * 16),
)  # fmt: skip


@cache
def schemas(name: str) -> tuple[etree.XMLSchema, etree.XMLSchema]:
    """Ours and the official one."""
    ours = etree.XMLSchema(etree.fromstring(xml_schema(model_of(name))))
    return ours, etree.XMLSchema(etree.parse(official(f"schemas/{OFFICIAL[name]}.xsd")))


def model_of(name: str) -> Glossary:
    flow, year, quarter = name.rsplit("_", 2)
    return glossary(flow, f"{year}/{quarter}")


def agree(name: str, document: etree._Element) -> bool:
    """The verdict of both schemas, which is the same."""
    ours, theirs = (schema.validate(document) for schema in schemas(name))
    assert ours == theirs, etree.tostring(document)[:3000]
    return ours


def values(zone: Zone) -> Iterator[str]:
    """Values of every kind, and those around the limits of the zone."""
    yield from VALUES
    yield from zone.codes
    yield from (f"{code}0" for code in zone.codes)
    around = [limit + step for limit in (zone.lowest, zone.highest) if limit is not None
              for step in (-1, 0, 1)]  # fmt: skip
    for number in around:
        yield from (str(number), f"0{number}", f"{number:+}", f" {number} ")
    for length in {zone.shortest, zone.longest or 0}:
        for size in (length - 1, length, length + 1):
            yield from (
                "9" * size,
                "x" * size,
                "0" * size + "1",
                "é" * size,
                "𝒳" * size,
                " " * size,
            )
    if zone.earliest:
        yield from (f"{zone.earliest}", f"{zone.earliest.replace(year=zone.earliest.year - 1)}")


@pytest.mark.parametrize("name", VERSIONS)
def test_zones_take_the_same_values(name: str) -> None:
    verdicts = Counter[bool]()
    for zone in model_of(name).zones.values():
        if (name, zone.label) in IMPOSSIBLE:
            continue
        element = etree.Element(zone.label)
        for element.text in dict.fromkeys(values(zone)):
            verdicts[agree(name, element)] += 1
    assert verdicts[True] > len(model_of(name).zones)
    assert verdicts[False] > 10 * len(model_of(name).zones)


@cache
def sound(name: str, label: str) -> etree._Element:
    """The smallest document of an element that both schemas accept. Do not change it."""
    element = etree.Element(label)
    described = model_of(name).element(label)
    if isinstance(described, Block):
        for member in (described.ways or (described.members,))[0]:
            for _ in range(member.lowest):
                element.append(deepcopy(sound(name, member.labels[0])))
        if described.open:
            element.append(etree.Element("Unknown"))
    else:
        possible = (*described.codes, *VALUES, "1" * (described.longest or 1))
        for element.text in possible:
            if schemas(name)[0].validate(element):
                break
    assert agree(name, element) or (name, label) in IMPOSSIBLE
    return element


def filled(name: str, places: Iterable[tuple[str, Member]]) -> list[etree._Element]:
    """An element at each place, and two where there may be more than one."""
    return [
        deepcopy(sound(name, label))
        for label, member in places
        for _ in range(2 if member.highest is None else min(member.highest, 2))
        if (name, label) not in IMPOSSIBLE
    ]


Spoil = Callable[[etree._Element, Random], None]


def drop(block: etree._Element, by: Random) -> None:
    block.remove(by.choice(block))


def double(block: etree._Element, by: Random) -> None:
    child = by.choice(block)
    child.addnext(deepcopy(child))


def swap(block: etree._Element, by: Random) -> None:
    child = by.choice(block)
    by.choice(block).addprevious(child)


def shuffle(block: etree._Element, by: Random) -> None:
    block[:] = by.sample(list(block), len(block))


def keep_some(block: etree._Element, by: Random) -> None:
    block[:] = [child for child in block if by.random() < 0.7]


def crowd(block: etree._Element, by: Random) -> None:
    child = by.choice(block)
    for _ in range(by.choice((1, 2, 3, 98, 99))):
        child.addnext(deepcopy(child))


def stranger(block: etree._Element, by: Random) -> None:
    by.choice(block).addnext(etree.Element("Unknown"))


def rename(block: etree._Element, by: Random) -> None:
    by.choice(block).tag = by.choice(("Unknown", "{urn:x}INSS", block[0].tag, block[-1].tag))


def text(block: etree._Element, by: Random) -> None:
    by.choice(block).tail = by.choice((" \n", "x", "\u00a0"))


def empty(block: etree._Element, by: Random) -> None:
    child = by.choice(block)
    child[:], child.text = [], by.choice((None, "", " "))


def attribute(block: etree._Element, by: Random) -> None:
    by.choice(block).set(by.choice(("id", NIL, "{urn:x}a")), by.choice(("true", "false", "")))


def nest(block: etree._Element, by: Random) -> None:
    by.choice(block).append(deepcopy(by.choice(block)))


def remark(block: etree._Element, by: Random) -> None:
    by.choice(block).addnext(by.choice((etree.Comment("x"), etree.PI("x", "y"))))


SPOILERS: tuple[Spoil, ...] = (
    *(drop, double, swap, shuffle, keep_some, crowd, stranger),
    *(rename, text, empty, attribute, nest, remark),
)


@pytest.mark.parametrize("name", VERSIONS)
def test_blocks_take_the_same_contents(name: str) -> None:
    by, tried, refused = Random(20231), 0, 0  # noqa: S311 - the same each time
    for block in model_of(name).blocks.values():
        # Each way, and the members of all ways together, as nobody may send them.
        ways = [[(m.labels[0], m) for m in way] for way in block.ways or (block.members,)]
        everything = [(label, member) for label, (_, member) in block.places.items()]
        contents = [filled(name, places) for places in (*ways, everything)]
        for content in filter(None, contents):
            whole = etree.Element(block.label)
            whole.extend(content)
            agree(name, whole)
            for spoil in SPOILERS:
                for _ in range(6):
                    copy = deepcopy(whole)
                    spoil(copy, by)
                    tried, refused = tried + 1, refused + (not agree(name, copy))
    assert tried > 300
    assert 0.3 < refused / tried < 0.95


@pytest.mark.parametrize("name", VERSIONS)
def test_spoilt_messages_get_the_same_verdict(name: str) -> None:
    """The official examples, spoilt once or twice somewhere in the tree."""
    by, refused = Random(20223), 0  # noqa: S311 - the same each time
    files = sorted((REFERENCE / "examples").glob(f"{model_of(name).root}_*.xml"))
    plain = etree.XMLParser(remove_blank_text=True)
    samples = [etree.fromstring(file.read_bytes(), plain) for file in files]
    for whole in samples or [sound(name, model_of(name).root)]:
        assert agree(name, whole)
        for _ in range(400):
            copy = deepcopy(whole)
            blocks = [element for element in copy.iter("*") if len(element)]
            for block in by.sample(blocks, by.choice((1, 1, 2))):
                if len(block):
                    by.choice(SPOILERS)(block, by)
            refused += not agree(name, copy)
    assert refused > 200 * len(samples)
