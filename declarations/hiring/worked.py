"""How much somebody worked in a quarter, by declared wages: who can read those registers here.

Wages stand above hiring, and hiring asks: so the one who can read them says how.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction

from portal.access.models import Environment

# By the first day of a quarter, and then by the key of the company: parts of a full-time job.
Worked = Mapping[date, Mapping[int, Fraction]]
Reader = Callable[[Collection[int], Collection[date], Environment], Mapping[int, Worked]]
_READERS: list[Reader] = []


def register_reader(reader: Reader) -> Reader:
    """Register what tells, for keys of persons and first days of quarters, how much they worked.

    It leaves out the persons and quarters of which nothing is declared.
    """
    _READERS.append(reader)
    return reader


def worked(
    persons: Collection[int], quarters: Collection[date], environment: Environment
) -> dict[int, Worked]:
    """Return how much persons worked in quarters, by key; nobody where nothing is declared."""
    if not persons or not quarters:
        return {}
    found: dict[int, Worked] = {}
    for reader in _READERS:
        found.update(reader(persons, quarters, environment))
    return found
