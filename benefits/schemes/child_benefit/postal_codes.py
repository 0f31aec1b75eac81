"""Which region gives child benefit at an address."""

from pathlib import Path
from typing import Final

import yaml

REGIONS: Final[dict[str, list[list[int]]]] = yaml.safe_load(
    Path(__file__).with_name("postal_codes.yaml").read_text(encoding="utf-8")
)["regions"]


def region_of(postal_code: str) -> str | None:
    """Return the region of an address, as child benefit divides the country; None abroad."""
    if not postal_code.isdecimal():
        return None
    code = int(postal_code)
    for region, spans in REGIONS.items():
        if any(first <= code <= last for first, last in spans):
            return region
    return None
