"""What the rule for child benefit is told, and what each region's part of it answers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np

from benefits.schemes import base
from portal.law.arrays import anybody, chosen
from portal.law.days import Days
from portal.law.figures import Figure, Figures
from portal.law.money import Ints
from portal.law.steps import Flags, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))
LARGE_FAMILY = 3  # children, in every region


class Region(base.Code):
    """Where the child lives."""

    FLANDERS = 1
    WALLONIA = 2
    BRUSSELS = 3
    GERMAN_SPEAKING = 4


@dataclass(frozen=True)
class Facts(base.Facts):
    """One child for each place.

    ``age`` is that on the day decided on; what is due for other days goes by the age of each, from
    ``born``. ``studies`` says of an adult child that school or training goes on,
    ``higher`` that it is higher education. ``children`` is the number of children with benefit in
    the family. ``income`` is the taxable yearly income of the household in cents, of the year that
    the region looks at, where ``income_known``; ``cadastral`` its income of property.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"region": Region}

    region: Ints
    born: Days
    age: Ints
    studies: Flags
    higher: Flags
    children: Ints
    single_parent: Flags
    invalid_parent: Flags
    income: Ints
    income_known: Flags
    cadastral: Ints


@dataclass
class Amount:
    """Cents a month of each child as they are added up, with the steps; ``unknown`` for whom a
    part is owed of which the tables do not hold the amount.
    """

    cents: Ints
    unknown: Flags
    steps: list[Step]

    @classmethod
    def none(cls, children: int) -> "Amount":
        """Return nothing for so many children."""
        zero = np.zeros(children, dtype=np.int64)
        return cls(zero, np.zeros(children, dtype=bool), [])

    def add(self, name: str, on: date, key: str, label: str, applies: Flags) -> None:
        """Add a figure for whom it applies; where there is none on the day, say so."""
        if not anybody(applies):
            return
        figure: Figure | None = FIGURES.find(name, on)
        if figure is None:
            self.unknown |= applies
            return
        value = chosen(applies, figure.value, 0)
        self.cents = self.cents + value
        self.steps.append(Step.by(figure, key, label, value, "cents", applies=applies))


def below(name: str, on: date, facts: Facts) -> tuple[Flags, Flags]:
    """Return whose income is at most a limit, and for whom the limit is not known."""
    limit = FIGURES.find(name, on)
    if limit is None:
        return np.zeros(len(facts), dtype=bool), facts.income_known.copy()
    return facts.income_known & (facts.income <= limit.value), np.zeros(len(facts), dtype=bool)
