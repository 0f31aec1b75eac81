"""The published schemas say what the official ones say, about sound files and about spoilt ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import product
from typing import Any

import pytest
from lxml import etree

from declarations.glossary.catalog import glossaries, glossary
from declarations.glossary.fields import problem_of
from declarations.glossary.json_schema import Names, json_schema
from declarations.glossary.model import Block, Glossary, Zone
from declarations.glossary.xsd import xml_schema
from declarations.hiring.json_form import WHOLE
from tests.channels.test_schema_verdicts import MUTATIONS, Mutation, spoilt
from tests.glossary.official import REFERENCE, official

MODELS = {model.flow: model for model in glossaries()}
OFFICIAL = {
    "dimona": "Dimona_20231",
    "acrf": "ACRF_20231",
    "notification": "NOTIFICATION_20223",
    "idflux": "IDFLUX_20231",
    "personnel_file_request": "PersonnelFileConsultationRequest_20231",
    "personnel_file_answer": "PersonnelFileConsultationAnswer_20223",
}
DIMONA = glossary("dimona", "2023/1")
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
VALUES = ("", "0", "-1", "x", "12345678901234567890", "2026-02-30", "99:99", "É", "a" * 600)


@cache
def official_schema(flow: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(official(f"schemas/{OFFICIAL[flow]}.xsd")))


@cache
def our_schema(flow: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(xml_schema(MODELS[flow])))


def samples(model: Glossary) -> list[bytes]:
    official("examples")
    found = sorted((REFERENCE / "examples").glob(f"{model.root}_*.xml"))
    assert found
    return [path.read_bytes() for path in found]


def variations(sample: bytes) -> Iterator[etree._Element]:
    """A sample without, with two of, with another order of, with other text in each element."""
    whole = etree.fromstring(sample)
    for index in range(1, sum(1 for _ in whole.iter("*"))):
        for change in range(4 + len(VALUES)):
            copy = deepcopy(whole)
            element = list(copy.iter("*"))[index]
            above, following = element.getparent(), element.getnext()
            assert above is not None
            if change == 0:
                above.remove(element)
            elif change == 1:
                element.addnext(deepcopy(element))
            elif change == 2 and following is not None:
                following.addnext(element)
            elif change == 3:
                element.tag = "Unknown"
            elif change > 3 and not len(element):
                element.text = VALUES[change - 4]
            yield copy


def test_all_flows_are_held() -> None:
    assert set(MODELS) == set(OFFICIAL)


@pytest.mark.parametrize("flow", OFFICIAL)
def test_the_official_samples_are_valid(flow: str) -> None:
    for sample in samples(MODELS[flow]):
        root = etree.fromstring(sample)
        assert our_schema(flow).validate(root), our_schema(flow).error_log


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("action", DIMONA.actions)
def test_the_same_spoilt_declarations_are_refused(action: str, mutation: Mutation) -> None:
    for place, data, _ in spoilt(action, mutation):
        root = etree.fromstring(data)
        verdicts = [schema("dimona").validate(root) for schema in (our_schema, official_schema)]
        assert verdicts[0] == verdicts[1], place


@pytest.mark.parametrize("flow", sorted(set(OFFICIAL) - {"dimona"}))
def test_the_same_variations_of_the_samples_are_refused(flow: str) -> None:
    refused = 0
    for sample in samples(MODELS[flow]):
        for root in variations(sample):
            ours = our_schema(flow).validate(root)
            assert ours == official_schema(flow).validate(root), etree.tostring(root)
            refused += not ours
    assert refused > 50


@pytest.mark.parametrize("flow", OFFICIAL)
def test_blocks_and_zones_have_the_official_numbers(flow: str) -> None:
    schema = etree.parse(official(f"schemas/{OFFICIAL[flow]}.xsd")).getroot()
    numbers = {
        element.get("name"): element.findtext(f"{SCHEMA}annotation/{SCHEMA}documentation")
        for element in schema.findall(f"{SCHEMA}element")
    }
    ours = {label: element.number for label, element in MODELS[flow].elements.items()}
    assert ours == {label: numbers[label] for label in ours}
    # What the official schema describes without using it anywhere is not in our tree.
    used = {ref.get("ref") for ref in schema.iter(f"{SCHEMA}element") if ref.get("ref")}
    assert used - set(ours) <= {"ProvisionalNSSONbr"}


def json_values(part: Names, schema: dict[str, Any]) -> Iterator[tuple[Zone, dict[str, Any]]]:
    """Each zone of the tree of JSON names with its schema."""
    for name, member in part.members.items():
        inside = schema["properties"][name]
        element = DIMONA.element(member if isinstance(member, str) else member.label)
        if isinstance(element, Block):
            yield from json_values(member, inside)
        else:
            yield element, inside


def accepts(schema: dict, value: str) -> bool:
    """The keywords of the published schema that speak of a text."""
    if "enum" in schema:
        return value in schema["enum"]
    short = len(value) >= schema.get("minLength", 0)
    long = len(value) <= schema.get("maxLength", len(value))
    return short and long and bool(re.search(schema.get("pattern", ""), value))


def test_the_json_schema_names_every_field_of_the_interface() -> None:
    schema = json_schema(DIMONA, WHOLE, "https://solida.example/schema.json")
    assert schema["$schema"].endswith("2020-12/schema")
    assert {"required": ["dimonaIn", "worker"]} in schema["oneOf"]
    assert schema["properties"]["dimonaOut"]["required"] == ["periodId", "endDate"]
    assert schema["properties"]["dimonaIn"]["allOf"] == [
        {"not": {"required": ["plannedHoursNumber", "plannedDaysNumber"]}}
    ]
    assert len(list(json_values(WHOLE, schema))) > 40


def test_the_json_schema_accepts_what_the_model_accepts() -> None:
    """A schema cannot count check digits or days; it may accept more, but never less."""
    schema = json_schema(DIMONA, WHOLE, "https://solida.example/schema.json")
    values = (*VALUES, "403019261", "0403019261", "85073003328", "0830", "2026-12-01", "OTH", "7")
    refused = 0
    for (zone, described), value in product(json_values(WHOLE, schema), values):
        right = problem_of(zone, value) is None
        assert accepts(described, value) or not right, (zone.label, value)
        refused += not accepts(described, value)
    assert refused > 200
