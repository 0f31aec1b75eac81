"""Code lists as columns: what may stand in a quarter, and what a code asks of its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from declarations.glossary.catalog import code_list, combinations
from declarations.glossary.model import Code
from declarations.wages.batch import Flags, Ints
from declarations.wages.quarters import first_day, last_day
from declarations.wages.rules.view import View

DECLARATION = "EmployerDeclaration"
Table = NDArray[Any]


@cache
def valid(name: str, quarter: int) -> tuple[Code, ...]:
    """Return the codes of a list that are in use on some day of a quarter."""
    first, last = first_day(quarter), last_day(quarter)
    return tuple(
        code
        for code in code_list(name).codes
        if code.valid_from <= last and (code.valid_until is None or code.valid_until >= first)
    )


@cache
def numbers(name: str, quarter: int, *, presence: tuple[int, ...] = ()) -> Ints:
    """Return the codes in use in a quarter as numbers; `presence` narrows those of workers."""
    found = valid(name, quarter)
    kept = (code for code in found if not presence or (code.rules or {})["presence"] in presence)
    return np.unique(np.array([int(code.code) for code in kept], np.int64))


@cache
def words(name: str, quarter: int) -> NDArray[np.bytes_]:
    """Return the codes in use in a quarter as they are written."""
    return np.array([code.code.encode() for code in valid(name, quarter)])


@cache
def pairs(quarter: int) -> tuple[Ints, Ints, Ints]:
    """Return the worker codes that the table of combinations knows, the pairs of employer class and
    worker code, and those pairs with their type of contribution, each as one number."""
    known = combinations(quarter)
    codes = np.unique(np.array([code for _class, code, _type in known], np.int64))
    two = {employer * 1000 + code for employer, code, _type in known}
    three = {(employer * 1000 + code) * 10 + kind for employer, code, kind in known}
    return (
        codes,
        np.unique(np.array(list(two), np.int64)),
        np.unique(np.array(list(three), np.int64)),
    )


def by_quarter(view: View, label: str, question: Callable[[int], Flags]) -> Flags:
    """Ask a question about all rows of a block for each quarter in the batch, and return for each
    row the answer for its own; of no quarter, nothing is said."""
    quarters = [int(quarter) for quarter in np.unique(view.quarter) if quarter > 0]
    if len(quarters) == 1 and (view.quarter > 0).all():
        return question(quarters[0])
    own = view.down(view.quarter, DECLARATION, label)
    flags = np.zeros(len(own), np.bool_)
    for quarter in quarters:
        flags |= (own == quarter) & question(quarter)
    return flags
