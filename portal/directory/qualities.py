"""The capacities in which institutions know persons ("quality codes"), by sector of the network.

The codes and their official labels are those of `data/`; a code of sector "*" is one of all.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import get_language

DATA: Final = Path(__file__).with_name("data")
QUALITY: Final = re.compile("[0-9]{1,2}/[0-9]{1,4}")
Labels = dict[str, str]


@cache
def sectors() -> dict[int, Labels]:
    """Return the sectors: by number, their names by language."""
    return _load("sectors_2012.yaml")["sectors"]


@cache
def qualities() -> dict[str, Labels]:
    """Return the capacities: by "sector/code", their labels by language."""
    return _load("qualities_2012.yaml")["qualities"]


def qualities_of(sector: int) -> list[str]:
    """Return the capacities in which a sector knows people; 0 stands for all of them."""
    return [f"{sector}/0", *(code for code in qualities() if code.startswith(f"{sector}/"))]


def is_quality(text: str) -> bool:
    """Say whether a text names a capacity of a sector."""
    return QUALITY.fullmatch(text) is not None and bool(_labels(text))


def quality_label(quality: str) -> str:
    """Return the label of a capacity and its sector, in the active language or else in English."""
    language = (get_language() or "en")[:2]
    sector = sectors().get(int(quality.partition("/")[0]), {})
    names = (_labels(quality), sector)
    return " – ".join(name.get(language, name["en"]) for name in names if name) or quality


def _labels(quality: str) -> Labels:
    sector, _slash, code = quality.partition("/")
    if int(sector) not in sectors():
        return {}
    return qualities().get(quality) or qualities().get(f"*/{code}", {})


def _load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / name).read_text("utf-8"))
    return found
