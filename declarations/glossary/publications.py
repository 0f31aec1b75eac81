"""The official glossary as it is published: functional blocks, zones and annexes, in XML.

A publication is a list of functional blocks or of zones, in Dutch or in French, in ISO-8859-1, with
a description of its own elements in front. That description is cut off before the file is parsed,
and a file that declares an entity in it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from lxml import etree

ENCODINGS: Final = ("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252")
MAX_BYTES: Final = 20 * 1024 * 1024
HEAD: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!DOCTYPE\s+\w+\s*(?:\[(?P<own>.*?)\]\s*)?>)?", re.S
)
DECLARED: Final = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]{1,20})["']""")
NUMBERED: Final = re.compile(r"\s*([0-9]{5})\b")
STEM: Final = re.compile(r"^(?:FB|Zones_|VersCplt_BF|VersCplt)|[0-9]{5}[A-Z]{2}$")
# What the elements are called, per language.
NAMES: Final = {
    "nl": {
        "version": "Versie", "block_label": "XmlLabel", "zone_label": "XmlLabel",
        "lowest": "MinimumKardinaliteit", "highest": "MaximumKardinaliteit",
        "linked": "NrGelinktBlok", "presence": "Aanwezigheid", "block": "FunctioneelBlok",
        "domain": "ToegelatenDomein", "type": "Type", "length": "Lengte", "format": "Formaat",
        "code": "AnomalieCode", "title": "AnomalieTitel", "class": "AnomalieErnst",
    },
    "fr": {
        "version": "Version", "block_label": "XmlLabel", "zone_label": "LabelXml",
        "lowest": "CardinaliteMinimum", "highest": "CardinaliteMaximum",
        "linked": "NrBlocLie", "presence": "Presence", "block": "BlocFonctionnel",
        "domain": "DomaineDeDefinition", "type": "Type", "length": "Longueur", "format": "Format",
        "code": "CodeAnomalie", "title": "IntituleAnomalie", "class": "GraviteAnomalie",
    },
}  # fmt: skip


class NotAPublicationError(Exception):
    """A file that is no publication of the glossary; the text says why."""


@dataclass(frozen=True)
class OfficialAnomaly:
    """An anomaly as listed: its id, its title in the language of the publication, its class."""

    id: str
    title: str
    severity: str


@dataclass(frozen=True)
class OfficialBlock:
    """A functional block. `zones` and `linked` are numbers in order; no `highest` is no limit."""

    number: str
    label: str
    lowest: int
    highest: int | None
    zones: tuple[str, ...]
    linked: tuple[str, ...]
    presence: str
    anomalies: tuple[OfficialAnomaly, ...]


@dataclass(frozen=True)
class OfficialZone:
    """A zone, as one functional block has it."""

    number: str
    label: str
    domain: str
    type: str
    length: str
    format: str
    presence: str
    anomalies: tuple[OfficialAnomaly, ...]


@dataclass(frozen=True)
class Publication:
    """What is published about one flow in one language, from one or more files."""

    name: str
    language: str
    version: str
    blocks: tuple[OfficialBlock, ...]
    zones: tuple[OfficialZone, ...]


def parse(path: Path) -> etree._Element:
    """The root of a published file; raises `NotAPublicationError`."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise NotAPublicationError(f"{path.name} is too big.")
    declared = DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode().lower() if declared else "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff") if encoding in ENCODINGS else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise NotAPublicationError(f"{path.name} is in an encoding that is not read here.")
    head = HEAD.match(text)
    if "<!ENTITY" in text:
        raise NotAPublicationError(f"{path.name} declares an entity.")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
    )
    try:
        return etree.fromstring(text[head.end() if head else 0 :].strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAPublicationError(f"{path.name}: {error.msg}") from None


def read(paths: Iterable[Path]) -> list[Publication]:
    """What the files publish, put together per flow and language. Annexes are left out."""
    grouped: dict[tuple[str, str], list[etree._Element]] = {}
    for path in paths:
        root = parse(path)
        if root.tag == "List":
            language = "nl" if root.find(".//Versie") is not None else "fr"
            grouped.setdefault((STEM.sub("", path.stem).lower(), language), []).append(root)
    return [_publication(name, language, roots) for (name, language), roots in grouped.items()]


def _publication(name: str, language: str, roots: list[etree._Element]) -> Publication:
    names = NAMES[language]
    entries = list(chain.from_iterable(roots))
    return Publication(
        name=name,
        language=language,
        version=max(_text(entry, names["version"]) for entry in entries),
        blocks=tuple(_block(e, names) for e in entries if e.tag == "FunctionalBlock"),
        zones=tuple(_zone(e, names) for e in entries if e.tag == "glossary"),
    )


def _block(entry: etree._Element, names: dict[str, str]) -> OfficialBlock:
    highest = _text(entry, names["highest"])
    return OfficialBlock(
        number=_text(entry, "Code"),
        label=_text(entry, names["block_label"]),
        lowest=int(_text(entry, names["lowest"]) or 0),
        highest=int(highest) if highest.isdigit() else None,
        zones=_numbers(entry, "Zones"),
        linked=_numbers(entry, names["linked"]),
        presence=_text(entry, names["presence"]),
        anomalies=_anomalies(entry, names),
    )


def _zone(entry: etree._Element, names: dict[str, str]) -> OfficialZone:
    return OfficialZone(
        number=_text(entry, "Code"),
        label=_text(entry, names["zone_label"]),
        domain=_text(entry, names["domain"]),
        type=_text(entry, names["type"]),
        length=_text(entry, names["length"]),
        format=_text(entry, names["format"]),
        presence=f"{_text(entry, names['block'])}: {_text(entry, names['presence'])}",
        anomalies=_anomalies(entry, names),
    )


def _anomalies(entry: etree._Element, names: dict[str, str]) -> tuple[OfficialAnomaly, ...]:
    listed = (
        OfficialAnomaly(*(_text(each, names[part]) for part in ("code", "title", "class")))
        for each in entry.findall("Anomalie")
    )
    return tuple(anomaly for anomaly in listed if anomaly.id)


def _numbers(entry: etree._Element, tag: str) -> tuple[str, ...]:
    """The five digits in front; a title that was broken over several elements has them once."""
    found = (NUMBERED.match(each.text or "") for each in entry.findall(tag))
    return tuple(match[1] for match in found if match)


def _text(entry: etree._Element, tag: str) -> str:
    return " ".join((entry.findtext(tag) or "").split())
