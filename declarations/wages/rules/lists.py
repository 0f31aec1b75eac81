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
ANY_CLASS = -1
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


@cache
def of_kind(kind: str, quarter: int) -> Ints:
    """Return the worker codes of a kind in a quarter."""
    found = valid("worker_codes", quarter)
    return np.array([int(code.code) for code in found if (code.rules or {})["kind"] == kind])


@cache
def types(quarter: int) -> tuple[Ints, Ints]:
    """Return the worker codes whose types of contribution annex 3 gives, and each with a type and,
    where it says so, an employer category: see `typed`. Ordinary codes are left out: the table of
    combinations knows more about them."""
    ordinary = set(of_kind("ordinary", quarter).tolist())
    codes, allowed = set(), set()
    for entry in valid("contribution_types", quarter):
        if entry.code.isdigit() and int(entry.code) not in ordinary:
            code, rules = np.array([int(entry.code)]), entry.rules or {}
            codes.add(int(entry.code))
            for name in rules.get("classes") or [""]:
                employer = int(name) if name.isdigit() else ANY_CLASS  # "others" is a word there
                allowed.add(int(typed(code, np.array([rules["type"]]), employer)[0]))
    return np.array(sorted(codes), np.int64), np.array(sorted(allowed), np.int64)


def typed(code: Ints, kind: Ints, employer: Ints | int = ANY_CLASS) -> Ints:
    """Return worker codes with their types of contribution, of an employer category or of any, as
    one number each."""
    return (code * 10 + np.maximum(kind, 0)) * 10_000 + employer + 1


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
