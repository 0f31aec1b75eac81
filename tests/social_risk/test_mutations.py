"""Forms spoilt by the model of each scenario: the anomaly that the model promises, and no error."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from lxml import etree

from declarations.glossary.model import Block, Zone
from declarations.social_risk.reading import open_risks
from declarations.social_risk.scenarios import Scenario, scenarios
from tests.social_risk.samples import form, xml

every = pytest.mark.parametrize("scenario", scenarios().values(), ids=lambda each: each.code)
Spoilt = tuple[etree._Element, set[str]]


def codes(scenario: Scenario, root: etree._Element) -> set[str]:
    opened = open_risks(etree.tostring(root))
    found = [*opened.findings, *(f for each in opened.forms() for f in each.findings)]
    return {each.code for each in found}


def zones(scenario: Scenario, root: etree._Element) -> Iterator[tuple[etree._Element, Zone]]:
    for element in root.iter("*"):
        known = scenario.model.elements.get(str(element.tag))
        if isinstance(known, Zone):
            yield element, known


def _copies(scenario: Scenario) -> Iterator[tuple[etree._Element, etree._Element, Zone]]:
    """For each zone of the fullest form: a copy of the form, and the zone in it."""
    root = etree.fromstring(xml(scenario, form(scenario, full=True)))
    for place in range(len(list(zones(scenario, root)))):
        copy = deepcopy(root)
        element, zone = list(zones(scenario, copy))[place]
        yield copy, element, zone


def _member(scenario: Scenario, element: etree._Element) -> tuple[Block, int]:
    above = element.getparent()
    assert above is not None
    block = scenario.model.blocks[str(above.tag)]
    return block, block.places[str(element.tag)][1].lowest


def missing(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        block, lowest = _member(scenario, element)
        if lowest and not block.ways:
            element.getparent().remove(element)  # type: ignore[union-attr]
            yield root, {f"{zone.number}-001"}


def too_long(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        if zone.longest and zone.type in ("number", "text"):
            element.text = "9" * (zone.longest + 1)
            yield root, {f"{zone.number}-093"}


def wrong_type(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        if zone.type == "number":
            element.text = "x"
            yield root, {f"{zone.number}-002", f"{zone.number}-093"}
        elif zone.type not in ("text", "letter"):
            element.text = "tomorrow"
            yield root, {f"{zone.number}-{problem}" for problem in ("003", "008", "093")}


def out_of_domain(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        outside = [code for code in map(str, range(10)) if code not in zone.codes]
        if zone.codes and zone.type == "number" and outside:
            element.text = outside[-1]
            yield root, {f"{zone.number}-{problem}" for problem in ("003", "008")}


def in_wrong_order(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        above = element.getparent()
        if above is not None and above[0] is not element:
            block = scenario.model.blocks[str(above.tag)]
            above.insert(0, element)
            yield root, {f"{block.number}-091"}
            assert zone


def duplicated(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, zone in _copies(scenario):
        element.addnext(deepcopy(element))
        yield root, {f"{zone.number}-090"}


def unknown(scenario: Scenario) -> Iterator[Spoilt]:
    for root, element, _zone in _copies(scenario):
        block, _lowest = _member(scenario, element)
        element.tag = "Nothing"
        yield root, {f"{block.number}-092"}


MUTATIONS = (missing, too_long, wrong_type, out_of_domain, in_wrong_order, duplicated, unknown)


@every
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__)
def test_a_spoilt_form_gets_the_anomaly_of_its_mistake(
    scenario: Scenario, mutation: object
) -> None:
    tried = 0
    for root, expected in mutation(scenario):  # type: ignore[operator]
        found = codes(scenario, root)
        assert found & expected, (etree.tostring(root)[:200], expected, found)
        tried += 1
    assert tried > 1
