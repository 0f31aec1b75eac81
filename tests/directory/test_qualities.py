"""The codes of sectors and capacities are those of the official lists."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from portal.directory.qualities import is_quality, qualities, quality_label, sectors

CODES = Path(settings.BASE_DIR).parent / "shared" / "reference" / "codes"


def official(name: str) -> Path:
    path = CODES / name
    if not path.exists():
        pytest.skip(f"the official list {name} is not beside the project")
    return path


def test_the_capacities_are_the_official_ones() -> None:
    with official("capacity_codes.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert {f"{row['sector']}/{row['code']}" for row in listed} == set(qualities())
    for row in listed:
        ours = qualities()[f"{row['sector']}/{row['code']}"]
        dutch, _bar, german = (text.strip() for text in row["label_nl"].partition("|"))
        assert (ours["fr"], ours["nl"], ours.get("de", "")) == (
            row["label_fr"].strip(),
            dutch,
            german,
        )


def test_the_sectors_are_the_official_ones() -> None:
    with official("sectors_2012.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))[2:]
    listed, sector = {}, ""
    for row in rows:
        sector = row[0].strip() or sector
        if row[1].strip() == "0":
            listed[int(sector)] = (" ".join(row[3].split()), " ".join(row[5].split()))
    assert {number: (each["nl"], each["fr"]) for number, each in sectors().items()} == listed


def test_each_label_stands_in_english() -> None:
    for each in (*qualities().values(), *sectors().values()):
        assert each["en"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("17/2", True),
        ("0/0", True),
        ("17/902", True),
        ("17/99", False),
        ("99/1", False),
        ("99/0", False),
        ("17", False),
        ("*/0", False),
        ("17/2/1", False),
        ("١٧/2", False),
        ("", False),
    ],
)
def test_a_capacity_is_known_or_not(text: str, known: bool) -> None:
    assert is_quality(text) == known


def test_a_label_names_capacity_and_sector() -> None:
    with translation.override("fr"):
        assert quality_label("17/2") == "Revenu d’intégration – CPAS"
    with translation.override("en"):
        assert quality_label("12/30") == (
            "declared hired (Dimona) – National Social Security Office"
        )
