"""A piece of the population from its seed to what was declared of it, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from casework.demo.building import Cast
from casework.demo.population.declaring import declare_hirings, declare_wages, report_statuses
from casework.demo.population.people import draw
from casework.demo.population.registers import office, register
from casework.demo.population.work import hire
from declarations.wages.drafting.calendar import deadline
from declarations.wages.quarters import moved, quarter_of
from portal.exchange.actions import move_outbox

QUARTERS: Final = 5


def quarters_before(on: date) -> list[int]:
    """Return the last five quarters whose wages had to be declared by a day, the oldest first."""
    last = next(quarter for by in range(4) if deadline(quarter := moved(quarter_of(on), -by)) < on)
    return [moved(last, -by) for by in reversed(range(QUARTERS))]


@dataclass(frozen=True)
class Piece:
    """A piece of the population: its number, how many persons it has, the day that it shows."""

    seed: int
    number: int
    persons: int
    on: date

    def build(self, quarters: Sequence[int], *, declared: bool, work: bool) -> Iterator[str]:
        """Put the piece into the portal; say after each step what stands.

        `declared` lets employers and institutions declare too; `work` judges the wages and does
        what follows here, which otherwise the workers of the portal do.
        """
        random = self._random(0)
        people = draw(random, self.number, self.persons, self.on)
        jobs = hire(random, people, self.on)
        by, cast = office(), Cast()
        registered = register(self._random(1), self.number, people, jobs.employers, by)
        yield f"{int(people.household[-1]) + 1:,} households, {jobs.employers:,} employers"
        if not declared:
            return
        cast.build()
        declare_hirings(by, self.number, jobs, people.inss.tolist(), registered)
        yield f"{len(jobs):,} hirings"
        for quarter in quarters:
            declare_wages(by, self.number, quarter, jobs, people, registered)
            yield f"wages of {quarter}"
        drawn = self._random(2)
        report_statuses(drawn, self.number, people, registered, cast.applications, self.on)
        yield "statuses"
        if work:
            move_outbox()
            yield "all that follows"

    def _random(self, part: int) -> np.random.Generator:
        """Return the source of chance of a part: the same each time, whatever stands already."""
        return np.random.default_rng([self.seed, self.number, part])
