"""Many persons: what was kept with their decisions, as arrays that a rule takes at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts

Columns = Mapping[str, NDArray[Any]]


def kept_columns(scheme: str, kept: str) -> dict[str, str]:
    """Return SQL for each fact that `frozen` kept in a column, with `decided`, the day of its law.

    Facts are called `fact_…`, so that none is taken for a column of the query around them. A code
    that is known by its name reads as its number. `lacks_fact` is true where the rule wants a fact
    today that was not kept.
    """
    facts = SCHEMES[scheme].Facts
    columns = {f"fact_{name}": _column(facts, name, kept) for name in facts.names()}
    wanted = ", ".join(f"'{name}'" for name in facts.names())
    return {
        **columns,
        "decided": f"({kept}->>'on')::date",
        "lacks_fact": f"NOT {kept} ?& ARRAY[{wanted}]",
    }


SQL_TYPES = {"i8": "bigint", "?": "boolean"}


def _column(facts: type[Facts], name: str, kept: str) -> str:
    kind = facts.kinds()[name]
    if kind == "M8[D]":
        return f"({kept}->'{name}'->>'date')::date"
    if name in facts.CODES:
        codes = " ".join(
            f"WHEN '{each.name.lower()}' THEN {each.value}" for each in facts.CODES[name]
        )
        return f"CASE {kept}->>'{name}' {codes} ELSE ({kept}->>'{name}')::bigint END"
    return f"({kept}->>'{name}')::{SQL_TYPES[kind]}"


def kinds(scheme: str) -> dict[str, Any]:
    """Return the dtype of each column of `kept_columns`."""
    facts = {f"fact_{name}": kind for name, kind in SCHEMES[scheme].Facts.kinds().items()}
    return {**facts, "decided": "M8[D]", "lacks_fact": "?"}


def facts_of(scheme: str, columns: Columns) -> Facts:
    """Return the `fact_…` among columns as the facts that the rule wants."""
    facts = SCHEMES[scheme].Facts
    return facts(**{name: columns[f"fact_{name}"] for name in facts.names()})


def amounts(scheme: str, facts: Facts, on: date) -> np.ndarray[Any, Any]:
    """Return what the rule gives each person on a day, in cents; 0 for whom it gives nothing."""
    return SCHEMES[scheme].evaluate(facts, on).amount
