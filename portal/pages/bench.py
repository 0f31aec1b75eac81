"""Benches: a room measures what it promises, in a module `bench.py`, for `manage.py bench`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a bench found.

    `ratio` is ours over the reference's of the same run, so that it means the same on any
    machine; the `goal` is met where it is not higher, or, of a ratio of speeds (`at_least`), not
    lower. `limit` says what was measured against and what was left out; `more` holds other figures,
    with their units in their names.
    """

    ratio: float
    goal: float
    limit: str
    more: dict[str, Any] = field(default_factory=dict)
    at_least: bool = False

    def line(self, name: str) -> dict[str, Any]:
        """Return the result as one line of JSON holds it."""
        found = {"name": name, "ratio": round(self.ratio, 3), "goal": self.goal}
        met = self.ratio >= self.goal if self.at_least else self.ratio <= self.goal
        return {**found, "met": met, "limit": self.limit, **self.more}


Bench = Callable[[], Result]
BENCHES: dict[str, Bench] = {}


def bench(name: str) -> Callable[[Bench], Bench]:
    """Register a bench; it runs in a database of its own, which is thrown away afterwards."""

    def register(run: Bench) -> Bench:
        if name in BENCHES:
            raise ValueError(f"two benches are called {name}")
        BENCHES[name] = run
        return run

    return register


def medians(acts: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return the median time of each act in seconds.

    The acts take turns, so that what slows the machine for a while slows all of them; a tenth of
    the rounds goes ahead without being counted.
    """
    times: list[list[float]] = [[] for _ in acts]
    for number in range(-(rounds // 10), rounds):
        for act, spent in zip(acts, times, strict=True):
            begun = time.perf_counter()
            act()
            if number >= 0:
                spent.append(time.perf_counter() - begun)
    return [median(spent) for spent in times]
