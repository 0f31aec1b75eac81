"""The information model as data: read once, kept, asked by name.

A new flow or version is a new file `data/<flow>_<version>.yaml`; nothing here changes for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from declarations.glossary import reading
from declarations.glossary.model import Anomaly, Code, CodeList, Glossary, Zone

DATA: Final = Path(__file__).parent / "data"
OWN: Final = {"FILE": "file", "RISK": "risk"}  # our own anomalies, by what they are about
CODE_LISTS: Final = (
    *("worker_types", "joint_committees", "countries", "worker_codes", "employer_classes"),
    *("contribution_types", "reduction_codes", "working_times", "remunerations", "functions"),
    *("employment_measures", "reorganisation_measures", "worker_statuses", "sector_details"),
    *("official_joint_committees", "activities_with_risk", "staff_classes", "government_staff"),
    *("institution_types", "indemnities", "day_types", "accident_events", "accident_objects"),
    *("injury_natures", "injury_places", "prevention_measures"),
)


@cache
def glossary(flow: str, version: str) -> Glossary:
    """One version of a flow, e.g. `glossary("dimona", "2023/1")`; LookupError if there is none."""
    name = reading.file_name(flow, version)
    if name not in reading.models(DATA):
        raise LookupError(f"No information model for {flow} {version}.")
    return reading.glossary_of(reading.load_model(DATA, name))


@cache
def glossaries() -> tuple[Glossary, ...]:
    """Every version of every flow, each flow from its oldest to its newest version."""
    loaded = (_load(name) for name in reading.models(DATA))
    return tuple(glossary(data["flow"], data["version"]) for data in loaded)


def newest(flow: str) -> Glossary | None:
    """The newest version of a flow that we hold, if any."""
    return next((model for model in reversed(glossaries()) if model.flow == flow), None)


def for_quarter(flow: str, quarter: int) -> Glossary:
    """The version in which a quarter (20231) is declared: the newest that is not after it;
    LookupError when every version is, or when quarters play no part in the flow."""
    held = (model for model in reversed(glossaries()) if model.flow == flow)
    for model in held:
        if model.quarter is not None and model.quarter <= quarter:
            return model
    raise LookupError(f"No information model for {flow} in the quarter {quarter}.")


@cache
def anomaly(anomaly_id: str, flow: str = "") -> Anomaly:
    """The anomaly with an id such as "90017-151" or "FILE-002", with the class that a flow gives to
    it (that of the first flow that has it, where none is named); LookupError if there is none."""
    subject, _, problem = anomaly_id.partition("-")
    data = _load("anomalies")
    is_own = subject in OWN
    entry = (data[OWN[subject]] if is_own else _problems()).get(problem)
    name = "" if is_own else _names().get(subject)
    if entry is None or name is None:
        raise LookupError(f"No anomaly {anomaly_id}.")
    entry = {**entry, **data["anomalies"].get(anomaly_id, {})}
    return Anomaly(
        anomaly_id,
        _classes(flow).get(anomaly_id, entry["class"]),
        name,
        entry.get("title", ""),
        entry.get("advice", ""),
        entry.get("labels", {}),
    )


@cache
def anomalies() -> tuple[Anomaly, ...]:
    """Every anomaly that a model lists or that we explain ourselves, by id; our own come last."""
    listed = {
        found
        for model in glossaries()
        for element in model.elements.values()
        for found in element.listed
    }
    data = _load("anomalies")
    own = [f"{subject}-{problem}" for subject, group in OWN.items() for problem in data[group]]
    return tuple(anomaly(found) for found in [*sorted({*listed, *data["anomalies"]}), *own])


@cache
def code_list(name: str) -> CodeList:
    """A code list by the name of its data file, or by the number of the zone whose values it
    explains; LookupError if there is none."""
    values = _load("values")
    if name in values["zones"]:
        codes = {code: {"name": text} for code, text in values["zones"][name].items()}
        return reading.code_list_of(name, {"source": values["source"], "codes": codes})
    if name not in CODE_LISTS:
        raise LookupError(f"No code list {name}.")
    return reading.code_list_of(name, _load(name))


def values_of(zone: Zone) -> CodeList | None:
    """The list that says what the codes of a zone mean, if we have one."""
    name = zone.code_list or zone.number
    return code_list(name) if name in (*CODE_LISTS, *_load("values")["zones"]) else None


def worker_types(*, on: date) -> tuple[Code, ...]:
    """The worker types that may be declared for work that starts on a day."""
    return code_list("worker_types").on(on)


def joint_committees(*, on: date) -> tuple[Code, ...]:
    """The joint committees that Dimona tells apart, on a day."""
    return code_list("joint_committees").on(on)


@cache
def combinations(quarter: int) -> frozenset[tuple[int, int, int]]:
    """(employer class, worker code, contribution type) that go together in a quarter (20231), from
    the newest table that is not after it; none when we hold no table for it."""
    tables = _load("combinations")["quarters"]
    known = max((start for start in tables if start <= quarter), default=None)
    return frozenset(
        (int(employer_class), int(worker_code), contribution_type)
        for group in (tables[known] if known else ())
        for employer_class in group["classes"].split()
        for contribution_type, worker_codes in group["types"].items()
        for worker_code in worker_codes.split()
    )


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Every English text of the data, as (message id, location), for the message catalogue."""
    for name in (*reading.models(DATA), *reading.shared(DATA)):
        yield from _texts_of_model(_load(name), f"{name}.yaml")
    for name in CODE_LISTS:
        yield from _texts(_load(name), ("title",), f"{name}.yaml")
        for code, entries in _load(name)["codes"].items():
            for entry in entries if isinstance(entries, list) else [entries]:
                yield from _texts(entry, ("name",), f"{name}.yaml:codes.{code}")
    for zone, names in _load("values")["zones"].items():
        for code in names:
            yield from _texts(names, (code,), f"values.yaml:{zone}")
    for kind in ("problems", "anomalies", "file"):
        for code, entry in _load("anomalies")[kind].items():
            yield from _texts(entry, ("title", "advice"), f"anomalies.yaml:{kind}.{code}")


def _texts_of_model(data: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    yield from _texts(data, ("name", "about"), where)
    for kind in ("blocks", "zones"):
        for label, entry in data[kind].items():
            yield from _texts(entry, ("name", "help", "about"), f"{where}:{kind}.{label}")
            for member in reading.written_members(entry):
                yield from _texts(member, ("when",), f"{where}:{kind}.{label}.{member['name']}")


def _texts(
    entry: Mapping[str, Any], keys: tuple[str, ...], where: str
) -> Iterator[tuple[str, str]]:
    for key in keys:
        if entry.get(key):
            yield entry[key], f"declarations/glossary/data/{where}.{key}"


def _load(name: str) -> reading.Data:
    return reading.load(DATA / f"{name}.yaml")


@cache
def _names() -> dict[str, str]:
    """What each zone and block number is called. The oldest name stays."""
    blocks = {b.number: b.name for model in glossaries() for b in model.blocks.values()}
    return blocks | {z.number: z.name for model in glossaries() for z in model.zones.values()}


@cache
def _problems() -> dict[str, Any]:
    """What each problem is: in our own words, or with the label of an imported publication."""
    imported = [_load(name).get("problems", {}) for name in reading.models(DATA)]
    known: dict[str, Any] = {}
    for problems in (*imported, _load("anomalies")["problems"]):
        known |= problems
    return known


@cache
def _classes(flow: str) -> dict[str, str]:
    """The class of an anomaly, where a version gives it another than its problem: the newest
    version of the flow comes first, then what it shares, then the others in their order. Flows that
    share a base speak of themselves alone."""
    shared = {name: _load(name) for name in reading.shared(DATA)}
    files = [_load(name) for name in reading.models(DATA)]
    own = [data for data in files if data["flow"] == flow]
    bases = [shared[data["base"]] for data in own if data.get("base") in shared]
    others = [data for data in files if data.get("base") not in shared]
    classes: dict[str, str] = {}
    for data in (*reversed(others), *bases, *own):
        classes |= data.get("classes", {})
    return classes
