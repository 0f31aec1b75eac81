"""Every amount that an institution published comes out of its base and the index, to the cent."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from benefits.schemes import SCHEMES
from portal.law.money import half_up

PUBLISHED: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("published.yaml").read_text(encoding="utf-8")
)
ROWS = [
    (
        (table["scheme"], table["figure"], table.get("began")),
        (day, cents),
        (table.get("times", 1), table["divide"]),
    )
    for table in PUBLISHED
    for day, cents in table["rows"].items()
]


@pytest.mark.parametrize(("figure", "row", "share"), ROWS)
def test_a_published_amount(
    figure: tuple[str, str, date | None], row: tuple[date, int], share: tuple[int, int]
) -> None:
    (scheme, name, began), (day, cents), (times, divide) = figure, row, share
    figures = SCHEMES[scheme].figures
    if began:
        found = [each for each in figures.by_start(name, day) if each.since <= began][-1]
    else:
        found = figures.on(name, day)
    assert int(half_up(found.value * times, divide)) == cents
