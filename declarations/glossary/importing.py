"""From the official publication of a flow to a data file of ours.

A flow that we hold starts from its newest version: what a publication cannot say (order, patterns,
check digits, our own words) is kept. A flow that is new gets what the publication says, with names
made of the XML names until somebody writes better ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml

from declarations.glossary import reading
from declarations.glossary.publications import (
    NotAPublicationError,
    OfficialBlock,
    OfficialZone,
    Publication,
)

ESSENTIAL: Final = ("onmisba", "indispensable")
INTERVAL: Final = re.compile(r"\[\s*([0-9]+)\s*[;,]\s*([0-9]+)\s*\]")
NARROWED: Final = re.compile(
    r"(?:lengte voor deze zone|longueur admise pour cette zone est de) ([0-9]+)"
)
NO_LIMIT: Final = 100_000  # a length that says "as long as you like"
CODE: Final = re.compile(r"(?:^|\s)([A-Z0-9]{1,8})\s?=\s")
# By the beginning of the format that is published, in Dutch or French.
FORMATS: Final = (
    (r"(JJJJ|AAAA)-MM-(DD|JJ)( \(.*\))? (JJJJ|AAAA)-00-00", "birth_date"),
    (r"(JJJJ|AAAA)-MM-(DD|JJ)", "date"),
    (r"(JJJJ|AAAA)-MM\b(?!-)", "month"),
    (r"--MM-(DD|JJ)", "day_of_year"),
    (r"(UU|HH):MM:SS", "time"),
)


def data_of(published: Publication, folder: Path) -> dict[str, Any]:
    """The data file of a publication, complete in itself; raises `NotAPublicationError`."""
    linked = {number for block in published.blocks for number in block.linked}
    tops = [b for b in published.blocks if b.number not in linked and b.linked]
    if len(tops) != 1 or not published.zones:
        raise NotAPublicationError(f"{published.name}: give its blocks and its zones together.")
    held = newest_data(tops[0].label, folder, published.version)
    data = deepcopy(held) if held else _new(tops[0], published)
    data.pop("base", None)
    named = _names(folder)
    data |= {
        "version": published.version,
        "source": f"NSSO, glossary {published.version}",
        "blocks": _blocks(published, data["blocks"], named),
        "zones": _zones(published, data["zones"], named),
        "texts": {"language": published.language, **_texts(published)},
    }
    return _with_anomalies(data | reading.reachable(data), published)


def newest_data(root: str, folder: Path, until: str) -> dict[str, Any] | None:
    """The newest version that we hold of the flow whose message has this root, with its base; none
    that is newer than `until`."""
    held = {name: reading.load(folder / f"{name}.yaml") for name in reading.models(folder)}
    names = [n for n, data in held.items() if data["root"] == root and data["version"] <= until]
    return reading.load_model(folder, names[-1]) if names else None


def write(data: Mapping[str, Any], folder: Path) -> Path:
    """Write a data file and return where it stands."""
    path = folder / f"{reading.file_name(data['flow'], data['version'])}.yaml"
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, "utf-8")
    return path


def fingerprint(text: str) -> str:
    """A short mark of an official text, by which a later publication shows that it changed."""
    return sha256(text.encode()).hexdigest()[:8]


def _new(top: OfficialBlock, published: Publication) -> dict[str, Any]:
    labels = {block.number: block.label for block in published.blocks}
    return {
        "flow": top.label.lower(),
        "version": published.version,
        "name": words(top.label),
        "source": "",
        "root": top.label,
        "form": labels[top.linked[0]],
        "actions": [],
        "blocks": {},
        "zones": {},
    }


def _names(folder: Path) -> dict[str, str]:
    """Our own words for each number of a zone or block, from every version that we hold."""
    held = [reading.load_model(folder, name) for name in reading.models(folder)]
    kinds = [data[kind] for data in held for kind in ("blocks", "zones")]
    return {entry["number"]: entry["name"] for kind in kinds for entry in kind.values()}


def _blocks(
    published: Publication, held: Mapping[str, Any], named: Mapping[str, str]
) -> dict[str, Any]:
    labels = {block.number: block.label for block in published.blocks}
    labels |= {zone.number: zone.label for zone in published.zones}
    by_number = {block.number: block for block in published.blocks}
    essential = {z.label for z in published.zones if _is_essential(z)}
    blocks = {}
    for block in published.blocks:
        known = dict(held.get(block.label, {}))
        name = named.get(block.number) or words(block.label)
        entry: dict[str, Any] = {"number": block.number, "name": name} | known
        members = [_zone_member(labels[n], essential) for n in block.zones if n in labels]
        members += [_block_member(by_number[n]) for n in block.linked if n in by_number]
        ordered = any("ways" in member for member in known.get("members", []))
        if not ordered and not known.get("open"):
            entry["members"] = _members(members, known.get("members", []))
        blocks[block.label] = entry
    return blocks


def _members(published: list[dict[str, Any]], held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The members that are published: those we hold in our order, the new ones after them."""
    names = {member["name"] for member in published}
    kept = []
    for member in held:
        alternatives = [label for label in member.get("choice", []) if label in names]
        if alternatives:
            kept.append({**member, "choice": alternatives})
        elif member["name"] in names or member.get("max") == 0:
            kept.append(member)
    known = {label for m in kept for label in (m["name"], *m.get("choice", []))}
    return [*kept, *(member for member in published if member["name"] not in known)]


def _zone_member(label: str, essential: set[str]) -> dict[str, Any]:
    return {"name": label} if label in essential else {"name": label, "min": 0}


def _block_member(block: OfficialBlock) -> dict[str, Any]:
    return {"name": block.label, "min": block.lowest, "max": block.highest}


def _is_essential(zone: OfficialZone) -> bool:
    said = zone.presence.partition(": ")[2].lower()
    return said.startswith(ESSENTIAL) and len(said.split()) == 1


def _zones(
    published: Publication, held: Mapping[str, Any], named: Mapping[str, str]
) -> dict[str, Any]:
    zones = {}
    for zone in published.zones:
        known = dict(held.get(zone.label, {}))
        facts = _facts(zone)
        if known:
            facts = {k: facts[k] for k in ("number", "longest") if k in facts and k in known}
        name = named.get(zone.number) or words(zone.label)
        zones[zone.label] = {"name": name} | known | facts
    return zones


def _facts(zone: OfficialZone) -> dict[str, Any]:
    """What a publication says in a form that can be read: number, type, length, range, codes."""
    kinds = (kind for pattern, kind in FORMATS if re.match(pattern, zone.format))
    numeric = zone.type.lower().startswith("num")
    facts: dict[str, Any] = {"number": zone.number}
    facts["type"] = next(kinds, "number" if numeric else "text")
    if facts["type"] not in ("number", "text"):
        return facts
    narrowed = NARROWED.search(zone.domain)
    length = narrowed[1] if narrowed else zone.length
    if length.isdigit() and int(length) < NO_LIMIT:
        facts["longest"] = int(length)
    intervals = set(INTERVAL.findall(zone.domain))
    if numeric and len(intervals) == 1:
        lowest, highest = intervals.pop()
        facts |= {"lowest": int(lowest), "highest": int(highest)}
    codes = list(dict.fromkeys(CODE.findall(zone.domain)))
    if len(codes) > 1 and not intervals:
        facts["codes"] = codes
    return facts


def _texts(published: Publication) -> dict[str, Any]:
    """The marks of the official texts: domains, and when a zone or block is present."""
    presence: dict[str, list[str]] = {}
    domains: dict[str, str] = {}
    for block in published.blocks:
        presence.setdefault(block.label, []).append(block.presence)
    for zone in published.zones:
        presence.setdefault(zone.label, []).append(zone.presence)
        domains[zone.label] = fingerprint(zone.domain)
    marks = {label: fingerprint("|".join(sorted(texts))) for label, texts in presence.items()}
    return {"domain": domains, "presence": marks}


def _with_anomalies(data: dict[str, Any], published: Publication) -> dict[str, Any]:
    """The anomalies of each zone and block, and the title and class of each that is listed."""
    problems: dict[str, Any] = {}
    classes: dict[str, str] = {}
    listed: dict[str, set[str]] = {}
    elements: tuple[OfficialBlock | OfficialZone, ...] = (*published.blocks, *published.zones)
    for element in elements:
        for anomaly in element.anomalies:
            problem = anomaly.id.rpartition("-")[2]
            listed.setdefault(element.label, set()).add(problem)
            classes[anomaly.id] = anomaly.severity
            entry = {"class": anomaly.severity, "labels": {published.language: anomaly.title}}
            problems.setdefault(problem, entry)
    for kind in ("blocks", "zones"):
        for label, entry in data[kind].items():
            entry.pop("anomalies", None)
            if label in listed:
                entry["anomalies"] = sorted(listed[label])
    return data | {"problems": problems, "classes": dict(sorted(classes.items()))}


def words(label: str) -> str:
    """An XML name as words: "PlannedHoursNbr" is "Planned hours nbr"."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[0-9]+", label)
    small = [part if part.isupper() and len(part) > 1 else part.lower() for part in parts]
    text = " ".join(small)
    return text[:1].upper() + text[1:]
