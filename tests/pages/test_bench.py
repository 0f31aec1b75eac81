"""Benches say what they found in one line each. How fast anything is, is not asserted here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from casework.demo.bench import pages
from portal.pages.bench import Result, bench, medians


def test_the_command_measures_on_servers_of_its_own_when_there_are_none(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", "pages"],
        cwd=settings.BASE_DIR,
        env=environment | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found["name"] == "pages"
    assert found["ratio"] == pytest.approx(found["page_ms"] / found["empty_ms"], rel=0.01)
    assert found["ratio"] > 1
    assert found["met"] is (found["ratio"] <= found["goal"])
    assert "empty view" in found["limit"]


def test_an_unknown_bench_is_refused_with_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"No bench nothing; there are .*pages"):
        call_command("bench", "nothing")


@pytest.mark.parametrize(("ratio", "met"), [(2.0, True), (2.1, False)])
def test_a_goal_is_met_where_the_ratio_is_not_higher(ratio: float, met: bool) -> None:
    line = Result(ratio, 2.0, "nothing", {"rows": 3}).line("some")
    assert line == {
        "name": "some",
        "ratio": ratio,
        "goal": 2.0,
        "met": met,
        "limit": "nothing",
        "rows": 3,
    }


@pytest.mark.parametrize(("ratio", "met"), [(0.5, True), (0.4, False)])
def test_a_goal_of_speed_is_met_where_the_ratio_is_not_lower(ratio: float, met: bool) -> None:
    assert Result(ratio, 0.5, "nothing", at_least=True).line("some")["met"] is met


def test_acts_take_turns_and_the_first_rounds_do_not_count() -> None:
    turns: list[str] = []
    found = medians([lambda: turns.append("ours"), lambda: turns.append("theirs")], rounds=20)
    assert turns == ["ours", "theirs"] * 22
    assert len(found) == 2
    assert min(found) > 0


def test_two_benches_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two benches are called pages"):
        bench("pages")(pages)
