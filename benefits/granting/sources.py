"""Which rights follow from what is known, and what their rules are told of many persons.

What is told of one person is the same on the pages (`benefits.outlook`) and for an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from benefits.granting.graph import GRAPH
from benefits.granting.reading import NOBODY, beside, places_in, spells
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

    `given` says, for each right that was looked at before, on which day it was first decided; NaT
    for whom it is not given.
    """

    on: date
    people: Columns
    spells: Columns
    given: dict[str, Days]

    @classmethod
    def of(cls, people: Columns, on: date) -> "Known":
        """Return what is known of people."""
        ids = people["id"]
        first, last = (int(ids[0]), int(ids[-1])) if len(ids) else (1, 0)
        return cls(on, people, spells(first, last, on), {})


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


def _child_benefit(known: Known, standing: Columns) -> Told:
    """For each child of a household: the base; supplements wait for the income."""
    people = known.people
    age = years_of_age(people["born"], known.on)
    places = np.flatnonzero(people["is_child"] & (people["region"] > 0) & (age >= 0))
    some: dict[str, Any] = {name: values[places] for name, values in people.items()}
    nobody, nothing = np.zeros(len(places), dtype=bool), np.zeros(len(places), dtype=np.int64)
    facts = child_benefit.SCHEME.Facts(
        region=some["region"],
        born=some["born"],
        age=age[places],
        studies=nobody,
        higher=nobody,
        children=some["children"],
        single_parent=some["adults"] == 1,
        invalid_parent=nobody,
        income=nothing,
        income_known=nobody,
        cadastral=nothing,
    )
    return Told(places, facts)


# In this order: what derives from a right comes after it.
SOURCES: Final[dict[str, Source]] = {
    "increased_reimbursement": _increased_reimbursement,
    "social_energy_tariff": _social_energy_tariff,
    "child_benefit": _child_benefit,
}
