"""What a worker record says, apart from the message that says it.

The same facts come as a `WorkerRecord` of an original and as a `WorkerRecordUpdateAction` of an
amendment. Read as parts, in the names of an original and without the numbers that only steer an
amendment, two versions of a record can be laid beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from lxml import etree

from declarations.glossary.catalog import newest
from declarations.wages.layout import SAME
from declarations.wages.rules.keys import KEYS

RECORD: Final = "WorkerRecord"
STEERING: Final = frozenset({"UpdateAction", "OccupationVersionNbr", "CompanyVehicleVersionNbr"})

# By which zones two parts under the same part are the same; what is not named here comes once.
IDENTIFIED_BY: Final = {
    **KEYS,
    "Occupation": ("OccupationSequenceNbr",),
    "OccupationDeductionDetail": ("DeductionDetailSequenceNbr",),
    "UsingEmployer": ("UsingEmployerCompanyID", "VATNbr", "INSS", "UsingEmployerName"),
}


@dataclass
class Part:
    """A block with its zones, as sent, and the parts below it; `label` as in an original.

    `action` says what became of it, once it was compared with another version.
    """

    label: str
    zones: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    action: str = ""

    @property
    def values(self) -> dict[str, str]:
        """The zones without what makes no difference: leading zeros of numbers."""
        numbers = _numbers()
        return {
            label: value.lstrip("0") or "0" if label in numbers else value
            for label, value in self.zones.items()
        }

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the part from those beside it."""
        values = self.values
        zones = IDENTIFIED_BY.get(self.label, ())
        return (self.label, *(values.get(zone, "") for zone in zones))

    def walk(self) -> Iterator[Part]:
        """The part and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def part_of(document: bytes) -> Part:
    """Return what the XML of a record, original or amended, says. It must be well formed (UTF-8).

    A zone that is empty says nothing.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return _read(etree.fromstring(document, parser))


def same(one: Part, other: Part) -> bool:
    """Whether two parts say the same, in whatever order their parts come."""
    if one.label != other.label or one.values != other.values:
        return False
    if len(one.parts) != len(other.parts):
        return False
    pairs = zip(_ordered(one), _ordered(other), strict=True)
    return all(same(part, twin) for part, twin in pairs)


def _ordered(part: Part) -> list[Part]:
    return sorted(part.parts, key=lambda each: (each.key, sorted(each.values.items())))


def _read(element: etree._Element) -> Part:
    part = Part(SAME.get(str(element.tag), str(element.tag)))
    for child in element:
        label, text = str(child.tag), (child.text or "").strip()
        if len(child):
            part.parts.append(_read(child))
        elif text and label not in STEERING:
            part.zones[label] = text
    return part


@cache
def _numbers() -> frozenset[str]:
    model = newest("dmfa")
    zones = model.zones.values() if model else ()
    return frozenset(zone.label for zone in zones if zone.type == "number")
