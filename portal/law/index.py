"""The pivot index: steps of 2 % that most benefits follow."""

import datetime
from functools import cache, lru_cache
from pathlib import Path

from portal.law.tables import BASE, Row, Table, load_tables

PARTS = 10_000


@cache
def _steps() -> Table:
    return load_tables(Path(__file__).with_name("index_steps.yaml"))["index_step"]


@cache
def coefficient_after(steps: int) -> int:
    """1.02 to the power ``steps``, in ten-thousandths, rounded half up to four decimals."""
    # Plain integers, because 102 to the power 30 is far beyond 64 bits.
    numerator: int = 102**steps * PARTS
    denominator: int = 100**steps
    return (2 * numerator + denominator) // (2 * denominator)


@lru_cache(maxsize=10_000)
def coefficient(on: datetime.date) -> int:
    """The coefficient, in ten-thousandths, by which unindexed benefits are multiplied that day.

    Raises LookupError before the first step in the table.
    """
    row = _steps().row(on)
    if row is None:
        raise LookupError(f"no index step on {on}")
    return coefficient_after(row.value)


def indexed(row: Row, on: datetime.date) -> int:
    """The value of a row on a day, in the row's own unit, rounded half up.

    Amounts are the unindexed base times the coefficient, never the previous amount times 1.02.
    """
    if row.indexed is None:
        return row.value
    stood = PARTS if row.indexed == BASE else coefficient(row.indexed)
    # Half up, in plain integers: an array for one figure costs more than all the rest of it.
    return (2 * row.value * coefficient(on) + stood) // (2 * stood)
