"""Many persons: what was kept with their decisions, as arrays that a rule takes at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts


def thawed(scheme: str, kept: Sequence[Mapping[str, Any]]) -> Facts:
    """Return the facts that `frozen` kept of each person, in their order.

    Raises KeyError where one lacks a fact that the rule wants today.
    """
    facts = SCHEMES[scheme].Facts
    return facts(**{name: _column(facts, name, kept) for name in facts.names()})


def _column(facts: type[Facts], name: str, kept: Sequence[Mapping[str, Any]]) -> Any:
    values = [each[name] for each in kept]
    if name in facts.CODES:
        codes = {code.name.lower(): int(code) for code in facts.CODES[name]}
        return np.array([codes.get(value, value) for value in values], dtype=np.int64)
    if facts.is_day(name):
        days = [value["date"] if value else "NaT" for value in values]
        return np.array(days, dtype="datetime64[D]")
    return np.array(values)


def amounts(scheme: str, facts: Facts, on: date) -> np.ndarray[Any, Any]:
    """Return what the rule gives each person on a day, in cents; 0 for whom it gives nothing."""
    return SCHEMES[scheme].evaluate(facts, on).amount
