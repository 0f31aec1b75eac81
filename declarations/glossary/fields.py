"""One field, one block: what the model alone says about it, whatever the flow.

Type and length give the general codes 002 and 093. A value outside its domain gives 003 or 008 and
wrong check digits 004 or 003, whichever the official glossary lists for the zone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any, Final, TypeAlias

from declarations.glossary.catalog import anomaly
from declarations.glossary.findings import Finding
from declarations.glossary.model import Block, CheckDigits, Glossary, Member, Zone
from portal.people import numbers

Content: TypeAlias = "dict[str, str | Content | list[Content]]"

CHECK_DIGITS: Final[Mapping[CheckDigits, Callable[[str], str]]] = {
    "inss": numbers.clean_inss,
    "enterprise": numbers.clean_enterprise,
    "nsso": numbers.clean_nsso,
    "provisional_nsso": numbers.clean_provisional_nsso,
    # A number may come without its leading zeros.
    "dimona_period": lambda value: numbers.clean_dimona_period_id(value.zfill(12)),
}
ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNPRINTABLE: Final = ("Cc", "Cs", "Co", "Cn")
# Marks that turn the reading direction can make a name look like another one.
DIRECTION_MARKS: Final = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
VALUE_SHOWN: Final = 100


def found(code: str, path: str, value: object = "", line: int | None = None) -> Finding:
    """A finding with the class that the catalogue gives to the code."""
    shown = value if isinstance(value, str) else ""
    return Finding(code, anomaly(code).anomaly_class, path, shown[:VALUE_SHOWN], line)


def check_block(model: Glossary, label: str, content: Any, path: str) -> Iterator[Finding]:
    """Presence, cardinality and unknown names in a block, and everything below it."""
    block = model.blocks[label]
    if not isinstance(content, dict):
        yield found(f"{block.number}-003", path, content)
        return
    for name in content:
        if name not in block.places:
            yield found(f"{block.number}-092", path, str(name))
    names = frozenset(content)
    way = block.way(names)
    for member in way:
        # Most members of a block are optional and absent: nothing can be wrong with those.
        if member.lowest or not names.isdisjoint(member.labels):
            yield from _check_member(model, block, member, content, path)
    if block.ways:
        expected = {label for member in way for label in member.labels}
        for name in content:
            if name in block.places and name not in expected:
                yield found(f"{model.element(name).number}-005", f"{path}/{name}")


def _check_member(
    model: Glossary, block: Block, member: Member, content: Content, path: str
) -> Iterator[Finding]:
    present = [label for label in member.labels if label in content]
    if not present and member.lowest:
        yield found(f"{model.element(member.label).number}-001", f"{path}/{member.label}")
    if member.of and len(present) > (member.highest or len(present)):
        yield found(f"{block.number}-090", path, present[-1])
    for label in present:
        here, element = f"{path}/{label}", model.element(label)
        values = content[label]
        entries = values if isinstance(values, list) else [values]
        if member.highest is not None and len(entries) > member.highest:
            problem = "090" if member.highest else "005"
            yield found(f"{element.number}-{problem}", here)
        elif isinstance(element, Block):
            for entry in entries:
                yield from check_block(model, label, entry, here)
        else:
            for entry in entries:
                yield from _check_zone(element, member, entry, here)


def _check_zone(zone: Zone, member: Member, value: object, path: str) -> Iterator[Finding]:
    problem = problem_of(zone, value, optional=not member.lowest)
    if problem is None and member.codes and value not in member.codes:
        problem = _domain(zone)
    if problem is not None:
        yield found(f"{zone.number}-{problem}", path, value)


def problem_of(zone: Zone, value: object, *, optional: bool = False) -> str | None:
    """The three-digit problem of a value in a zone, or None. An empty text may stand for nothing
    only where nothing is asked."""
    if not isinstance(value, str):
        return "002" if zone.type == "number" else "003"
    if not value.strip():
        return None if optional and zone.type == "text" and not zone.shortest else "001"
    if zone.zero_is_absent and value == "0":
        return None
    return _form(zone, value) or _content(zone, value)


def _form(zone: Zone, value: str) -> str | None:
    """Type and length."""
    if zone.type == "number" and not (value.isascii() and value.isdigit()):
        return "002"
    length = len(value.lstrip("0")) if zone.type == "number" else len(value)
    if length < zone.shortest or (zone.longest is not None and length > zone.longest):
        return "093"
    readable = zone.type == "number" or READERS[zone.type](value)
    return None if readable else _domain(zone)


def _content(zone: Zone, value: str) -> str | None:
    """Range, pattern, codes and check digits of a value of the right type and length."""
    if zone.type in ("number", "year") and not _in_range(zone, int(value)):
        return _domain(zone)
    if zone.pattern and not zone.pattern.fullmatch(value):
        return _domain(zone)
    plain = (value.lstrip("0") or "0") if zone.type == "number" else value
    if zone.codes and plain not in zone.codes:
        return _domain(zone)
    return _check_digits(zone, value)


def _in_range(zone: Zone, value: int) -> bool:
    above = zone.lowest is None or value >= zone.lowest
    return above and (zone.highest is None or value <= zone.highest)


def _check_digits(zone: Zone, value: str) -> str | None:
    if zone.check_digits is None:
        return None
    try:
        CHECK_DIGITS[zone.check_digits](value)
    except numbers.InvalidNumber:
        return _listed(zone, "004", "003")
    return None


def _domain(zone: Zone) -> str:
    return _listed(zone, "003", "008")


def _listed(zone: Zone, *problems: str) -> str:
    return next((p for p in problems if f"{zone.number}-{p}" in zone.listed), problems[0])


def _is_text(value: str) -> bool:
    return (value.isascii() and value.isprintable()) or not any(
        unicodedata.category(letter) in UNPRINTABLE or letter in DIRECTION_MARKS for letter in value
    )


def _is_date(value: str) -> bool:
    return bool(ISO_DATE.fullmatch(value)) and _parses(date.fromisoformat, value)


def _is_birth_date(value: str) -> bool:
    year_only = ISO_DATE.fullmatch(value) and value.endswith("-00-00")
    return bool(year_only) or _is_date(value)


def _is_time(value: str) -> bool:
    return _parses(time.fromisoformat, value)


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "text": _is_text,
    "letter": str.isalpha,
    "date": _is_date,
    "birth_date": _is_birth_date,
    "time": _is_time,
    "month": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])").fullmatch,
    "year": re.compile(r"[0-9]{4}").fullmatch,
    # Of a leap year, since the year is said elsewhere.
    "day_of_year": lambda value: value.startswith("--") and _is_date(f"2024{value[1:]}"),
    "boolean": ("0", "1", "true", "false").__contains__,
}
