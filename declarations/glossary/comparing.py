"""What changed between two versions of the information model, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from declarations.glossary import reading

FACTS: Final = ("number", "type", "shortest", "longest", "lowest", "highest", "codes")


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    """A report: "+" for what was added, "-" for what was removed, "~" for what is different."""
    empty: Mapping[str, Any] = {"blocks": {}, "zones": {}, "texts": {}}
    return [*_blocks(old or empty, new), *_zones(old or empty, new), *_texts(old or empty, new)]


def _blocks(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from _names("block", old["blocks"], new["blocks"])
    for label, entry in new["blocks"].items():
        known = old["blocks"].get(label)
        if known is None:
            continue
        before, after = _members(known), _members(entry)
        for member in sorted(before.keys() | after.keys()):
            was, now = before.get(member), after.get(member)
            if was is None:
                yield f"+ block {label} holds {member} ({now})"
            elif now is None:
                yield f"- block {label} holds {member}"
            elif was != now:
                yield f"~ block {label} holds {member}: {was} → {now}"
        yield from _anomalies("block", label, known, entry)


def _zones(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from _names("zone", old["zones"], new["zones"])
    for label, entry in new["zones"].items():
        known = old["zones"].get(label)
        if known is None:
            continue
        for fact in FACTS:
            if known.get(fact) != entry.get(fact):
                yield f"~ zone {label} {fact}: {known.get(fact)} → {entry.get(fact)}"
        yield from _anomalies("zone", label, known, entry)


def _names(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for label in sorted(new.keys() - old.keys()):
        yield f"+ {kind} {new[label]['number']} {label}"
    for label in sorted(old.keys() - new.keys()):
        yield f"- {kind} {old[label]['number']} {label}"


def _members(entry: Mapping[str, Any]) -> dict[str, str]:
    """XML name → how often, for everything in a block."""
    return {
        label: f"{member.lowest}..{'*' if member.highest is None else member.highest}"
        for member in reading.members_of(entry)
        for label in member.labels
    }


def _anomalies(
    kind: str, label: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[str]:
    before, after = set(old.get("anomalies", ())), set(new.get("anomalies", ()))
    for problem in sorted(after - before):
        yield f"+ {kind} {label} anomaly {new['number']}-{problem}"
    for problem in sorted(before - after):
        yield f"- {kind} {label} anomaly {new['number']}-{problem}"


def _texts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Official texts are compared by their marks, and only within one language."""
    before, after = old.get("texts", {}), new.get("texts", {})
    if before.get("language") != after.get("language"):
        return
    for kind in ("domain", "presence"):
        known = before.get(kind, {})
        for label, mark in after.get(kind, {}).items():
            if label in known and known[label] != mark:
                yield f"~ {label} {kind}: the official text is another one; read it again"
