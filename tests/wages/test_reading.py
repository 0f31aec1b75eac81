"""The strict reader against the schema of the model, and against another way of reading."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from lxml import etree

from declarations.glossary.catalog import glossary
from declarations.glossary.model import Glossary
from declarations.glossary.xsd import xml_schema
from declarations.wages.batch import ABSENT, Batch, Texts
from declarations.wages.layout import SAME, layout_of
from declarations.wages.reading import NotReadableError, read
from tests.wages.generated import chance_of, document

VERSIONS = [
    ("dmfa", "2022/3"),
    ("dmfa", "2023/1"),
    ("dmfa_update", "2022/3"),
    ("dmfa_update", "2023/1"),
]
MODELS = [glossary(*version) for version in VERSIONS]
IDS = ["-".join(version) for version in VERSIONS]


@cache
def _schema(flow: str, version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(xml_schema(glossary(flow, version))))


def _accepts(model: Glossary, data: bytes) -> bool:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return False
    return _schema(model.flow, model.version).validate(root)


def _reads(model: Glossary, data: bytes) -> bool:
    try:
        read(data, model)
    except NotReadableError:
        return False
    return True


def _walked(model: Glossary, root: etree._Element) -> dict[str, list[dict[str, str]]]:
    """Return the blocks of each place with their texts, by walking through the tree."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    keys = layout_of(model).places
    for element in root.iter():
        above = [str(each.tag) for each in (element, *element.iterancestors())]
        if element.tag in model.blocks:
            names = [SAME.get(name, name) for name in above]
            key = next("/".join(reversed(names[:n])) for n in range(1, 9) if _key(names, n) in keys)
            zones = {str(z.tag): z.text or "" for z in element if z.tag in model.zones}
            found[key].append(zones)
    return found


def _key(names: list[str], length: int) -> str:
    return "/".join(reversed(names[:length]))


def _said(batch: Batch, key: str, zone: str) -> list[str]:
    column: Any = batch[key][zone]
    if isinstance(column, Texts):
        return list(column)
    if column.dtype == np.int64:
        return ["" if value == ABSENT else str(value) for value in column]
    return ["" if np.isnat(value) else str(value) for value in column]


def _plain(text: str, kind: int) -> str:
    return (text.lstrip("0") or "0") if kind == 0 and text else text


@pytest.mark.parametrize("model", MODELS, ids=IDS)
@pytest.mark.parametrize("seed", range(12))
def test_what_is_read_is_what_stands_there(model: Glossary, seed: int) -> None:
    root = document(model, chance_of(seed))
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=seed % 2 == 0)
    assert _accepts(model, data)
    batch = read(data, model)
    walked = _walked(model, root)
    for node in layout_of(model).nodes:
        blocks = walked[node.key]
        assert len(batch[node.key]) == len(blocks)
        for zone, kind in node.kinds.items():
            expected = [_plain(block.get(zone, ""), kind) for block in blocks]
            assert _said(batch, node.key, zone) == expected, (node.key, zone)


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_places_lead_back_to_the_source(model: Glossary) -> None:
    root = document(model, chance_of(5))
    data = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    batch = read(data, model)
    of_persons = batch.owner("WorkerRecord", "NaturalPerson")
    for row in range(len(batch["WorkerRecord"])):
        inner = etree.fromstring(batch.document("WorkerRecord", row))
        outer = etree.fromstring(batch.document("NaturalPerson", int(of_persons[row])))
        assert etree.tostring(inner).split() in [
            etree.tostring(each).split() for each in outer.iter(inner.tag)
        ]
        begun = data.splitlines()[batch.line("WorkerRecord", row) - 1]
        assert begun.strip().startswith(b"<" + str(inner.tag).encode())


TAG = re.compile(rb"<([A-Za-z]+)>([^<]*)</\1>")
SPOILT = [
    b"",
    b" ",
    b"x",
    b"-1",
    b"0",
    b"00000000000000000000",
    b"99999999999999999999",
    b"1e3",
    b"2022-02-30",
    b"0000-01-01",
    b"2022-1-1",
    b"2022-13-01",
    b"25:00:00.000",
    b"1.5",
    b"\xff",
    b"&bad;",
    b"&#65;",
    b"\x01",
    "\u0661".encode(),
    "\u202e".encode(),
    b"a" * 300,
    b"+5",
    b"]]>",
]


def _mutated(data: bytes, chance: Random) -> bytes:
    """Return the message with one thing changed: an element, a value, or any byte."""
    zones = list(TAG.finditer(data))
    zone = chance.choice(zones)
    other = chance.choice(zones)
    at = chance.randrange(len(data))
    return chance.choice(
        [
            data[: zone.start()] + data[zone.end() :],
            data[: zone.end()] + zone[0] + data[zone.end() :],
            data[: zone.start()] + other[0] + data[zone.end() :],
            data[: zone.start()] + other[0] + data[zone.start() :],
            data[: zone.start(2)] + chance.choice(SPOILT) + data[zone.end(2) :],
            data[: zone.start(2)] + other[2] + data[zone.end(2) :],
            data[: zone.end(2)] + chance.choice([b"0", b"9", b" ", b"x"]) + data[zone.end(2) :],
            data[: zone.end(2) - 1] + data[zone.end(2) :],
            data[:at] + bytes([chance.choice(b"<>/&0 aZ\x00\x80")]) + data[at + 1 :],
            data[:at] + data[at + 1 :],
            data[:at],
            data[: zone.start(1)] + b"Unknown" + data[zone.end(1) :],
        ]
    )


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_nothing_is_taken_that_the_schema_refuses(model: Glossary) -> None:
    both = neither = 0
    for seed in range(8):
        chance = chance_of(1000 + seed)
        data = etree.tostring(document(model, chance), encoding="UTF-8")
        for _ in range(150):
            spoilt = _mutated(data, chance)
            taken, right = _reads(model, spoilt), _accepts(model, spoilt)
            assert right or not taken, spoilt
            both, neither = both + taken, neither + (not right)
    assert both > 30
    assert neither > 300


OTHER_WAYS = {
    "comment": (b"<Form>", b"<Form><!-- note -->"),
    "character data": (b">DMFA<", b"><![CDATA[DMFA]]><"),
    "attribute": (b"<Form>", b'<Form a="1">'),
    "instruction": (b"<Form>", b"<?note ?><Form>"),
    "prefix": (b"<Form>", b'<x:Form xmlns:x="urn:x">'),
    "number with a sign": (b"<Trusteeship>", b"<Trusteeship>+"),
    "tag with a space": (b"</Form>", b"</Form >"),
}


@pytest.mark.parametrize("change", OTHER_WAYS.values(), ids=list(OTHER_WAYS))
def test_another_way_of_writing_is_left_to_the_other_reader(change: tuple[bytes, bytes]) -> None:
    data = etree.tostring(document(MODELS[0], chance_of(3)), encoding="UTF-8")
    assert change[0] in data
    with pytest.raises(NotReadableError) as refusal:
        read(data.replace(*change), MODELS[0])
    assert 0 <= refusal.value.offset < len(data) + 40


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<DmfAOriginal", b"<DmfAOriginal>", b"<DmfAOriginal></DmfAOriginal>",
             b"<DmfAOriginal/>", b"<DmfAUpdate></DmfAUpdate>",
             b"<DmfAOriginal><Form/></DmfAOriginal>", b"<DmfAOriginal><Form></Form",
             b"<DmfAOriginal><Form/", b"\x00" * 100],
)  # fmt: skip
def test_the_end_may_come_at_any_byte(data: bytes) -> None:
    with pytest.raises(NotReadableError):
        read(data, MODELS[0])
