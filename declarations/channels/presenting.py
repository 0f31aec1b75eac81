"""How declarations and their anomalies are written on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext

from declarations.channels.models import Declaration
from declarations.glossary.catalog import code_list, glossaries, glossary, newest, values_of
from declarations.glossary.fields import problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Block, Zone
from portal.dates import date_format
from portal.people.models import Person
from portal.people.numbers import (
    InvalidNumber,
    clean_inss,
    format_enterprise,
    format_inss,
    format_nsso,
)


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
    known = _elements()
    return ", ".join(known[label].title for label in path.split("/") if label in known)


@cache
def _elements() -> dict[str, Block | Zone]:
    """What declarations are made of, by XML name, whatever the flow; that of hiring goes first."""
    first = ("dimona", "dmfa", "dmfa_update")
    models = [*filter(None, map(newest, first)), *glossaries()]
    return {label: each for model in reversed(models) for label, each in model.elements.items()}


def action_title(action: str) -> str:
    """Return what a declaration declares; an action that no message knows has no name."""
    blocks = glossary("dimona", "2023/1").blocks
    if action == "Form":
        return gettext("Social risk")
    return blocks[action].title if action in blocks else gettext("Unknown declaration")


def content_rows(declaration: Declaration) -> list[dict[str, Any]]:
    """Return what was declared, as rows for a summary list, in the order of the message."""
    model = newest(declaration.flow)
    if model is None or declaration.action not in model.actions:
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
    if zone.label in WRITTEN:
        return WRITTEN[zone.label](value)
    return code_words(zone, value)


def code_words(zone: Zone, code: str) -> str:
    """Return a code of a zone in words; a code that has none stays."""
    listed = values_of(zone)
    try:
        return listed[code].title if listed else code
    except KeyError:
        return code


def committee_words(code: str) -> str:
    """Return a joint committee in words, with its number; one that Dimona does not know stays."""
    try:
        title = code_list("joint_committees")[code].title
    except KeyError:
        return code
    return f"{title} ({code})" if code.isdigit() else title


def worker_type_words(code: str) -> str:
    """Return a kind of work in words."""
    return code_list("worker_types")[code].title


def declared_person(declaration: Declaration) -> Person | None:
    """Return whom the number of a declaration stands for, if the register knows it."""
    try:
        return Person.objects.identify(clean_inss(_declared_number(declaration)))
    except InvalidNumber:
        return None


def worker_words(declaration: Declaration, named: bool = True) -> str:
    """Return whom a declaration is about: the name if it may be shown, else what was sent."""
    verdict = getattr(declaration, "verdict", None)
    if named and verdict and verdict.person:
        return str(verdict.person)
    number = _declared_number(declaration)
    if number:
        return value_words(glossary("dimona", "2023/1").zones["INSS"], number)
    period = declaration.content.get("DimonaPeriodId")
    return gettext("Period %(number)s") % {"number": period} if period else "–"


def _declared_number(declaration: Declaration) -> str:
    values = dict(_flat(declaration.content, ""))
    named = (value for path, value in values.items() if path.endswith("/NaturalPerson/INSS"))
    return next(named, "") or values.get("/INSS") or ""


def _hour(value: str) -> str:
    return f"{value[:2]}:{value[2:]}"


WRITTEN: Final[Mapping[str, Callable[[str], str]]] = {
    "WorkerType": worker_type_words,
    "JointCommissionNbr": committee_words,
    "StartingHour": _hour,
    "EndingHour": _hour,
    "INSS": lambda value: format_inss(value.zfill(11)),
    "CompanyID": lambda value: format_enterprise(value.zfill(10)),
    "UsingEmployerCompanyID": lambda value: format_enterprise(value.zfill(10)),
    "NOSSRegistrationNbr": lambda value: format_nsso(value.lstrip("0")),
}


def _flat(content: Mapping[str, Any], path: str) -> Iterable[tuple[str, str]]:
    """Each text of the content with its path; a hostile shape has fewer."""
    for label, value in content.items():
        here = f"{path}/{label}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping):
                yield from _flat(each, here)
        if isinstance(value, str):
            yield here, value
