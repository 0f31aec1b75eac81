"""The declarations of a social risk: which there are, and what is particular to each, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from declarations.glossary.catalog import newest, values_of
from declarations.glossary.model import Glossary, Zone

DATA: Final = Path(__file__).with_name("scenarios.yaml")
KIND: Final = "IdentificationOfRisk"
STATUS: Final = "AttestationStatus"


@dataclass(frozen=True)
class Scenario:
    """One scenario; see `scenarios.yaml` for what its fields say."""

    flow: str
    sector: str
    first: str
    last: str = ""
    after: bool = False
    monthly: bool = False
    wages: bool = False
    related: bool = False
    follows: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    due: int = 0

    @cached_property
    def model(self) -> Glossary:
        """Its information model."""
        model = newest(self.flow)
        assert model is not None  # noqa: S101 - each entry has its data file
        return model

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every anomaly that its model lists: a rule gives no other."""
        return frozenset().union(*(each.listed for each in self.model.elements.values()))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """What a form may be: "0" an original, "1" a change, "3" a cancellation."""
        _place, member = self.model.blocks[self.model.form].places[STATUS]
        return member.codes or self.model.zones[STATUS].codes

    @property
    def code(self) -> str:
        """Its official name, such as WECH001."""
        return self.model.root

    @property
    def title(self) -> str:
        """What it declares, in the active language."""
        return self.model.title

    @property
    def kinds(self) -> tuple[str, ...]:
        """The identifications of the risk that it knows, in three digits; none where it has one."""
        zone = self.model.zones.get(KIND)
        return tuple(code.zfill(3) for code in zone.codes) if zone else ()

    def kind_words(self, kind: str) -> str:
        """The identification of a risk in words; the scenario's own where it has none."""
        zone = self.model.zones.get(KIND)
        listed = values_of(zone) if isinstance(zone, Zone) else None
        try:
            return listed[str(int(kind))].title if listed and kind else self.title
        except KeyError:
            return kind


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its flow, such as "wech001"."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return {
        flow: Scenario(
            flow,
            **{
                **entry,
                "follows": tuple(entry.get("follows", ())),
                "carries": tuple(entry.get("carries", ())),
                "asks": frozenset(entry.get("asks", ())),
            },
        )
        for flow, entry in data.items()
    }


def of_root(root: str) -> Scenario | None:
    """The scenario whose message begins with an element; None for another message."""
    found = scenarios().get(root.lower())
    return found if found and found.code == root else None


def monthly() -> Iterator[Scenario]:
    """The scenarios that are declared month by month."""
    return (each for each in scenarios().values() if each.monthly)
