"""The annexes of the official glossary: code lists, valid from one quarter until another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from lxml import etree

from declarations.glossary.publications import parse

LANGUAGES: Final = ("fr", "nl", "de")
LABELS: Final = ("description", "name", "town", "label")
NUMBER: Final = re.compile(r"[_-]([0-9]+)$")
FIRST_YEAR: Final = 1900  # "always"
LAST_YEAR: Final = 9999  # "for ever"


def annex_of(path: Path) -> dict[str, Any]:
    """The data of a code list, with the official labels; see `parse` for what it raises.

    An entry without code or label (a remark, a table of combinations) is left out, and so there
    may be none at all.
    """
    root = parse(path)
    codes: dict[str, list[dict[str, Any]]] = {}
    for entry in root:
        code, labels = _code(entry), _labels(entry)
        if code and labels:
            codes.setdefault(code, []).append({**_validity(entry), "labels": labels})
    return {
        "title": str(root.tag).replace("-", " ").capitalize(),
        "source": f"NSSO, annex {path.stem}",
        "codes": {code: e[0] if len(e) == 1 else e for code, e in sorted(codes.items())},
    }


def name_of(path: Path) -> str:
    """The name of the data file of an annex, with its number: "annex_5_countries"."""
    number = NUMBER.search(path.stem)
    holds = str(parse(path).tag).replace("-", "_").lower()
    return f"annex_{int(number[1])}_{holds}" if number else f"annex_{holds}"


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    """A report on the codes: added, removed, or with other days or labels."""
    before = old["codes"] if old else {}
    after = new["codes"]
    added = [f"+ code {code}" for code in after if code not in before]
    removed = [f"- code {code}" for code in before if code not in after]
    other = [f"~ code {code}" for code in after if code in before and before[code] != after[code]]
    return [*added, *removed, *other]


def _code(entry: etree._Element) -> str:
    found = (entry.find(tag) for tag in ("code", "code-DMFA", "type", "short"))
    element = next((each for each in found if each is not None), None)
    if element is None:
        return ""
    return (element.text or "").strip() or (element.findtext("nl") or "").strip()


def _labels(entry: etree._Element) -> dict[str, str]:
    found = (entry.find(tag) for tag in LABELS)
    element = next((each for each in found if each is not None), None)
    if element is None:
        return {}
    said = {lang: " ".join((element.findtext(lang) or "").split()) for lang in LANGUAGES}
    return {language: text for language, text in said.items() if text}


def _validity(entry: etree._Element) -> dict[str, date]:
    """From the first day of a quarter until the last day of another."""
    validity = {}
    first = _quarter(entry, "begin-validity")
    last = _quarter(entry, "end-validity")
    if first and first[0] > FIRST_YEAR:
        validity["from"] = date(first[0], 3 * first[1] - 2, 1)
    if last and last[0] < LAST_YEAR:
        year, month = (last[0], 3 * last[1] + 1) if last[1] < 4 else (last[0] + 1, 1)
        validity["until"] = date(year, month, 1) - timedelta(days=1)
    return validity


def _quarter(entry: etree._Element, tag: str) -> tuple[int, int] | None:
    texts = [(entry.findtext(f"{tag}/{part}") or "").strip() for part in ("year", "quarter")]
    if not all(text.isdigit() for text in texts):
        return None
    return int(texts[0]), min(max(int(texts[1]), 1), 4)
