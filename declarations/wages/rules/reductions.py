"""Reductions: where a code may be asked, and which fields it asks for. Source: annex 4."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

import numpy as np

from declarations.glossary.model import Code
from declarations.wages.batch import ABSENT, Flags, Ints
from declarations.wages.layout import DATE
from declarations.wages.rules import lists
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

FORBIDDEN, OPTIONAL, REQUIRED = 0, 1, 2
NEEDS: Final = {
    "forbidden": FORBIDDEN,
    "allowed": OPTIONAL,
    "optional": OPTIONAL,
    "required": REQUIRED,
}
CODES: Final = "reduction_codes"
ONE_HOUR: Final = 100  # a week, in hundredths
# What annex 4 calls the fields; 001 is an anomaly of those in `ASKED` alone.
FIELDS: Final = {
    "DeductionCalculationBasis": "basis",
    "DeductionAmount": "amount",
    "DeductionRightStartingDate": "right_date",
    "ManagementCostNbrMonths": "months",
    "ReplacedINSS": "replaced",
    "ApplicantINSS": "applicant",
    "CertificateOrigin": "certificate",
}
ASKED: Final = frozenset(FIELDS) - {"DeductionCalculationBasis", "DeductionAmount"}
LEVELS: Final = {"OccupationDeduction": "occupation", "WorkerDeduction": "record"}
DETAILS: Final = {
    "OccupationDeduction": "OccupationDeductionDetail",
    "WorkerDeduction": "DeductionDetail",
}


@cache
def needs(quarter: int, field: str) -> tuple[Ints, Ints]:
    """Return the codes in use in a quarter, and what each says of a field.

    A code that has several entries at a time says the least that all of them agree on.
    """
    return _by_code(quarter, lambda code: NEEDS[(code.rules or {})[field]])


@cache
def levels(quarter: int, level: str) -> tuple[Ints, Ints]:
    """Return the codes in use in a quarter, and whether each is asked at a level."""
    return _by_code(quarter, lambda code: REQUIRED if _at(code, level) else FORBIDDEN)


def _at(code: Code, level: str) -> bool:
    return (code.rules or {}).get("level", level) == level


def _by_code(quarter: int, said: Callable[[Code], int]) -> tuple[Ints, Ints]:
    found: dict[int, set[int]] = {}
    for code in lists.valid(CODES, quarter):
        found.setdefault(int(code.code), set()).add(said(code))
    codes = np.array(sorted(found), np.int64)
    agreed = [_agreed(found[code]) for code in codes.tolist()]
    return codes, np.array(agreed, np.int64)


def _agreed(said: Iterable[int]) -> int:
    one, *others = sorted(set(said))
    return OPTIONAL if others else one


def _says(table: tuple[Ints, Ints], code: Ints, answer: int) -> Flags:
    codes, said = table
    place = np.searchsorted(codes, code).clip(max=len(codes) - 1)
    return (codes[place] == code) & (said[place] == answer)


def _given(view: View, block: str, zone: str) -> Flags:
    if view[block].node.kinds[zone] == DATE:
        return ~np.isnat(view.dates(block, zone))
    return view.numbers(block, zone) != ABSENT


def _asked(view: View, block: str, field: str, answer: int) -> Flags:
    code = view.numbers(block, "DeductionCode")
    return lists.by_quarter(view, block, lambda q: _says(needs(q, field), code, answer))


def _fields(block: str, zone: str, field: str) -> None:
    @finds("062", block, zone)
    def not_asked(view: View) -> Flags:
        """The code does not ask for the field."""
        return _given(view, block, zone) & _asked(view, block, field, FORBIDDEN)

    if zone in ASKED:

        @finds("001", block, zone)
        def missing(view: View) -> Flags:
            """The code asks for the field."""
            return ~_given(view, block, zone) & _asked(view, block, field, REQUIRED)


def _block(block: str, level: str, detail: str) -> None:
    @finds("064", block, "DeductionCode")
    def elsewhere(view: View) -> Flags:
        """The reduction is one of occupations, or one of whole records."""
        code = view.numbers(block, "DeductionCode")
        return lists.by_quarter(view, block, lambda q: _says(levels(q, level), code, FORBIDDEN))

    @finds("066", block, "DeductionCode")
    def detail_missing(view: View) -> Flags:
        """The code asks for details."""
        return _asked(view, block, "detail", REQUIRED) & ~view.holds(block, detail)

    @finds("082", detail, "DeductionDetailSequenceNbr")
    def detail_not_asked(view: View) -> Flags:
        """The code does not ask for details."""
        return view.down(_asked(view, block, "detail", FORBIDDEN), block, detail)

    @finds("083", detail, "DeductionDetailSequenceNbr")
    def shortened_too_little(view: View) -> Flags:
        """Working time is shorter after a reduction of working time, by an hour at least."""
        before = view.numbers(detail, "AverageWorkingTimeBeforeReduction")
        after = view.numbers(detail, "AverageWorkingTimeAfterReduction")
        return (before != ABSENT) & (after != ABSENT) & (before - after < ONE_HOUR)


for _label, _level in LEVELS.items():
    _block(_label, _level, DETAILS[_label])
    for _zone, _field in FIELDS.items():
        _fields(_label, _zone, _field)
