"""Reading forms of every scenario: right ones, written alike or not, and files that are none."""

from __future__ import annotations

import pytest
from lxml import etree

from declarations.glossary.xsd import xml_schema
from declarations.social_risk.reading import ReadForm, open_risks
from declarations.social_risk.scenarios import Scenario, of_root, scenarios
from tests.glossary.official import official
from tests.social_risk.samples import form, xml

ALL = list(scenarios().values())
every = pytest.mark.parametrize("scenario", ALL, ids=lambda each: each.code)


def read(data: bytes) -> list[ReadForm]:
    opened = open_risks(data)
    assert not opened.findings
    return list(opened.forms())


@every
@pytest.mark.parametrize("full", [False, True])
def test_a_right_form_is_read_as_it_was_made(scenario: Scenario, full: bool) -> None:
    made = form(scenario, full=full)
    (found,) = read(xml(scenario, made))
    assert [(each.code, each.path) for each in found.findings] == []
    assert found.content == made
    assert found.scenario is scenario


@every
def test_it_is_valid_against_the_schema(scenario: Scenario) -> None:
    """Against the official one where it is published, else against that of the model."""
    data = xml(scenario, form(scenario), form(scenario, full=True))
    root = etree.fromstring(data)
    ours = etree.XMLSchema(etree.fromstring(xml_schema(scenario.model)))
    assert ours.validate(root), ours.error_log
    if scenario.code.startswith("ZIMA"):
        path = official(f"schemas/{scenario.code}_20231.xsd")
        theirs = etree.XMLSchema(etree.parse(path))
        assert theirs.validate(root), theirs.error_log


@every
def test_forms_that_are_written_alike_are_read_alike(scenario: Scenario) -> None:
    """By the template of the first: also the wrong values among them, and their lines."""
    right, wrong = form(scenario, full=True), form(scenario, full=True)
    wrong["FormCreationHour"] = "08:46:00.000"
    lines = xml(scenario, right, right, wrong, right).decode()
    spoilt = lines.replace("08:46:00.000", "half past eight").encode()
    forms = read(spoilt)
    (alone,) = read(xml(scenario, right))
    assert [each.content for each in (forms[1], forms[3])] == [alone.content] * 2
    assert [len(each.findings) for each in forms] == [0, 0, 1, 0]
    (finding,) = forms[2].findings
    assert finding.path == "Form/FormCreationHour"
    assert (
        spoilt.decode().splitlines()[(finding.line or 0) - 1].strip().startswith("<FormCreationH")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-008"),
        (b"nothing", "FILE-001"),
        (b"<WECH001><Form></WECH001>", "FILE-001"),
        (b"<WECH001/>", "FILE-001"),
        (b"<WECH001></WECH001>", "90059-001"),
        (b"<DmfAOriginal><Form/></DmfAOriginal>", "90372-089"),
        (b"<WECH001><Other/></WECH001>", "90103-255"),
        (b"<WECH001><Form></Form></WECH002>", "FILE-001"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><WECH001><Form></Form></WECH001>', "FILE-002"),
        (b"\xff\xfe<WECH001>", "FILE-004"),
    ],
)
def test_a_file_that_is_none_says_why(data: bytes, code: str) -> None:
    (finding,) = open_risks(data).findings
    assert finding.code == code


def test_a_form_that_is_no_xml_is_refused_alone() -> None:
    scenario = of_root("ZIMA006")
    assert scenario is not None
    data = xml(scenario, form(scenario), form(scenario)).decode()
    broken = data.replace("<INSS>", "<INSS", 1).encode()
    first, second = read(broken)
    assert [each.code for each in first.findings] == ["FILE-001"]
    assert second.findings == ()
    (commented,) = read(xml(scenario, form(scenario)).replace(b"<Form>", b"<!-- a --><Form>"))
    assert commented.findings == ()
