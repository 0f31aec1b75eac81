"""Who lives with whom, since when they live, and where: drawn for a piece of the population."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from casework.demo.population import MARGINALS, PIECES
from portal.law.money import Ints
from portal.people.check_digits import BORN_SINCE_2000, of_inss
from portal.people.models import HouseholdRole

Days = NDArray[np.datetime64]
REGIONS: Final = tuple(MARGINALS["regions"]["people"])
ROLES: Final = (
    HouseholdRole.REFERENCE,
    HouseholdRole.PARTNER,
    HouseholdRole.CHILD,
    HouseholdRole.OTHER,
)
REFERENCE, PARTNER, CHILD, OTHER = range(4)
YOUNGEST_PARENT: Final = 18
OLDEST: Final = 105
MONTH_DAYS: Final = 28  # births on later days of a month are left out
SERIALS: Final = 997  # of the national numbers of one day
OF_A_PIECE: Final = MONTH_DAYS * SERIALS // PIECES  # numbers of one month


@dataclass(frozen=True)
class People:
    """Persons of a piece, those of one household together, the reference person first.

    `household` counts from 0, `role` is a place in `ROLES`, `region` one in `REGIONS`. `inss` is
    the national number as a whole number.
    """

    household: Ints
    role: Ints
    region: Ints
    age: Ints
    born: Days
    inss: Ints

    def __len__(self) -> int:
        return len(self.age)


def draw(random: Generator, piece: int, count: int, on: date) -> People:
    """Draw so many persons as they live on a day; the last household may lose members."""
    kind, sizes = _households(random, count)
    household = np.repeat(np.arange(len(sizes)), sizes)[:count]
    place = np.arange(count) - (np.cumsum(sizes) - sizes)[household]
    types = MARGINALS["households"]["types"]
    couple = np.array([each["couple"] for each in types])[kind][household]
    other = np.array([each["name"] == "other" for each in types])[kind][household]
    role = np.select([place == 0, couple & (place == 1), other], [REFERENCE, PARTNER, OTHER], CHILD)
    age = _ages(random, kind, household, role)
    born, inss = _births(random, piece, age, on)
    regions = _weighted(random, list(MARGINALS["regions"]["people"].values()), len(sizes))
    return People(household, role, regions[household], age, born, inss)


def _households(random: Generator, count: int) -> tuple[Ints, Ints]:
    """Draw households, their types and sizes, until they hold so many persons."""
    types = MARGINALS["households"]["types"]
    kind = _weighted(random, [each["share"] for each in types], count)
    sizes = np.ones(count, dtype=np.int64)
    for number, each in enumerate(types):
        chosen = kind == number
        sizes[chosen] += each["couple"]
        if "children" in each:
            sizes[chosen] += 1 + _weighted(random, each["children"], int(chosen.sum()))
    used = int(np.searchsorted(np.cumsum(sizes), count)) + 1
    return kind[:used], sizes[:used]


def _ages(random: Generator, kind: Ints, household: Ints, role: Ints) -> Ints:
    """Draw the ages of reference persons by type, and those of the others beside them."""
    first = np.zeros(len(kind), dtype=np.int64)
    for number, each in enumerate(MARGINALS["households"]["types"]):
        chosen = kind == number
        first[chosen] = banded(random, each["ages"], int(chosen.sum()))
    near = np.clip(first + np.rint(random.normal(-1, 4, len(first))), YOUNGEST_PARENT, OLDEST)
    beside = near.astype(np.int64)[household]
    oldest_child = np.minimum(first[household], beside) - YOUNGEST_PARENT
    child = np.minimum(banded(random, MARGINALS["children"]["ages"], len(role)), oldest_child)
    return np.choose(role, [first[household], beside, np.maximum(child, 0), beside])


def _births(random: Generator, piece: int, age: Ints, on: date) -> tuple[Days, Ints]:
    """Return days of birth and national numbers; no two pieces share a number.

    Raises ValueError where more are born in one month than a piece has numbers for.
    """
    month = random.integers(1, 13, len(age))
    year = on.year - age - (month >= on.month)
    since = year * 12 + month
    order = np.argsort(since, kind="stable")
    rank = np.empty(len(age), dtype=np.int64)
    firsts = np.searchsorted(since[order], since[order])
    rank[order] = np.arange(len(age)) - firsts
    if rank.max(initial=0) >= OF_A_PIECE:
        raise ValueError("a piece has too many births in one month")
    number = piece * OF_A_PIECE + rank
    day, serial = 1 + number % MONTH_DAYS, 1 + number // MONTH_DAYS
    months = (year - 1970) * 12 + month - 1
    first_days: Days = months.astype("datetime64[M]").astype("datetime64[D]")
    born: Days = first_days + (day - 1).astype("timedelta64[D]")
    first = ((year % 100 * 100 + month) * 100 + day) * 1000 + serial
    checks = of_inss(first + np.where(year >= 2000, BORN_SINCE_2000, 0))
    return born, first * 100 + checks


def banded(random: Generator, bands: list[list[int]], count: int) -> Ints:
    """Draw whole numbers from bands of [first, last, weight]."""
    chosen = _weighted(random, [weight for _first, _last, weight in bands], count)
    first = np.array([band[0] for band in bands])[chosen]
    last = np.array([band[1] for band in bands])[chosen]
    return random.integers(first, last + 1)


def _weighted(random: Generator, weights: list[Any], count: int) -> Ints:
    shares = np.array(weights, dtype=float)
    return random.choice(len(shares), size=count, p=shares / shares.sum())
