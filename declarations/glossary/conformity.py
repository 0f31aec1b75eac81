"""Whether a document follows an information model, told while the document goes by.

`xsd` says the same as a schema, for documents that are small enough to be held. What is asked here
is what the schema language asks, in the reading of the authority's own validator, so that both come
to the same verdict on an odd value: `WHITE` around numbers and dates is no matter, "+5" and
"-0" are numbers, a text is as long as in UTF-16, and the years begin with 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Final, TypeAlias

from declarations.glossary.catalog import glossary
from declarations.glossary.model import Block, Glossary, Member, Zone

WHITE: Final = " \t\r\n"
INTEGER: Final = re.compile(r"[+-]?[0-9]+")
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR: Final = re.compile(r"(?!0000)[0-9]{4}")
DAY_OF_YEAR: Final = re.compile(
    r"--(02-(0[1-9]|[12][0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))"
)
MONTH: Final = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
TIME: Final = re.compile(r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)")
BOOLEAN: Final = re.compile(r"true|false|[01]")
# The digits of a schema's pattern are those that XML 1.0 knows, of many scripts.
DIGIT: Final = "[0-9٠-٩۰-۹०-९০-৯੦-੯૦-૯୦-୯௧-௯౦-౯೦-೯൦-൯๐-๙໐-໙༠-༩]"
BIRTH_DATE: Final = re.compile(f"{DIGIT}{{4}}-{DIGIT}{{2}}-{DIGIT}{{2}}")
SHAPES: Final = {
    "date": DATE,
    "time": TIME,
    "month": MONTH,
    "year": YEAR,
    "day_of_year": DAY_OF_YEAR,
    "boolean": BOOLEAN,
}
REFUSED: Final = -1
TEXTS: Final = ("text", "letter", "birth_date")  # white space is part of these

Place: TypeAlias = tuple[int, int, int]  # which way, which member of it, and how many of that
Accepts: TypeAlias = Callable[[str], bool]


@dataclass
class Content:
    """The order in which the members of a block may come: states, made when they are reached."""

    block: Block
    states: list[frozenset[Place]] = field(default_factory=list)
    steps: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state(frozenset((way, 0, 0) for way in range(len(self.ways))))

    @cached_property
    def ways(self) -> tuple[tuple[Member, ...], ...]:
        """The alternatives; one, where there are none."""
        return self.block.ways or (self.block.members,)

    def after(self, state: int, label: str) -> int:
        """The state in which an element leads; 0 is the first one, `REFUSED` none."""
        known = self.steps[state].get(label)
        if known is None:
            if label not in self.block.places:
                return REFUSED
            reached = frozenset(p for place in self.states[state] for p in self._next(place, label))
            known = self.steps[state][label] = self._state(reached) if reached else REFUSED
        return known

    def missing(self, state: int) -> str:
        """The first thing that must still come, "" when the block may end here."""
        wanted = ""
        for way, place, count in self.states[state]:
            rest = self.ways[way][place:]
            lacking = [m for m in rest if m.lowest > (count if m is rest[0] else 0)]
            if not lacking:
                return ""
            wanted = wanted or lacking[0].labels[0]
        return wanted

    def _state(self, places: frozenset[Place]) -> int:
        if places not in self.states:
            self.states.append(places)
            self.steps.append({})
        return self.states.index(places)

    def _next(self, place: Place, label: str) -> Iterator[Place]:
        way, at, count = place
        for number in range(at, len(self.ways[way])):
            member = self.ways[way][number]
            if label in member.labels and (member.highest is None or count < member.highest):
                # Beyond the lowest, only a limit makes it worth to go on counting.
                enough = member.lowest if member.highest is None else member.highest
                yield way, number, min(count + 1, max(enough, 1))
            if count < member.lowest:
                return
            count = 0


@dataclass
class Grammar:
    """What a model lets stand in each block and zone."""

    model: Glossary

    def __post_init__(self) -> None:
        self.contents = {label: Content(block) for label, block in self.model.blocks.items()}
        self.values = {label: value_of(zone) for label, zone in self.model.zones.items()}


@cache
def grammar_of(flow: str, version: str) -> Grammar:
    """The grammar of a version of a flow; made once."""
    return Grammar(glossary(flow, version))


def value_of(zone: Zone) -> Accepts:
    """What accepts the values of a zone."""
    if zone.type == "number":
        return _number(zone)
    if zone.type in TEXTS:
        return _text(zone)
    return _moment(zone)


def _number(zone: Zone) -> Accepts:
    codes = frozenset(map(int, zone.codes))
    lowest, highest, longest, pattern = zone.lowest, zone.highest, zone.longest, zone.pattern

    def accepts(text: str) -> bool:
        text = text.strip(WHITE)
        if not INTEGER.fullmatch(text) or (pattern and not pattern.fullmatch(text)):
            return False
        digits = text.lstrip("+-").lstrip("0") or "0"
        if longest is not None and len(digits) > longest:
            return False
        value = -int(digits) if text[0] == "-" else int(digits)
        inside = (lowest is None or value >= lowest) and (highest is None or value <= highest)
        return inside and (not codes or value in codes)

    return accepts


def _text(zone: Zone) -> Accepts:
    codes, shortest, longest = frozenset(zone.codes), zone.shortest, zone.longest
    written = zone.pattern and re.compile(zone.pattern.pattern.replace("[0-9]", DIGIT))
    pattern = BIRTH_DATE if zone.type == "birth_date" else written
    letter = zone.type == "letter"

    def accepts(text: str) -> bool:
        length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        if length < shortest or (longest is not None and length > longest):
            return False
        if (letter and not text.isalpha()) or (pattern and not pattern.fullmatch(text)):
            return False
        return not codes or text in codes

    return accepts


def _moment(zone: Zone) -> Accepts:
    shape = SHAPES[zone.type]
    dated, pattern, earliest = zone.type == "date", zone.pattern, zone.earliest

    def accepts(text: str) -> bool:
        text = text.strip(WHITE)
        if not shape.fullmatch(text) or (pattern and not pattern.fullmatch(text)):
            return False
        day = day_of(text) if dated else None
        if zone.type == "year" and not (zone.lowest or 0) <= int(text) <= (zone.highest or 9999):
            return False
        return not dated or (day is not None and (earliest is None or day >= earliest))

    return accepts


def day_of(text: str) -> date | None:
    """A date as XML has it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
