"""Checking files without sending them: the command, the passes, nothing stored."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from declarations.channels.verifying import check_file
from tests.channels.forms import HEADER, dimona_file
from tests.glossary.official import official
from tests.glossary.samples import ORDINARY, TODAY
from tests.house import project

SOUND = dimona_file(("DimonaIn", ORDINARY))


def command(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the command where no database and no broker can be reached."""
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://[::1]:1"}
    run = subprocess.run(
        [sys.executable, "manage.py", "check_declaration", *arguments],
        cwd=project.BASE,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()]


def test_the_command_prints_one_line_for_each_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(SOUND)
    bad.write_bytes(SOUND.replace(b"<WorkerType>", b"<WorkerType>\n?"))
    code, (first, second) = command(str(good), str(bad), "--on", str(TODAY))
    assert code == 1
    assert first == {
        "file": str(good),
        "flow": "dimona",
        "accepted": True,
        "passes": {"well_formed": True, "schema": True, "rules": True},
        "anomalies": [],
    }
    assert (second["file"], second["accepted"]) == (str(bad), False)
    assert second["anomalies"][0].keys() == {"code", "class", "path", "line", "message"}
    assert command(str(good), "--on", str(TODAY))[0] == 0


def test_a_file_that_is_not_there_fails_and_the_others_are_checked(tmp_path: Path) -> None:
    (bad := tmp_path / "bad.xml").write_bytes(b"")
    code, lines = command(str(tmp_path / "none.xml"), str(bad))
    assert code == 2
    assert [line["file"] for line in lines] == [str(bad)]


@pytest.mark.parametrize(
    ("data", "passes", "code"),
    [
        (b"<Dimona>", {"well_formed": False}, "FILE-001"),
        (b"<!DOCTYPE Dimona><Dimona/>", {"well_formed": False}, "FILE-002"),
        (b"<Other/>", {"well_formed": True, "schema": False}, "90372-089"),
        (b"<ACRF/>", {"well_formed": True, "schema": False}, "90181-255"),
        (
            SOUND.replace(b"StartingDate>", b"Start>"),
            {"well_formed": True, "schema": False, "rules": True},
            "90373-092",
        ),
        (
            dimona_file(
                ("DimonaIn", {**ORDINARY, "NaturalPerson": {"INSS": "85073003329"}}),
                header={**HEADER, "FormCreationDate": str(TODAY)},
            ),
            {"well_formed": True, "schema": True, "rules": False},
            "00024-003",
        ),
    ],
)
def test_each_pass_says_what_it_refuses(data: bytes, passes: dict[str, bool], code: str) -> None:
    check = check_file(data, on=TODAY)
    assert (check.passes, check.accepted) == (passes, False)
    assert code in [finding.code for finding in check.findings]


def test_without_a_day_a_file_is_checked_as_on_the_day_it_was_made() -> None:
    old = SOUND.replace(b"2026-11-20", b"2024-06-30")
    assert "00218-003" not in [finding.code for finding in check_file(old).findings]
    assert "00218-003" in [finding.code for finding in check_file(old, on=TODAY).findings]
    ahead = SOUND.replace(b"2026-11-20", b"2099-01-01")
    assert "00218-003" in [finding.code for finding in check_file(ahead).findings]


@pytest.mark.parametrize(
    "example",
    [
        "ACRF_20231_1",
        "ACRF_20231_2",
        "IDFLUX_20231_1",
        "IDFLUX_20231_2",
        "NOTIFICATION_20223_1",
        "NOTIFICATION_20223_2",
        "PersonnelFileConsultationAnswer_20223_1",
        "PersonnelFileConsultationRequest_20231_1",
    ],
)
def test_the_official_examples_are_accepted(example: str) -> None:
    check = check_file(official(f"examples/{example}.xml").read_bytes())
    assert check.accepted, check.findings


def test_the_official_hiring_lacks_what_trainees_need_today() -> None:
    check = check_file(official("examples/Dimona_20231_1.xml").read_bytes())
    assert check.passes == {"well_formed": True, "schema": True, "rules": False}
    assert [finding.code for finding in check.findings] == ["90594-001"]
