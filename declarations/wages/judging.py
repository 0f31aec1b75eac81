"""Judging quarterly declarations: what is wrong with a batch, and whether a form is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np

import declarations.wages.amending.rules_of_employers  # noqa: F401 - enters all of amendments
from declarations.channels.models import Result
from declarations.glossary.catalog import anomaly
from declarations.glossary.fields import VALUE_SHOWN
from declarations.glossary.findings import Finding
from declarations.wages.batch import ABSENT, Batch, Ints
from declarations.wages.contributions.comparing import compare
from declarations.wages.known import FIGURES, Known
from declarations.wages.rules import RULES, Hit, fields
from declarations.wages.rules.view import View

__all__ = ["Diagnosis", "Hit", "decide", "findings_of", "judge", "tally"]

MOST_FINDINGS: Final = 1_000
NOT_HIRED, UNKNOWN = "00024-269", "00024-070"
GRAVITY: Final = {"B": 0, "P": 1, "NP": 2, "D": 3, "I": 4, "W": 5}
Tally = Counter[str]


class Diagnosis(IntEnum):
    """Why a form is refused, with the numbers of the notification."""

    INCOMPLETE = 0
    MISSING_HIRINGS = 1
    UNKNOWN_PERSONS = 2
    BLOCKING = 3
    TOO_MANY_ANOMALIES = 4


def judge(batch: Batch, known: Known, *, whole: bool = True) -> list[Hit]:
    """Return what is wrong with the declarations of a batch, in the order of the rules.

    With `whole` the batch holds whole forms; of a piece of one, what needs all of it is left out.
    """
    view = View(batch, known)
    rules = (*fields.rules_of(batch.model), *RULES)
    found = (rule(view) for rule in rules if whole or not rule.whole)
    return [*(hit for hit in found if hit is not None), *compare(batch)]


def tally(batch: Batch, hits: Iterable[Hit]) -> list[Tally]:
    """Return how often each anomaly is in each declaration of a batch; those of pieces add up."""
    counted = [Tally() for _ in range(len(batch["EmployerDeclaration"]))]
    for hit in hits:
        for form, often in enumerate(np.bincount(_form_of(batch, hit)).tolist()):
            if often:
                counted[form][hit.code] += often
    return counted


def _form_of(batch: Batch, hit: Hit) -> Ints:
    """The number of the declaration of each anomaly; each form holds one."""
    if hit.rows in ("Form", "Reference"):
        return batch.owner(hit.rows, "Form")[hit.at]
    return batch.owner(hit.rows, "EmployerDeclaration")[hit.at]


def decide(found: Tally, workers: int, on: date) -> tuple[Result, Diagnosis | None]:
    """Return the answer to a form of so many workers, and why it is refused if it is.

    `on` is the day on which the percentages are asked: that of reception.
    """

    def above(figure: str, often: int) -> bool:
        return often * 100 > FIGURES.on(figure, on).value * max(workers, 1)

    classes = Counter[str]()
    for code, often in found.items():
        classes[_class_of(code)] += often
    if classes["B"]:
        return Result.REFUSED, Diagnosis.BLOCKING
    if above("refusal_by_missing_hirings", found[NOT_HIRED]):
        return Result.REFUSED, Diagnosis.MISSING_HIRINGS
    if above("refusal_by_unknown_persons", found[UNKNOWN]):
        return Result.REFUSED, Diagnosis.UNKNOWN_PERSONS
    if above("refusal_by_anomalies", classes["P"]):
        return Result.REFUSED, Diagnosis.TOO_MANY_ANOMALIES
    return (Result.WARNING if classes else Result.ACCEPTED), None


def _class_of(code: str) -> str:
    """The class of an anomaly in quarterly declarations: other messages may give it another."""
    return anomaly(code, "dmfa").anomaly_class


def findings_of(batch: Batch, hits: Iterable[Hit], limit: int = MOST_FINDINGS) -> list[Finding]:
    """Return anomalies with path, value and line: the gravest first, then in the order of the file.

    Of more than `limit`, the rest is left out.
    """
    graded = sorted(hits, key=lambda hit: GRAVITY[_class_of(hit.code)])
    places = [(hit, row) for hit in graded for row in hit.at[:limit].tolist()][:limit]
    line = _lines(batch, [int(batch[hit.rows].start[row]) for hit, row in places])
    places.sort(key=lambda place: _order(batch, *place))
    return [_finding(batch, hit, row, line) for hit, row in places]


def _order(batch: Batch, hit: Hit, row: int) -> tuple[int, int]:
    return GRAVITY[_class_of(hit.code)], int(batch[hit.rows].start[row])


def _finding(batch: Batch, hit: Hit, row: int, line: dict[int, int]) -> Finding:
    path = batch.path(hit.rows, row)
    return Finding(
        hit.code,
        _class_of(hit.code),
        f"{path}/{hit.zone}" if hit.zone else path,
        _value(batch, hit, row)[:VALUE_SHOWN],
        line[int(batch[hit.rows].start[row])],
    )


def _value(batch: Batch, hit: Hit, row: int) -> str:
    if not hit.zone:
        return ""
    value = batch[hit.rows][hit.zone][row]
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else str(value)
    return "" if value == ABSENT else str(value)


def _lines(batch: Batch, offsets: Iterable[int]) -> dict[int, int]:
    """The line of each place; the source is gone through once."""
    lines: dict[int, int] = {}
    line = before = 0
    for offset in sorted(set(offsets)):
        later = offset > batch.head and before >= batch.head and lines
        counted = line + batch.source.count(b"\n", before, offset) if later else None
        line = batch.line_at(offset) if counted is None else counted
        lines[offset], before = line, offset
    return lines
