"""The information model as data: read once, kept, asked by name.

A new flow or version is a new file `data/<flow>_<version>.yaml`; nothing here changes for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from declarations.glossary.model import Anomaly, Block, Code, CodeList, Glossary, Member, Zone

DATA: Final = Path(__file__).parent / "data"
ALWAYS: Final = date(1900, 1, 1)
CODE_LISTS: Final = ("worker_types", "joint_committees")


@cache
def glossary(flow: str, version: str) -> Glossary:
    """One version of a flow, e.g. `glossary("dimona", "2023/1")`; LookupError if there is none."""
    name = f"{flow}_{version.replace('/', '_')}"
    if name not in _models():
        raise LookupError(f"No information model for {flow} {version}.")
    data = _load(name)
    return Glossary(
        flow=data["flow"],
        version=data["version"],
        source=data["source"],
        root=data["root"],
        form=data["form"],
        actions=tuple(data["actions"]),
        blocks={label: _block(label, entry) for label, entry in data["blocks"].items()},
        zones={label: _zone(label, entry) for label, entry in data["zones"].items()},
    )


def glossaries() -> tuple[Glossary, ...]:
    """Every version of every flow."""
    loaded = (_load(name) for name in _models())
    return tuple(glossary(data["flow"], data["version"]) for data in loaded)


@cache
def anomaly(anomaly_id: str) -> Anomaly:
    """The anomaly with an id such as "90017-151" or "FILE-002"; LookupError if there is none."""
    subject, _, problem = anomaly_id.partition("-")
    data = _load("anomalies")
    in_file = subject == "FILE"
    entry = data["file" if in_file else "problems"].get(problem)
    name = "" if in_file else _names().get(subject)
    if entry is None or name is None:
        raise LookupError(f"No anomaly {anomaly_id}.")
    entry = entry | data["anomalies"].get(anomaly_id, {})
    return Anomaly(anomaly_id, entry["class"], name, entry["title"], entry["advice"])


@cache
def code_list(name: str) -> CodeList:
    """A code list by the name of its data file; LookupError if there is none."""
    if name not in CODE_LISTS:
        raise LookupError(f"No code list {name}.")
    data = _load(name)
    defaults = data.get("defaults", {})
    codes = (_code(code, entry, defaults) for code, entry in data["codes"].items())
    return CodeList(name, data["source"], tuple(codes))


def worker_types(*, on: date) -> tuple[Code, ...]:
    """The worker types that may be declared for work that starts on a day."""
    return code_list("worker_types").on(on)


def joint_committees(*, on: date) -> tuple[Code, ...]:
    """The joint committees that Dimona tells apart, on a day."""
    return code_list("joint_committees").on(on)


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Every English text of the data, as (message id, location), for the message catalogue."""
    for name in _models():
        data = _load(name)
        for kind in ("blocks", "zones"):
            for label, entry in data[kind].items():
                yield from _texts(entry, ("name", "help"), f"{name}.yaml:{kind}.{label}")
    for name in CODE_LISTS:
        for code, entry in _load(name)["codes"].items():
            yield from _texts(entry, ("name",), f"{name}.yaml:codes.{code}")
    for kind in ("problems", "anomalies", "file"):
        for code, entry in _load("anomalies")[kind].items():
            yield from _texts(entry, ("title", "advice"), f"anomalies.yaml:{kind}.{code}")


def _texts(
    entry: Mapping[str, Any], keys: tuple[str, ...], where: str
) -> Iterator[tuple[str, str]]:
    for key in keys:
        if entry.get(key):
            yield entry[key], f"declarations/glossary/data/{where}.{key}"


@cache
def _models() -> tuple[str, ...]:
    versioned = re.compile(r"[a-z_]+_[0-9]{4}_[0-9]")
    return tuple(sorted(p.stem for p in DATA.glob("*.yaml") if versioned.fullmatch(p.stem)))


@cache
def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return loaded


@cache
def _names() -> dict[str, str]:
    blocks = {b.number: b.name for model in glossaries() for b in model.blocks.values()}
    return blocks | {z.number: z.name for model in glossaries() for z in model.zones.values()}


def _block(label: str, entry: Mapping[str, Any]) -> Block:
    members = tuple(_member(member) for member in entry["members"])
    return Block(entry["number"], label, entry["name"], members)


def _member(entry: Mapping[str, Any]) -> Member:
    return Member(
        label=entry["name"],
        lowest=entry.get("min", 1),
        highest=entry.get("max", 1),
        of=tuple(entry.get("choice", ())),
        codes=tuple(entry.get("codes", ())),
    )


def _zone(label: str, entry: Mapping[str, Any]) -> Zone:
    facts = dict(entry)
    pattern = facts.pop("pattern", None)
    codes = tuple(facts.pop("codes", ()))
    listed = frozenset(f"{facts['number']}-{code}" for code in facts.pop("anomalies", ()))
    compiled = re.compile(pattern) if pattern else None
    return Zone(label=label, pattern=compiled, codes=codes, listed=listed, **facts)


def _code(code: str, entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> Code:
    rules = {**defaults, **entry.get("rules", {})}
    return Code(code, entry["name"], entry.get("from", ALWAYS), entry.get("until"), rules)
