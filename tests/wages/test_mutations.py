"""Every field of the quarterly declaration spoilt in each way: the official code, no exception.

What the strict reader does not take is explained by the model; what it takes is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from declarations.glossary.catalog import code_list, glossary
from declarations.glossary.findings import Finding
from declarations.glossary.model import Member, Zone
from declarations.wages.batch import ABSENT, PLACES, Batch
from declarations.wages.judging import findings_of, judge
from declarations.wages.known import Known
from declarations.wages.layout import DATE, NUMBER
from declarations.wages.reading import NotReadableError, read
from declarations.wages.rewriting import read_otherwise
from declarations.wages.rules.identity import CHECKED
from tests.wages.mutations import Place, places
from tests.wages.whole import whole

MODEL = glossary("dmfa", "2023/1")
TODAY = date(2023, 5, 1)
Spoilt = tuple[str, set[str]]  # the file, and the codes of which one is expected


@cache
def sound() -> str:
    """A file that the schema takes, with every field in it."""
    return whole("dmfa", "2023/1").decode()


def checked(text: str) -> list[Finding]:
    """What reading and judging together find in a file, without any register."""
    data = text.encode()
    try:
        batch, findings = read(data, MODEL), []
    except NotReadableError:
        explained = read_otherwise(data, MODEL)
        findings = [finding for found in explained.findings.values() for finding in found]
        if explained.batch is None:
            return findings
        batch = explained.batch
    return findings + findings_of(batch, judge(batch, Known.without_registers(batch, TODAY)))


def fields() -> Iterator[tuple[Place, Zone, Member]]:
    """Every field of the file, each at each of its places."""
    for place in places(sound()):
        block, zone = place.path.split("/")[-2:-1], MODEL.zones.get(place.label)
        if zone is not None:
            yield place, zone, MODEL.blocks[block[0]].places[place.label][1]


def with_value(place: Place, value: str) -> str:
    """The file with another value of a field."""
    text = sound()
    return text[: place.inside] + value + text[place.close :]


def element(place: Place, times: int) -> str:
    """The file with a field so many times."""
    text = sound()
    return text[: place.start] + text[place.start : place.end] * times + text[place.end :]


def codes(zone: Zone, *problems: str) -> set[str]:
    """The codes of a field; of 003 and 008 the one that the glossary lists for it."""
    listed = [problem for problem in problems if f"{zone.number}-{problem}" in zone.listed]
    return {f"{zone.number}-{problem}" for problem in listed or problems}


def missing() -> Iterator[Spoilt]:
    for place, zone, member in fields():
        if member.lowest and not member.of:
            yield element(place, 0), codes(zone, "001")


def missing_at_the_end() -> Iterator[Spoilt]:
    """A block that ends before the field that it needs."""
    text = sound()
    for place, zone, member in fields():
        if member.lowest:
            close = text.index(f"</{place.path.split('/')[-2]}>", place.end)
            yield text[: place.start] + text[close:], {f"{zone.number}-001"}


def doubled() -> Iterator[Spoilt]:
    for place, zone, member in fields():
        if member.highest == 1:
            yield element(place, 2), codes(zone, "090")


def too_long() -> Iterator[Spoilt]:
    for place, zone, _member in fields():
        if zone.longest and zone.type in ("number", "text") and not zone.codes:
            letter = "9" if zone.type == "number" else "x"
            yield with_value(place, letter * (zone.longest + 1)), codes(zone, "093")


def not_numeric() -> Iterator[Spoilt]:
    for place, zone, _member in fields():
        if zone.type == "number":
            yield with_value(place, "1O"), codes(zone, "002")


def not_a_date() -> Iterator[Spoilt]:
    for place, zone, _member in fields():
        if zone.type == "date":
            yield with_value(place, "2023-02-30"), codes(zone, "003", "008")


def out_of_domain() -> Iterator[Spoilt]:
    """One more than the highest value, one less than the lowest, and a code that is none."""
    for place, zone, _member in fields():
        for bound in (zone.highest, None if not zone.lowest else zone.lowest - 2):
            if zone.type == "number" and bound is not None:
                value = str(bound + 1).zfill(zone.longest or 1)
                longer = len(value.lstrip("0")) > (zone.longest or 0)
                yield with_value(place, value), codes(zone, "093" if longer else "008", "003")
        if zone.codes and zone.type == "text":
            yield with_value(place, "?" * (zone.longest or 1)), codes(zone, "008", "003")


def unknown_codes() -> Iterator[Spoilt]:
    """A number that the schema takes and no list holds."""
    for place, zone, _member in fields():
        if zone.code_list and zone.type == "number" and not zone.codes:
            held = {int(code.code) for code in code_list(zone.code_list).codes}
            free = next(number for number in range(1, 10_000) if number not in held)
            yield with_value(place, str(free).zfill(zone.longest or 1)), codes(zone, "008")


def misplaced() -> Iterator[Spoilt]:
    """A field after the one that follows it: one is in the wrong place, or missing there."""
    text, listed = sound(), list(fields())
    for (place, zone, _), (after, next_zone, _) in pairwise(listed):
        between = text[place.end : after.start]
        if between.strip() or zone is next_zone:
            continue
        moved = text[after.start : after.end] + between + text[place.start : place.end]
        spoilt = text[: place.start] + moved + text[after.end :]
        yield spoilt, {f"{zone.number}-091", f"{next_zone.number}-091", f"{zone.number}-001"}


def wrong_digits() -> Iterator[Spoilt]:
    for place, zone, _member in fields():
        block = place.path.split("/")[-2]
        if any(label.endswith(block) and name == zone.label for label, name in CHECKED):
            yield with_value(place, "1" * (zone.longest or 1)), codes(zone, "004")


WAYS: list[Callable[[], Iterator[Spoilt]]] = [
    missing,
    missing_at_the_end,
    doubled,
    too_long,
    not_numeric,
    not_a_date,
    out_of_domain,
    unknown_codes,
    misplaced,
    wrong_digits,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_spoilt_has_its_official_code(way: Callable[[], Iterator[Spoilt]]) -> None:
    unseen = []
    for number, (spoilt, expected) in enumerate(way()):
        found = {finding.code for finding in checked(spoilt)}
        if not found & expected:
            unseen.append((number, sorted(expected), sorted(found)))
    assert unseen == []


def test_every_field_of_the_declaration_is_spoilt() -> None:
    used = {zone.label for _place, zone, _member in fields()}
    never = {
        label
        for block in MODEL.blocks.values()
        for label, (_place, member) in block.places.items()
        if label in MODEL.zones and member.highest == 0
    }
    assert set(MODEL.zones) - used - never <= {"StudentHoursNbr"}


def shaken(batch: Batch, chance: np.random.Generator) -> Batch:
    """A batch with the ends of what the schema allows, or nothing, in each number and date."""

    def other(label: str, kind: int, column: np.ndarray) -> np.ndarray:
        zone = MODEL.zones[label]
        most = zone.highest or 10 ** (zone.longest or 1) - 1
        numbers = [ABSENT, zone.lowest or 0, most // 2, most, *map(int, column[:3])]
        days = [np.iinfo(np.int64).min, -(10**6), 0, 19_400, 10**6]
        kinds = {NUMBER: numbers, DATE: days}
        same = kind not in kinds or label == "Quarter"  # which the schema bounds by itself
        return column if same else chance.choice(kinds[kind], len(column))

    def rows(number: int) -> np.ndarray:
        columns = batch.blocks[number].columns.copy()
        for column, (zone, kind) in enumerate(batch.blocks[number].node.kinds.items(), PLACES):
            columns[column] = other(zone, kind, columns[column])
        return columns

    blocks = [replace(each, columns=rows(number)) for number, each in enumerate(batch.blocks)]
    return replace(batch, blocks=tuple(blocks))


@pytest.mark.filterwarnings("error")
def test_whatever_stands_there_is_judged_without_a_complaint() -> None:
    batch, chance = read(sound().encode(), MODEL), np.random.default_rng(2023)
    for _ in range(30):
        other = shaken(batch, chance)
        hits = judge(other, Known.without_registers(other, TODAY))
        assert findings_of(other, hits)
