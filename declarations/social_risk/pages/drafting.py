"""A form as a page makes it: what is known stands in it, and what is not known is asked.

Everything follows from the information model: what must be there is there, what a scenario asks
beside it is named in its data, and the rest is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from declarations.channels.writing import header
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Member, Zone
from declarations.social_risk.judging import ORIGINAL
from declarations.social_risk.pages.known import Known
from declarations.social_risk.scenarios import Scenario

# What a form needs to say anything, although the model lets it be left out.
CONTACT: Final = frozenset({"CoordinatesContactPerson", "Communication"})
LINE: Final = frozenset({"WorkerRecordLink", "WorkerRecord", "Occupation"})
ALWAYS: Final = CONTACT | LINE | {"RiskDetail", "INSS"}
# Of these blocks, everything that is known is repeated.
AS_KNOWN: Final = CONTACT | LINE | {"OccupationLink"}
WHOLE: Final = frozenset({"Service", "Remun", "IndicationDaysAndHours", "NatureOfDay"})


@dataclass(frozen=True)
class Heading:
    """A field of the form, at its path; `source` is empty where the employer says it."""

    path: str
    zone: Zone
    value: str
    source: str
    optional: bool

    @property
    def is_asked(self) -> bool:
        """Say whether somebody has to type it."""
        return not self.source


@dataclass
class Drafted:
    """The content of a form so far, and its headings in their order."""

    content: dict[str, Any]
    headings: list[Heading] = field(default_factory=list)

    @property
    def asked(self) -> list[Heading]:
        """The headings that nobody knows yet."""
        return [each for each in self.headings if each.is_asked]

    @property
    def known(self) -> list[Heading]:
        """The headings that are known, for the employer to confirm."""
        return [each for each in self.headings if not each.is_asked]


class Drafting:
    """Makes the form of a scenario from what is known and what was answered, by path."""

    def __init__(self, scenario: Scenario, known: Known, answers: Mapping[str, str]) -> None:
        self.scenario, self.known, self.answers = scenario, known, answers
        self.headings: list[Heading] = []

    def draft(self, now: datetime) -> Drafted:
        """Return the form as it stands."""
        made = {**header(self.scenario.code, "SU", now), "AttestationStatus": ORIGINAL}
        content = self._block(self.scenario.model.form, "Form", made)
        return Drafted({**made, **content}, self.headings)

    def _block(self, label: str, path: str, given: Mapping[str, Any]) -> dict[str, Any]:
        block = self.scenario.model.blocks[label]
        content: dict[str, Any] = {}
        for member in block.ways[0] if block.ways else block.members:
            name = member.labels[0]
            if member.highest == 0 or name in given:
                continue
            element = self.scenario.model.element(name)
            here = f"{path}/{name}"
            if isinstance(element, Block):
                content |= self._below(name, member, here)
            elif self._is_wanted(label, element, member, here):
                content |= self._zone(element, member, here)
        return content

    def _below(self, name: str, member: Member, path: str) -> dict[str, Any]:
        if name in WHOLE:
            blocks, _source = self.known.blocks.get(name, ([], ""))
            wanted = member.lowest or name in self.scenario.asks or name in ("Service", "Remun")
            return {name: list(self._fitting(name, blocks))} if blocks and wanted else {}
        if not (member.lowest or name in self.scenario.asks or name in ALWAYS):
            return {}
        made = self._block(name, path, {})
        several = member.highest is None or member.highest > 1
        return {name: [made] if several else made} if made or member.lowest else {}

    def _fitting(self, name: str, blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Blocks with what the scenario knows of them, in its order."""
        places = self.scenario.model.blocks[name].places
        for block in blocks:
            yield {label: block[label] for label in places if block.get(label)}

    def _is_wanted(self, block: str, zone: Zone, member: Member, path: str) -> bool:
        asked = member.lowest or zone.label in self.scenario.asks or zone.label in ALWAYS
        repeated = block in AS_KNOWN and zone.label in self.known.values
        return bool(asked or repeated or path in self.answers)

    def _zone(self, zone: Zone, member: Member, path: str) -> dict[str, Any]:
        zone = replace(zone, codes=member.codes or zone.codes)
        value, source = self.known.values.get(zone.label, ("", ""))
        if value and problem_of(zone, value):
            value, source = "", ""
        if not value and len(zone.codes) == 1:
            value, source = zone.codes[0], self.scenario.title
        value = self.answers.get(path, value)
        asked = bool(member.lowest) or zone.label in self.scenario.asks
        if value or asked:
            self.headings.append(Heading(path, zone, value, source, not member.lowest))
        return {zone.label: value} if value else {}


def headings_of(scenario: Scenario) -> int:
    """How many headings the model of a scenario has."""
    walked = scenario.model.walk(scenario.model.form)
    return sum(1 for _p, member, each in walked if isinstance(each, Zone) and member.highest != 0)
