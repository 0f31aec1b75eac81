"""Official names: each segment at its edges, with the official code."""

from datetime import date

import pytest

from declarations.files.names import FileName
from declarations.files.refusals import REFUSALS, RefusedFileError

TODAY = date(2026, 3, 27)
GOOD = "FI.DMPI.054321.20260327.00001.R.1.2"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "FS.DMPI.054321.20260327.0A00Z.T.9.9",
        "GO.DMPI.054321.20250327.50002.S.1",
    ],
)
def test_a_good_name_reads_and_writes_the_same(text: str) -> None:
    assert str(FileName.read(text, today=TODAY)) == text


def test_the_official_example_was_good_in_its_time() -> None:
    name = FileName.read("GO.DMPI.012996.20090718.50002.R.1", today=date(2009, 7, 18))
    assert name.members("FI") == ["FI.DMPI.012996.20090718.50002.R.1.1"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["ACRF-129"]),
        ("XX.DMPI.054321.20260327.00001.R.1.2", ["ACRF-129"]),
        ("GO.DMPI.054321.20260327.00001.R", ["ACRF-107"]),
        ("GO.DMFX.054321.20260327.00001.R.1", ["ACRF-107"]),
        ("FI.DMPI.054321.20260327.00001.R.1", ["ACRF-131"]),
        ("FI.DMPI.54321.20260327.00001.R.1.2", ["ACRF-131"]),
        ("FI.DMPI.0543²1.20260327.00001.R.1.2", ["ACRF-131"]),
        ("FS.DMPI.054321.20260327.00001.R.1.2.3", ["ACRF-132"]),
        ("GO.DMPI.054321.260327.00001.R.1", ["ACRF-109"]),
        ("GO.DMPI.054321.20260229.00001.R.1", ["ACRF-110"]),
        ("GO.DMPI.054321.2026032x.00001.R.1", ["ACRF-110"]),
        ("GO.DMPI.054321.٢٠٢٦٠٣٢٧.00001.R.1", ["ACRF-110"]),
        ("GO.DMPI.054321.20260328.00001.R.1", ["ACRF-111"]),
        ("GO.DMPI.054321.20250101.00001.R.1", ["ACRF-126"]),
        ("GO.DMPI.054321.20260327.0001.R.1", ["ACRF-112"]),
        ("GO.DMPI.054321.20260327.0000a.R.1", ["ACRF-367"]),
        ("GO.DMPI.054321.20260327.00000.R.1", ["ACRF-127"]),
        ("GO.DMPI.054321.20260327.00001.X.1", ["ACRF-117"]),
        ("GO.DMPI.054321.20260327.00001.R.10", ["ACRF-114"]),
        ("GO.DMPI.054321.20260327.00001.R.x", ["ACRF-115"]),
        ("GO.DMPI.054321.20260327.00001.R.0", ["ACRF-116"]),
        ("FI.DMPI.054321.20260327.00001.R.0.2", ["ACRF-123"]),
        ("FI.DMPI.054321.20260327.00001.R.3.2", ["ACRF-123"]),
        ("FI.DMPI.054321.20260327.00001.R.12.2", ["ACRF-123"]),
        ("FS.DMPI.054321.20260327.00001.R..2", ["ACRF-124"]),
        ("GO.DMPI.054321.20260328.0001.X.0", ["ACRF-111", "ACRF-112", "ACRF-117", "ACRF-116"]),
    ],
)
def test_a_wrong_name_earns_its_codes(text: str, codes: list[str]) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        FileName.read(text, today=TODAY)
    assert list(refusal.value.codes) == codes
    assert all(REFUSALS[code] for code in codes)
