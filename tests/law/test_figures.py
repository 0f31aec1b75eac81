"""Strict reading of figures, and looking them up by day."""

from datetime import date
from pathlib import Path

import pytest

from portal.law.figures import Figures, MissingFigureError
from portal.law.periods import Period
from portal.law.tables import TableError

GOOD = """
wage_cap:
  unit: cents
  rows:
    - {from: 2024-01-01, value: 100, source: notice, article: art. 1, confirmed: yes}
    - {from: 2025-01-01, until: 2025-06-30, value: 110, source: notice, article: art. 1,
       confirmed: no, note: derived}
    - {from: 2026-01-01, value: 120, source: notice, article: art. 1, confirmed: yes}
"""


def load(folder: Path, text: str) -> Figures:
    path = folder / "figures.yaml"
    path.write_text(text)
    return Figures.load(path)


def row(**changes: str) -> str:
    """A table with one row, with keys changed, or left out where the change is empty."""
    keys = {"from": "2024-01-01", "value": "1", "source": "s", "article": "a", "confirmed": "yes"}
    keys.update(changes)
    unit = keys.pop("unit", "days")
    inner = ", ".join(f"{key}: {value}" for key, value in keys.items() if value)
    return f"wait:\n  unit: {unit}\n  rows:\n    - {{{inner}}}\n"


def test_a_figure_is_that_of_the_day(tmp_path: Path) -> None:
    figures = load(tmp_path, GOOD)
    assert figures.on("wage_cap", date(2024, 12, 31)).value == 100
    derived = figures.on("wage_cap", date(2025, 6, 30))
    assert (derived.value, derived.confirmed, derived.note) == (110, False, "derived")
    assert derived.since == date(2025, 1, 1)
    assert figures.on("wage_cap", date(2199, 1, 1)).value == 120


def test_a_figure_has_a_first_and_perhaps_a_last_day(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).period("wage_cap") == Period(date(2024, 1, 1))
    ended = load(tmp_path, row(until="2024-06-30")).period("wait")
    assert ended == Period(date(2024, 1, 1), date(2024, 6, 30))


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 7, 1)])
def test_a_missing_figure_is_named_with_its_day(tmp_path: Path, day: date) -> None:
    figures = load(tmp_path, GOOD)
    assert figures.find("wage_cap", day) is None
    with pytest.raises(MissingFigureError, match=f"wage_cap on {day}"):
        figures.on("wage_cap", day)
    with pytest.raises(MissingFigureError, match=f"other on {day}"):
        figures.on("other", day)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (row(source=""), "source is missing"),
        (row(article=""), "article is missing"),
        (row(confirmed=""), "confirmed is missing"),
        (row(confirmed="perhaps"), "confirmed must be a bool"),
        (row(source="'  '"), "source must be a str"),
        (row(value=""), "value must be an integer"),
        (row(value="1.5"), "value must be an integer"),
        (row(value="yes"), "value must be an integer"),
        (row(colour="red"), "unknown colour"),
        (row(until="2023-12-31"), "until is before from"),
        (row(**{"from": "soon"}), "from must be a date"),
        (row(**{"from": "2024-01-01 10:00:00"}), "from must be a date"),
        (row(indexed="sometimes"), "indexed must be"),
        (row(unit="ratio", value="3"), "ratio such as 3/2"),
        (row(unit="ratio", value="3/0"), "ratio such as 3/2"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=rf"figures\.yaml: wait, row 1: .*{message}"):
        load(tmp_path, text)


@pytest.mark.parametrize("start", ["2024-01-01", "2023-01-01", "2024-06-30"])
def test_rows_that_overlap_are_refused(tmp_path: Path, start: str) -> None:
    text = row(until="2024-06-30") + row(**{"from": start}).splitlines()[-1] + "\n"
    with pytest.raises(TableError, match=r"wait, row 2: overlaps"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (row() + row(), "wait stands twice"),
        (row(unit="parsecs"), "wait: unknown unit 'parsecs'"),
        ("wait: 3", "wait: unit and rows"),
        ("wait: {unit: days, rows: []}", "wait: unit and rows"),
        ("", "no figures"),
        ("wait: [", r"figures\.yaml"),
    ],
)
def test_a_bad_table_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        load(tmp_path, text)


def test_a_ratio_keeps_both_numbers(tmp_path: Path) -> None:
    figure = load(tmp_path, row(unit="ratio", value="3/2")).on("wait", date(2024, 1, 1))
    assert (figure.value, figure.parts) == (3, 2)


def test_an_unindexed_base_follows_the_index(tmp_path: Path) -> None:
    figures = load(tmp_path, row(unit="cents", value="603883", indexed="base"))
    # Integration income, category 1, a year: published for the month, 10 513.60 for category 1.
    assert figures.on("wait", date(2025, 2, 1)).value == 1_051_360


def test_an_amount_follows_the_index_from_the_day_on_which_it_stood(tmp_path: Path) -> None:
    text = row(unit="ten_thousandths", value="1268890", indexed="2023-11-01")
    figures = load(tmp_path, text)
    # Unemployment: € 126.8890 a day in November 2023 became € 129.4292 in May 2024.
    assert figures.on("wait", date(2024, 5, 1)).value == 1_294_292
