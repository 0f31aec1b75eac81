"""The checks of one declaration by itself, without any register.

A declaration is an action and its canonical content: a nested dict keyed by XML label with string
values, exactly as the information model names them:

    {"StartingDate": "2026-02-02",
     "EmployerId": {"NOSSRegistrationNbr": "175110801"},
     "NaturalPerson": {"INSS": "…"},
     "DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "OTH"}}

Leave out what was not answered: an empty value counts as a field that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from declarations.glossary.catalog import glossary
from declarations.glossary.fields import Content, check_block, found
from declarations.glossary.findings import Finding
from declarations.glossary.rules import RULES
from declarations.glossary.subject import Subject

__all__ = ["Content", "Finding", "check_fields", "check_structure"]

BELGIUM: Final = ZoneInfo("Europe/Brussels")


def check_structure(action: str, content: Content) -> list[Finding]:
    """Presence, type, length, range, pattern, domain and check digits, from the model alone."""
    model = glossary("dimona", "2023/1")
    if action not in model.actions:
        known = action if action in model.blocks else model.form
        problem = "092" if action in model.blocks else "134"
        return [found(f"{model.blocks[known].number}-{problem}", action)]
    return list(check_block(model, action, content, action))


def check_fields(
    action: str,
    content: Content,
    *,
    on: date | None = None,
    local_authority: bool = False,
    lines: Mapping[str, int] | None = None,
) -> list[Finding]:
    """Every mistake that one declaration shows by itself: its fields, then the rules between them.

    `on` is the day of the declaration (today in Belgium when absent). Local authorities declare no
    joint committee. `lines` gives the line of each path in the file that the content was read from.
    """
    findings = check_structure(action, content)
    model = glossary("dimona", "2023/1")
    if action in model.actions and isinstance(content, dict):
        day = on or datetime.now(BELGIUM).date()
        declared = Subject(model, action, content, day, local_authority)
        seen = {(finding.code, finding.path) for finding in findings}
        for rule in RULES[action]:
            findings += [f for f in rule(declared) if (f.code, f.path) not in seen]
    return [replace(f, line=line_of(f.path, lines or {})) for f in findings]


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a path, or of the nearest block around it that is in the file."""
    while path and path not in lines:
        path = path.rpartition("/")[0]
    return lines.get(path)
