"""Who works where, since when, until when, and for what pay: drawn for a piece of people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from casework.demo.population import MARGINALS
from casework.demo.population.people import REGIONS, Days, People, banded
from portal.law.money import Ints

FIRST: Final = np.datetime64("2003-01-01")  # hirings are declared since then
NEVER: Final = np.datetime64("NaT")
DAYS_LOOKED_BACK: Final = 456  # of those who left: five quarters
TENTH: Final = 1.2816  # of the normal distribution, the value that a tenth is above


@dataclass(frozen=True)
class Jobs:
    """One job a row, those of an employer together.

    `person` and `employer` count from 0 in the piece; `until` is NaT while the job goes on.
    `pay` is that of a whole month in cents, `time` hundredths of a full-time week.
    """

    person: Ints
    employer: Ints
    since: Days
    until: Days
    pay: Ints
    time: Ints
    manual: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def __len__(self) -> int:
        return len(self.person)

    def some(self, which: Any) -> Jobs:
        """Return the jobs at these places, or those that a mask leaves."""
        return Jobs(*(getattr(self, field.name)[which] for field in fields(self)))

    @property
    def employers(self) -> int:
        """Return how many employers there are."""
        return int(self.employer.max(initial=-1)) + 1


def hire(random: Generator, people: People, on: date) -> Jobs:
    """Draw the jobs of people: those that go on, and those that ended of late."""
    person = np.flatnonzero(random.random(len(people)) < _chances(people))
    count = len(person)
    employers = max(1, count // MARGINALS["work"]["workers_of_an_employer"])
    sizes = random.lognormal(0, 1.2, employers)
    employer = random.choice(employers, size=count, p=sizes / sizes.sum())
    left = random.random(count) < MARGINALS["work"]["left"] / 1000
    ends = np.datetime64(on) - random.integers(1, DAYS_LOOKED_BACK, count)
    until = np.where(left, ends, NEVER)
    tenure = 1 + random.exponential(MARGINALS["work"]["mean_tenure_days"], count).astype(np.int64)
    latest = np.where(left, ends, np.datetime64(on - timedelta(days=1)))
    adult = people.born[person] + np.timedelta64(18 * 366, "D")
    since = np.minimum(np.maximum(np.maximum(latest - tenure, FIRST), adult), latest)
    time = _time(random, count)
    jobs = Jobs(
        person,
        np.unique(employer, return_inverse=True)[1],
        since,
        until,
        _pay(random, count) * time // 100,
        time,
        random.random(count) < MARGINALS["manual"] / 1000,
    )
    return jobs.some(np.argsort(jobs.employer, kind="stable"))


def _chances(people: People) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how probably each has been an employee of late, by region and age."""
    work = MARGINALS["work"]
    rates = np.array([work["per_mille"][region] for region in REGIONS])[people.region] / 1000
    factor = np.zeros(len(people))
    for first, last, hundredths in work["of_the_average"]:
        factor[(people.age >= first) & (people.age <= last)] = hundredths / 100
    return rates * factor * work["employees"] / 1000 / (1 - work["left"] / 1000)


def _pay(random: Generator, count: int) -> Ints:
    """Draw full-time pay that has the published tenth, median and ninetieth."""
    pay, drawn = MARGINALS["pay"], random.normal(0, 1, count)
    below = np.log(pay["median"] / pay["tenth"]) / TENTH
    above = np.log(pay["ninetieth"] / pay["median"]) / TENTH
    factor = np.exp(np.clip(drawn, -2, 4) * np.where(drawn < 0, below, above))
    return np.rint(pay["median"] * factor).astype(np.int64)


def _time(random: Generator, count: int) -> Ints:
    return banded(
        random, [[time, time, w] for time, w in MARGINALS["working_time"]["shares"]], count
    )
