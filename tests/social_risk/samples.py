"""Forms for tests, made from the information model: the smallest, and the fullest that is right."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone
from lxml import etree

from declarations.channels.writing import block
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Zone
from declarations.social_risk.scenarios import Scenario

VALUES = (
    *("1", "0", "001", "015", "2026-03-02", "2026-03", "2026", "--03-02", "08:45:00.000", "0830"),
    *("1985-07-30", "85073003328", "0403019261", "175110801", "2000000141", "124", "124.01.01"),
    *("000000000165", "20261", "A", "a@solida.example", "2.1", "100", "38", "12345", "3800"),
)


# The declaration with which it all began, as another scenario names it.
BEGUN = {"ReferenceType": "4", "ReferenceOrigin": "2", "ReferenceNbr": "1" * 20}
# What a form needs to say anything, although its model lets it be left out.
WANTED = ("INSS", "WorkerRecordLink", "WorkerRecord", "Occupation", "RiskDetail")


def value_of(zone: Zone) -> str:
    """A value that a zone takes: of the right length where it is wanted long."""
    tried = (*zone.codes, *VALUES, "1" * (zone.shortest or 1), "7" * (zone.longest or 1))
    return next(value for value in tried if problem_of(zone, value) is None)


@cache
def _content(scenario: Scenario, label: str, full: bool) -> Mapping[str, Any]:
    described, content = scenario.model.blocks[label], {}
    for member in described.ways[0] if described.ways else described.members:
        name = member.labels[0]
        if member.highest == 0 or not (member.lowest or full or name in WANTED):
            continue
        element = scenario.model.element(name)
        made: Any = (
            dict(_content(scenario, name, full))
            if isinstance(element, Block)
            else next(iter(member.codes), value_of(element))
        )
        several = member.highest is None or member.highest > 1
        content[name] = [made] * max(member.lowest, 1) if several else made
    return content


def form(scenario: Scenario, *, full: bool = False) -> dict[str, Any]:
    """The content of a form that the model finds nothing wrong with."""
    content = deepcopy(dict(_content(scenario, "Form", full)))
    content |= {"FormCreationDate": timezone.localdate().isoformat(), "AttestationStatus": "0"}
    if scenario.related:
        content["Reference"] = [BEGUN]
    return content


def xml(scenario: Scenario, *forms: Mapping[str, Any]) -> bytes:
    """A file with these forms, as a program writes it."""
    root = etree.Element(scenario.code)
    root.extend(block(scenario.model, "Form", each) for each in forms)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def changed(content: Any, values: Mapping[str, str]) -> Any:
    """A content in which each zone that is named has the value that is given, wherever it is."""
    if isinstance(content, list):
        return [changed(each, values) for each in content]
    if isinstance(content, Mapping):
        return {
            name: values.get(name, value) if isinstance(value, str) else changed(value, values)
            for name, value in content.items()
        }
    return content


def days_in(content: Any, month: date, days: Mapping[int, tuple[str, int]]) -> Any:
    """A content whose period holds these days: the code and hundredths of hours of each."""
    if isinstance(content, list):
        return [days_in(each, month, days) for each in content]
    if not isinstance(content, Mapping):
        return content
    made = {name: days_in(value, month, days) for name, value in content.items()}
    if "RefEndingDate" in made:
        held = [
            {
                "DayIndicator": f"--{month:%m}-{day:02}",
                "DayNatureCode": code,
                "HoursNumber": str(hours),
            }
            for day, (code, hours) in days.items()
        ]
        span = {name: made.pop(name) for name in ("RefStartingDate", "RefEndingDate")}
        return {**span, **made, "NatureOfDay": held}
    return made
