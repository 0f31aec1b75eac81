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
    (table["scheme"], table["figure"], day, table.get("times", 1), table["divide"], cents)
    for table in PUBLISHED
    for day, cents in table["rows"].items()
]


@pytest.mark.parametrize(("scheme", "figure", "day", "times", "divide", "cents"), ROWS)
def test_a_published_amount(
    scheme: str, figure: str, day: date, times: int, divide: int, cents: int
) -> None:
    found = SCHEMES[scheme].figures.on(figure, day)
    assert int(half_up(found.value * times, divide)) == cents
