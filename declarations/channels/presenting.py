"""How declarations and their anomalies are written on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from declarations.channels.models import Declaration
from declarations.glossary.catalog import code_list, glossary
from declarations.glossary.fields import problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Zone
from portal.people.numbers import format_inss

CODE_LISTS = {"WorkerType": "worker_types", "JointCommissionNbr": "joint_committees"}


@dataclass(frozen=True)
class Anomaly:
    """An anomaly as a page shows it; `place` in words, `path` in the names of the message."""

    code: str
    title: str
    explanation: str
    place: str
    path: str
    line: int | None
    blocking: bool


def anomaly_rows(findings: Iterable[Finding]) -> list[Anomaly]:
    """Return anomalies with their texts in the active language."""
    return [
        Anomaly(
            found.code,
            found.title,
            found.explanation,
            place_of(found.path),
            found.path,
            found.line,
            found.blocking,
        )
        for found in findings
    ]


def place_of(path: str) -> str:
    """Return where a path leads, in words: "Start of employment, Worker, National number"."""
    model = glossary("dimona", "2023/1")
    known = model.blocks.keys() | model.zones.keys()
    return ", ".join(model.element(label).title for label in path.split("/") if label in known)


def action_title(action: str) -> str:
    """Return what a declaration declares; an action that no message knows has no name."""
    blocks = glossary("dimona", "2023/1").blocks
    return blocks[action].title if action in blocks else gettext("Unknown declaration")


def content_rows(declaration: Declaration) -> list[dict[str, Any]]:
    """Return what was declared, as rows for a summary list, in the order of the message."""
    model = glossary("dimona", "2023/1")
    if declaration.action not in model.actions:
        return []
    values = dict(_flat(declaration.content, declaration.action))
    return [
        {"label": element.title, "value": value_words(element, values[path])}
        for path, _member, element in model.walk(declaration.action)
        if isinstance(element, Zone) and path in values
    ]


def value_words(zone: Zone, value: str) -> str:
    """Return a value as people write it; one that is wrong stays as it was sent."""
    if problem_of(zone, value):
        return value
    if zone.type == "date":
        return date_format(date.fromisoformat(value))
    if zone.label in ("StartingHour", "EndingHour"):
        return f"{value[:2]}:{value[2:]}"
    if zone.label in CODE_LISTS:
        return code_list(CODE_LISTS[zone.label])[value].title
    return format_inss(value) if zone.label == "INSS" and len(value) == 11 else value


def worker_words(declaration: Declaration) -> str:
    """Return whom a declaration is about: a known name, else the number that was given."""
    verdict = getattr(declaration, "verdict", None)
    if verdict and verdict.person:
        return str(verdict.person)
    values = dict(_flat(declaration.content, ""))
    number = values.get("/NaturalPerson/INSS") or values.get("/INSS")
    if number:
        return value_words(_zone("INSS"), number)
    period = values.get("/DimonaPeriodId")
    return gettext("Period %(number)s") % {"number": period} if period else "–"


def _zone(label: str) -> Zone:
    return glossary("dimona", "2023/1").zones[label]


def _flat(content: Mapping[str, Any], path: str) -> Iterable[tuple[str, str]]:
    """Each text of the content with its path; a hostile shape has fewer."""
    for label, value in content.items():
        here = f"{path}/{label}"
        if isinstance(value, Mapping):
            yield from _flat(value, here)
        elif isinstance(value, str):
            yield here, value
