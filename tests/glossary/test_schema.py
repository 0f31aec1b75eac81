"""The published schemas: which there are, and what they say of files and of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from lxml import etree

from declarations.glossary.catalog import glossaries, glossary
from declarations.glossary.fields import problem_of
from declarations.glossary.json_schema import Names, json_schema
from declarations.glossary.model import Block, Zone
from declarations.glossary.reading import file_name
from declarations.glossary.xsd import xml_schema
from declarations.hiring.json_form import WHOLE
from tests.channels.test_schema_verdicts import MUTATIONS, Mutation, spoilt
from tests.glossary.official import OFFICIAL, official
from tests.glossary.test_equality import model_of, schemas

DIMONA = glossary("dimona", "2023/1")
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
VALUES = ("", "0", "-1", "x", "12345678901234567890", "2026-02-30", "99:99", "É", "a" * 600)


def test_every_version_is_held_to_its_official_schema() -> None:
    held = {file_name(model.flow, model.version) for model in glossaries()}
    # Of the first only an example is published beside the project, of the others the glossary.
    only = {name for name in held if name.startswith(("wech", "aoat"))}
    assert held - set(OFFICIAL) == {"dmfa_update_2022_3", *only}
    assert len(only) == 11


def test_the_official_change_of_wages_is_valid() -> None:
    """Also in the later version, which asks for nothing more."""
    sample = etree.parse(official("examples/DmfAUpdate_20223_1.xml"))
    for version in ("2022/3", "2023/1"):
        schema = etree.XMLSchema(etree.fromstring(xml_schema(glossary("dmfa_update", version))))
        assert schema.validate(sample), schema.error_log


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("action", DIMONA.actions)
def test_the_same_spoilt_declarations_are_refused(action: str, mutation: Mutation) -> None:
    for place, data, _ in spoilt(action, mutation):
        root = etree.fromstring(data)
        verdicts = [schema.validate(root) for schema in schemas("dimona_2023_1")]
        assert verdicts[0] == verdicts[1], place


@pytest.mark.parametrize("name", OFFICIAL)
def test_blocks_and_zones_have_the_official_numbers(name: str) -> None:
    schema = etree.parse(official(f"schemas/{OFFICIAL[name]}.xsd")).getroot()
    numbers = {
        element.get("name"): element.findtext(f"{SCHEMA}annotation/{SCHEMA}documentation")
        for element in schema.findall(f"{SCHEMA}element")
    }
    ours = {label: element.number for label, element in model_of(name).elements.items()}
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
