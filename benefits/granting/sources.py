"""Which rights follow from what is known, and what their rules are told of many persons.

What is told of one person is the same on the pages (`benefits.outlook`) and for an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from benefits.granting.graph import GRAPH
from benefits.granting.reading import (
    CHILD,
    NOBODY,
    Whom,
    answered,
    beside,
    members,
    people,
    places_in,
    regions,
    spells,
)
from benefits.schemes import child_benefit, increased_reimbursement, social_energy_tariff
from benefits.schemes.facts import Facts
from benefits.schemes.increased_reimbursement.rule import Status
from benefits.schemes.many import Columns
from benefits.schemes.social_energy_tariff.rule import Status as TariffStatus
from portal.law.days import Days, years_of_age
from portal.law.money import Ints

TARIFF: Final = GRAPH["social_energy_tariff"]
# The number by which the rule of the tariff knows each status, by that of the reimbursement.
TARIFF_CODES: Final = np.zeros(max(Status) + 1, dtype=np.int64)
for kind, code in TARIFF.statuses.items():
    TARIFF_CODES[Status[kind.name]] = TariffStatus[code.upper()]


@dataclass(frozen=True)
class Known:
    """What is known of the persons of a piece on a day, in their order; `spells` of whom has one.

    `members` are all who live in their households. `given` says, for each right that was looked at
    before, on which day it was first decided; NaT for whom it is not given.
    """

    on: date
    people: Columns
    members: Columns
    spells: Columns
    given: dict[str, Days]

    @classmethod
    def of(cls, whom: Whom, on: date) -> "Known":
        """Return what is known of persons: of all from one id to another, or of some."""
        found = people(whom, on)
        homes = found["home"]
        living = members(homes, on)
        told = {**found, "region": regions(homes), **_families(homes, living)}
        return cls(on, told, living, spells(whom, on), {})


def _families(homes: Ints, members: Columns) -> Columns:
    """Return how many adults and children of known age live in the home of each person."""
    known, places = np.unique(members["home"], return_inverse=True)
    child = members["role"] == CHILD
    here = places_in(known, homes)
    counts = {"adults": places[~child], "children": places[child & members["born"]]}
    return {
        name: np.append(np.bincount(each, minlength=len(known)), 0)[here]  # the last one: no home
        for name, each in counts.items()
    }


@dataclass(frozen=True)
class Told:
    """The facts for a rule, of the persons in these places among the people."""

    places: Ints
    facts: Facts


Source = Callable[[Known, Columns], Told]


def _increased_reimbursement(known: Known, standing: Columns) -> Told:
    """From the status that lasts longest."""
    places = places_in(known.people["id"], known.spells["id"])
    alive = places != NOBODY
    held = {name: values[alive] for name, values in known.spells.items()}
    facts = increased_reimbursement.SCHEME.Facts(
        status=held["status"],
        since=held["since"],
        until=held["until"],
        # It only matters for the care allowance of the elderly, which nobody reports here yet.
        german_speaking_community=np.zeros(len(held["id"]), dtype=bool),
    )
    return Told(places[alive], facts)


def _social_energy_tariff(known: Known, standing: Columns) -> Told:
    """From the status behind increased reimbursement, since the day it was first decided."""
    given = known.given[TARIFF.after]
    places = np.flatnonzero(~np.isnat(given))
    status = beside(known.people["id"][places], known.spells)
    facts = social_energy_tariff.SCHEME.Facts(
        status=TARIFF_CODES[status["status"]],
        decided_on=given[places],
        until=status["until"],
        at_address=known.people["home"][places] > 0,
    )
    return Told(places, facts)


# What no register says of a child's family, but an application did.
ANSWERED: Final = ("studies", "higher", "invalid_parent", "income", "income_known", "cadastral")


def _child_benefit(known: Known, standing: Columns) -> Told:
    """For each child of a household: the base, and what an application established besides."""
    people = known.people
    age = years_of_age(people["born"], known.on)
    places = np.flatnonzero(people["is_child"] & (people["region"] > 0) & (age >= 0))
    some: dict[str, Any] = {name: values[places] for name, values in people.items()}
    asked = {name: standing[name][places] for name in ("asked", "decision")}
    facts = child_benefit.SCHEME.Facts(
        region=some["region"],
        born=some["born"],
        age=age[places],
        children=some["children"],
        single_parent=some["adults"] == 1,
        **answered(child_benefit.SCHEME.code, ANSWERED, asked),
    )
    return Told(places, facts)


# In this order: what derives from a right comes after it.
SOURCES: Final[dict[str, Source]] = {
    "increased_reimbursement": _increased_reimbursement,
    "social_energy_tariff": _social_energy_tariff,
    "child_benefit": _child_benefit,
}
