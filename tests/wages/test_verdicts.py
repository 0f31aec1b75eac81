"""Checking files of quarterly wages: the verdicts of the authority's validator, on any file."""

from __future__ import annotations

import io
import tracemalloc
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import pytest

from declarations.channels.verifying import Check
from declarations.files.checking import check
from declarations.wages.verifying import MOST_FINDINGS, check_wages
from tests.glossary.official import official
from tests.wages.odd_files import ANNA, SOUND, form, original, person
from tests.wages.verdicts import PASSES, cases, expected, letter
from tests.wages.whole import whole

EVERY = 11  # of the spoilt files, one in so many is checked: of each kind, at one place or another
ALL_PASSED = dict.fromkeys(PASSES, True)


def checked(text: str) -> Check:
    return check_wages(io.BytesIO(text.encode()))


def codes(text: str) -> list[tuple[str, str, int | None]]:
    return [(f.code, f.path, f.line) for f in checked(text).findings]


def test_spoilt_files_get_the_verdicts_of_the_validator() -> None:
    given = expected()
    place: dict[str, int] = defaultdict(int)
    wrong = []
    for number, (line, done, document) in enumerate(cases()):
        column = place[line]
        place[line] += 1
        if number % EVERY == 0 or line == "odd files":
            verdict = letter(check_wages(io.BytesIO(document)).passes)
            if verdict != given[line][column]:
                wrong.append((line, done, verdict, given[line][column]))
    assert wrong == []
    assert {line: len(letters) for line, letters in given.items()} == place


@pytest.mark.parametrize(
    ("flow", "version"),
    [("dmfa", "2022/3"), ("dmfa", "2023/1"), ("dmfa_update", "2022/3"), ("dmfa_update", "2023/1")],
)
def test_a_file_with_everything_in_it_passes(flow: str, version: str) -> None:
    found = check_wages(io.BytesIO(whole(flow, version)))
    ran = PASSES if flow == "dmfa" else PASSES[:3]
    assert (found.flow, found.passes, found.findings) == (flow, dict.fromkeys(ran, True), ())


@pytest.mark.parametrize(
    ("example", "passes"),
    [
        ("DmfAOriginal_20223_1", {**ALL_PASSED, "net_owed_amount": False}),
        ("DmfAOriginal_20223_1_Corrected", ALL_PASSED),
        ("DmfAUpdate_20223_1", dict.fromkeys(PASSES[:3], True)),
    ],
)
def test_the_official_examples(example: str, passes: dict[str, bool]) -> None:
    with official(f"examples/{example}.xml").open("rb") as file:
        found = check(file)
    assert {name: found.passes[name] for name in found.passes if name in PASSES} == passes
    assert found.passes.keys() - passes.keys() == {"rules"}


def test_the_rules_are_asked_of_what_follows_the_schema() -> None:
    wrong = form(person("77101500173"), net="5").replace("2023-04-11", "2023-05-11")
    for text in (original(wrong), original(wrong.replace("<Form>", "<!-- a -->\n<Form>"))):
        found = check(io.BytesIO(text.encode()))
        assert (found.passes["net_owed_amount"], found.passes["rules"]) == (False, False)
        assert ("00024-004", "EmployerDeclaration/NaturalPerson/INSS") in [
            (finding.code, finding.path) for finding in found.findings
        ]
        assert [f.code for f in found.findings].count("00015-007") == 1
    assert "rules" not in check(io.BytesIO(SOUND.replace("<Border>0", "<Border>7").encode())).passes


def test_the_rules_of_a_day() -> None:
    early = SOUND.replace("2023-04-11", "2023-03-11")
    assert "00013-008" in [f.code for f in check(io.BytesIO(early.encode())).findings]
    later = check(io.BytesIO(early.encode()), on=date(2023, 5, 1))
    assert "00013-008" not in [finding.code for finding in later.findings]


def test_a_large_form_is_asked_piece_by_piece() -> None:
    start, end = original(form("@")).split("@")
    workers = "\n".join(person(f"{number:011d}") for number in range(1, 12_001))
    found = check(io.BytesIO(f"{start}{workers}{end}".encode()))
    assert {name: found.passes[name] for name in PASSES} == ALL_PASSED
    assert len(found.findings) == MOST_FINDINGS
    assert {finding.line for finding in found.findings} >= {3, 4, 5}


def test_a_refusal_says_what_and_where() -> None:
    wrong = SOUND.replace("<Border>", "\n<Border>").replace("<Retired>0", "\n<Retired>x")
    worker = "EmployerDeclaration/NaturalPerson/WorkerRecord"
    assert codes(wrong.replace("<Border>0", "<Border>x")) == [
        ("00040-002", f"{worker}/Border", 4),
        ("00054-002", f"{worker}/Occupation/Retired", 5),
    ]
    assert codes(SOUND.replace("<Border>0</Border>", "")) == [("00040-001", f"{worker}/Border", 3)]
    wrong = SOUND.replace("<Border>0</Border>", "").replace(
        "<EmployerClass>", "<Border>0</Border><EmployerClass>"
    )
    assert codes(wrong) == [("00040-091", f"{worker}/Border", 3)]
    assert codes(SOUND.replace("<Border>0</Border>", "<Border>0</Border>" * 2)) == [
        ("00040-090", f"{worker}/Border", 3)
    ]
    assert codes(SOUND.replace("<Border>", "<Strange/><Border>")) == [
        ("90012-092", f"{worker}/Strange", 3)
    ]
    assert codes(SOUND.replace("<Retired>0</Retired>", "")) == [
        ("00054-001", f"{worker}/Occupation/Retired", 3)
    ]
    assert codes(SOUND.replace("<Form>", '<Form id="1">')) == [
        ("90059-255", "DmfAOriginal/Form", 3)
    ]


def test_duplicates_and_amounts_are_found_where_they_are() -> None:
    twice = original(form(person(ANNA) + "\n" + person(ANNA)))
    assert codes(twice) == [("90017-006", "EmployerDeclaration/NaturalPerson/INSS", 4)]
    owed = original(form(person(amount="7"), net="5"), "\n", form(person("78101500193"), net="6"))
    assert codes(owed) == [
        ("00015-007", "EmployerDeclaration/NetOwedAmount", 3),
        ("00015-007", "EmployerDeclaration/NetOwedAmount", 4),
    ]


@pytest.mark.parametrize(
    ("text", "passes", "code"),
    [
        (SOUND[:500], {"well_formed": False}, "FILE-001"),
        (SOUND.replace("<DmfA", "<!DOCTYPE a><DmfA"), {"well_formed": False}, "FILE-002"),
        (SOUND.replace("UTF-8", "IBM037"), {"well_formed": False}, "FILE-004"),
        (SOUND.replace("<Form>", "<a>" * 90, 1), {"well_formed": False}, "FILE-005"),
        (
            SOUND.replace("<Form>", f"<Form><!--{'x' * (2 << 20)}-->"),
            {"well_formed": False},
            "FILE-007",
        ),
        ("", {"well_formed": False}, "FILE-008"),
        (
            SOUND.replace("_20231.xsd", "_20214.xsd"),
            {**ALL_PASSED, "schema": False},
            "FILE-009",
        ),
        (SOUND.replace("xsi:no", "xsi:No"), {"well_formed": True, "schema": False}, "FILE-010"),
        (original(root="Unknown"), ALL_PASSED, "90372-089"),
        (
            original("<ReplacedINSS></ReplacedINSS>" * 501, root="Unknown"),
            {"well_formed": True, "schema": True, "duplicate_inss": False},
            "FILE-011",
        ),
    ],
)
def test_what_is_not_a_mistake_in_a_field(text: str, passes: dict[str, bool], code: str) -> None:
    found = checked(text)
    assert (found.passes, found.accepted) == (passes, False)
    assert code in [finding.code for finding in found.findings]


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    found = checked(SOUND.replace("<DmfA", bomb + "<DmfA").replace("<Border>0", "<Border>&b;"))
    assert (found.passes, found.findings[0].code) == ({"well_formed": False}, "FILE-002")


class Made(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts: Iterator[str]) -> None:
        self.parts = parts
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self.rest) < len(buffer) and (part := next(self.parts, None)):
            self.rest += part.encode()
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def peak(workers: int) -> int:
    """How many bytes are in use at once while a file of so many workers is checked."""
    start, end = original(form("@")).split("@")
    persons = (person(f"{number:011d}") for number in range(1, workers + 1))
    file = io.BufferedReader(Made(chain([start], persons, [end])))
    tracemalloc.start()
    assert check_wages(file).passes == ALL_PASSED
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_is_flat_in_the_size_of_a_file() -> None:
    peak(10)
    small, large = peak(2_000), peak(16_000)
    assert large < small + 14_000 * 200  # a number of a person is kept, and nothing else
