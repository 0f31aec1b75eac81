"""Where each block and zone of a message stands: its tree, flattened into numbered nodes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from declarations.glossary.model import Block, Glossary

NUMBER: Final = 0
DATE: Final = 1
TEXT: Final = 2
KINDS: Final = {"number": NUMBER, "date": DATE}

# An amendment names its blocks in its own way; what they hold is the same.
SAME: Final = {
    "EmployerDeclarationUpdate": "EmployerDeclaration",
    "NaturalPersonUpdate": "NaturalPerson",
    "WorkerRecordUpdateAction": "WorkerRecord",
    "OccupationUpdate": "Occupation",
    "CompanyVehicleUpdateAction": "CompanyVehicle",
    "CUNPUpdateAction": "ContributionUnrelatedToNP",
    "EmpCompensationUpdateAction": "EmployerCompensation",
}
_LAYOUTS: Final[dict[tuple[str, str], Layout]] = {}


@dataclass(frozen=True)
class Node:
    """A block at one place of the tree. `path` is what its message calls the place.

    `key` is the block's name, as that of an original; where the block may stand at several places,
    with the name of the block above before it ("StudentContribution/UsingEmployer").
    `parent` is the number of the node above, -1 for the root.
    """

    block: Block
    key: str
    path: str
    parent: int
    kinds: dict[str, int]

    @cached_property
    def columns(self) -> dict[str, int]:
        """The column of each zone, in the order of the model."""
        return {zone: column for column, zone in enumerate(self.kinds)}


@dataclass(frozen=True)
class Layout:
    """The nodes of a message, each after the one above it."""

    model: Glossary
    nodes: tuple[Node, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each node, by its key."""
        return {node.key: number for number, node in enumerate(self.nodes)}

    def below(self, number: int) -> dict[str, int]:
        """Return the nodes right below one, by their names in the message."""
        return {
            node.block.label: place
            for place, node in enumerate(self.nodes)
            if node.parent == number
        }


def _made(model: Glossary) -> Layout:
    found: list[tuple[str, int, str]] = []

    def visit(label: str, parent: int, path: str) -> None:
        place = len(found)
        found.append((label, parent, path))
        for member in model.blocks[label].members:
            for child in member.labels:
                if child in model.blocks and member.highest != 0:
                    below = child if child in model.actions else f"{path}/{child}"
                    visit(child, place, below)

    visit(model.root, -1, model.root)
    keys = _keys([(SAME.get(label, label), parent) for label, parent, _path in found])
    nodes = (
        Node(model.blocks[label], key, path, parent, _kinds(model, label))
        for key, (label, parent, path) in zip(keys, found, strict=True)
    )
    return Layout(model, tuple(nodes))


def layout_of(model: Glossary) -> Layout:
    """Return the layout of a version of a message; made once."""
    known = _LAYOUTS.get((model.flow, model.version))
    if known is None or known.model is not model:
        known = _LAYOUTS[model.flow, model.version] = _made(model)
    return known


def _keys(places: list[tuple[str, int]]) -> list[str]:
    """Return the shortest name of each place that no other has, by the blocks above it."""
    keys = [name for name, _above in places]
    aboves = [above for _name, above in places]
    while True:
        often = Counter(keys)
        if all(often[key] == 1 for key in keys):
            return keys
        for number, key in enumerate(list(keys)):
            if often[key] > 1:
                keys[number] = f"{places[aboves[number]][0]}/{key}"
                aboves[number] = places[aboves[number]][1]


def _kinds(model: Glossary, label: str) -> dict[str, int]:
    members = model.blocks[label].members
    return {
        zone: KINDS.get(model.zones[zone].type, TEXT)
        for member in members
        for zone in member.labels
        if zone in model.zones and member.highest != 0
    }
