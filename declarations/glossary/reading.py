"""Data files of the information model, read into its classes.

A model file says what it has of its own; what it leaves out about a block or zone is said by the
file that it names as `base`. A file without `base` is complete in itself. A base that is no
flow's holds what several flows have in common, their anomalies too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from declarations.glossary.model import Block, Code, CodeList, Glossary, Labels, Member, Zone

Data: TypeAlias = dict[str, Any]
ALWAYS: Final = date(1900, 1, 1)
SHARED: Final = ""  # the flow of a base that several flows share
VERSIONED: Final = re.compile(r"[a-z0-9_]+_[0-9]{4}_[0-9]")


def file_name(flow: str, version: str) -> str:
    """The name of the file of a version, without its ending: "dimona_2023_1"."""
    return f"{flow}_{version.replace('/', '_')}"


def models(folder: Path) -> list[str]:
    """The names of the model files of a folder, each flow from its oldest to its newest version."""
    return sorted(path.stem for path in folder.glob("*.yaml") if VERSIONED.fullmatch(path.stem))


def load(path: Path) -> Data:
    """A data file as it stands. Do not change what is returned."""
    return _loaded(path, path.stat().st_mtime_ns)


@cache
def _loaded(path: Path, _written: int) -> Data:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Data = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - a safe loader
    return loaded


def load_model(folder: Path, name: str) -> Data:
    """A model file with what it takes from its base, and only what its message can reach."""
    whole = _with_base(folder, name)
    return {**whole, **reachable(whole)}


def reachable(data: Mapping[str, Any]) -> Data:
    """The blocks and zones to which the tree of a message leads from its root."""
    reached = {data["root"], *_reached(data["root"], data["blocks"])}
    return {
        kind: {label: entry for label, entry in data[kind].items() if label in reached}
        for kind in ("blocks", "zones")
    }


def shared(folder: Path) -> list[str]:
    """The names of the files that several flows share."""
    bases = {load(folder / f"{name}.yaml").get("base") for name in models(folder)}
    return sorted(b for b in bases if b and load(folder / f"{b}.yaml")["flow"] == SHARED)


def _with_base(folder: Path, name: str) -> Data:
    own = load(folder / f"{name}.yaml")
    if "base" not in own:
        return own
    base = _with_base(folder, own["base"])
    left_out = () if base["flow"] in (SHARED, own["flow"]) else ("anomalies",)
    merged = {kind: _merged(base[kind], own[kind], left_out) for kind in ("blocks", "zones")}
    return {**own, **merged}


def _merged(base: Data, own: Data, left_out: tuple[str, ...]) -> Data:
    """The anomalies of a zone are those of its own message; all other facts are taken over."""
    inherited = {
        label: {key: value for key, value in entry.items() if key not in left_out}
        for label, entry in base.items()
    }
    labels = [*own, *(label for label in inherited if label not in own)]
    return {
        label: {**inherited.get(label, {}), **_conditioned(own.get(label, {}), base.get(label, {}))}
        for label in labels
    }


def _conditioned(entry: Data, base: Data) -> Data:
    """A block whose members have the conditions that stand in its base."""
    said = {m["name"]: m["when"] for m in written_members(base) if "when" in m}
    if not said or "members" not in entry:
        return entry
    return {**entry, "members": [_said(member, said) for member in entry["members"]]}


def _said(member: Data, said: Mapping[str, str]) -> Data:
    if "ways" in member:
        return {"ways": [[_said(each, said) for each in way] for way in member["ways"]]}
    return {"when": said[member["name"]], **member} if member["name"] in said else member


def _reached(label: str, blocks: Data) -> Iterator[str]:
    for member in members_of(blocks[label]):
        for child in member.labels:
            yield child
            if child in blocks:
                yield from _reached(child, blocks)


def glossary_of(data: Mapping[str, Any]) -> Glossary:
    """The model that a file (with its base) describes."""
    return Glossary(
        flow=data["flow"],
        version=data["version"],
        name=data["name"],
        about=data.get("about", ""),
        source=data["source"],
        root=data["root"],
        form=data["form"],
        actions=tuple(data["actions"]),
        quarter=data.get("quarter"),
        blocks={label: _block(label, entry) for label, entry in data["blocks"].items()},
        zones={label: _zone(label, entry) for label, entry in data["zones"].items()},
    )


def code_list_of(name: str, data: Mapping[str, Any]) -> CodeList:
    """The code list that a file describes; a code that was used again has several entries."""
    defaults = data.get("defaults", {})
    codes = (
        _code(code, entry, defaults)
        for code, entries in data["codes"].items()
        for entry in (entries if isinstance(entries, list) else [entries])
    )
    return CodeList(name, data["source"], tuple(codes), data.get("title", ""))


def _block(label: str, entry: Mapping[str, Any]) -> Block:
    ways = _ways(entry)
    return Block(
        number=entry["number"],
        label=label,
        name=entry["name"],
        members=members_of(entry),
        ways=ways if len(ways) > 1 else (),
        open=entry.get("open", False),
        about=entry.get("about", ""),
        listed=_listed(entry),
    )


def _ways(entry: Mapping[str, Any]) -> tuple[tuple[Member, ...], ...]:
    """Every content that a block may have: one, unless there are `ways` among its members."""
    ways: list[tuple[Member, ...]] = [()]
    for member in entry["members"]:
        alternatives = [tuple(map(_member, way)) for way in member.get("ways", [[member]])]
        ways = [(*way, *more) for way in ways for more in alternatives]
    return tuple(ways)


def written_members(entry: Mapping[str, Any]) -> Iterator[Data]:
    """The members of a block as they stand in its file, also those of its ways, if it has any."""
    for member in entry.get("members", ()):
        for way in member.get("ways", [[member]]):
            yield from way


def members_of(entry: Mapping[str, Any]) -> tuple[Member, ...]:
    """The members of a block, those of all its ways each once, in an order that suits every way;
    what is not in all of them is optional."""
    ways = _ways(entry)
    members: list[Member] = []
    for way in ways:
        place = len(members)
        for member in reversed(way):
            labels = [known.label for known in members]
            if member.label in labels:
                place = labels.index(member.label)
                members[place] = _either(members[place], member)
            else:
                members.insert(place, member)
    everywhere = set.intersection(*({member.label for member in way} for way in ways))
    return tuple(m if m.label in everywhere else replace(m, lowest=0) for m in members)


def _either(one: Member, other: Member) -> Member:
    """A member that one way wants so often and another way so often."""
    limits = (one.highest, other.highest)
    highest = None if None in limits else max(filter(None, limits), default=0)
    return replace(one, lowest=min(one.lowest, other.lowest), highest=highest)


def _member(entry: Mapping[str, Any]) -> Member:
    return Member(
        label=entry["name"],
        lowest=entry.get("min", 1),
        highest=entry.get("max", 1),
        of=tuple(entry.get("choice", ())),
        codes=tuple(entry.get("codes", ())),
        when=entry.get("when", ""),
    )


def _zone(label: str, entry: Mapping[str, Any]) -> Zone:
    facts = dict(entry)
    facts.pop("anomalies", None)
    pattern = facts.pop("pattern", None)
    return Zone(
        label=label,
        pattern=re.compile(pattern) if pattern else None,
        codes=tuple(facts.pop("codes", None) or ()),
        listed=_listed(entry),
        **facts,
    )


def _listed(entry: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(f"{entry['number']}-{code}" for code in entry.get("anomalies", ()))


def _code(code: str, entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> Code:
    rules = {**defaults, **entry.get("rules", {})}
    labels: Labels = entry.get("labels", {})
    valid_from = entry.get("from", ALWAYS)
    return Code(code, entry.get("name", ""), valid_from, entry.get("until"), rules, labels)
