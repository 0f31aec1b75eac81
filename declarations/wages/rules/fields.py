"""Codes that are in the official lists in the quarter of the declaration, whatever the field.

What the schema can say of a field by itself (presence, type, length, range) the strict reader has
seen to before a rule is asked.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from declarations.glossary.catalog import glossary
from declarations.glossary.model import Glossary, Zone
from declarations.wages.batch import ABSENT, Flags
from declarations.wages.layout import NUMBER, layout_of
from declarations.wages.rules import lists
from declarations.wages.rules.rule import Rule, finds
from declarations.wages.rules.view import View

OUT_OF_DOMAIN: Final = "008"
# Codes that the list does not hold and the zone allows: no committee, no activity.
BESIDE: Final = {"JointCommissionNbr": b"999"}
# Domains of the glossary that the schema does not have.
BOUNDS: Final = {
    ("OccupationInformations", "FirstWeekGuaranteedSalaryNbrDays"): (1, 9_200),
    ("OccupationInformations", "IllnessGrossRemunAmount"): (1, 99_999_999_999),
    ("OccupationInformations", "MobilityBudget"): (1, 99_999_999_999),
    ("Occupation", "SubsidizedMeanWorkingHours"): (0, 5_000),
}
PRESENCE: Final = {
    "WorkerCode": (1, 3),
    "ContributionWorkerCode": (2, 3, 5),
    "UnrelatedWorkerCode": (4,),
}


def rules_of(model: Glossary) -> tuple[Rule, ...]:
    """Return a rule for each field of a message that has a code list."""
    return _rules_of(model.flow, model.version)


@cache
def _rules_of(flow: str, version: str) -> tuple[Rule, ...]:
    model = glossary(flow, version)
    return tuple(
        Rule(OUT_OF_DOMAIN, node.key, label, _question(node.key, model.zones[label], kind))
        for node in layout_of(model).nodes
        for label, kind in node.kinds.items()
        if model.zones[label].code_list
    )


def _beyond(block: str, zone: str, lowest: int, highest: int) -> None:
    @finds(OUT_OF_DOMAIN, block, zone)
    def beyond(view: View) -> Flags:
        """The glossary allows less than the schema."""
        given = view.numbers(block, zone)
        return (given != ABSENT) & ((given < lowest) | (given > highest))


for (_block, _zone), _bounds in BOUNDS.items():
    _beyond(_block, _zone, *_bounds)


@finds(OUT_OF_DOMAIN, "IndemnityWAPM", "IncapacityDegree")
def degree(view: View) -> Flags:
    """A degree of incapacity lies above 0 % and goes up to 100 %."""
    given = view.words("IndemnityWAPM", "IncapacityDegree")
    return (given != b"") & ((given <= b"000,00") | (given > b"100,00"))


def _question(block: str, zone: Zone, kind: int) -> Callable[[View], Flags]:
    def numbers(view: View) -> Flags:
        given = view.numbers(block, zone.label)

        def outside(quarter: int) -> Flags:
            presence = PRESENCE.get(zone.label, ())
            known = lists.numbers(zone.code_list, quarter, presence=presence)
            return (given != ABSENT) & ~np.isin(given, known)

        return lists.by_quarter(view, block, outside)

    def words(view: View) -> Flags:
        given = view.words(block, zone.label)
        beside = BESIDE.get(zone.label, b"")

        def outside(quarter: int) -> Flags:
            known = np.isin(given, lists.words(zone.code_list, quarter))
            return (given != b"") & (given != beside) & ~known

        return lists.by_quarter(view, block, outside)

    return numbers if kind == NUMBER else words
