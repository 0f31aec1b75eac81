"""What a rule says beside what stands: granted, changed, kept, or left to people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np

from benefits.schemes.many import Columns
from benefits.schemes.outcome import Outcome
from portal.law.days import Days
from portal.law.steps import Flags

SOON: Final = np.timedelta64(60, "D")  # how long before its last day a right is said to end


class Verdict(StrEnum):
    """What becomes of a right of a person; each person has one verdict for each right."""

    GRANTED = "granted"  # it was not given before
    CHANGED = "changed"  # with other days or another amount
    KEPT = "kept"
    REVIEW = "review"  # it is given, and the rule would not: a person has to look
    ASKS = "asks"  # the rule would, but a person has to look first
    UNWANTED = "unwanted"  # the person does not want it to be looked at
    LEFT = "left"  # the rule does not give it


VERDICTS: Final = tuple(Verdict)


@dataclass(frozen=True)
class Compared:
    """Verdicts of persons, each a place in VERDICTS; `ending` says of which kept right it is the
    last weeks.
    """

    verdicts: np.ndarray[tuple[int], np.dtype[np.int8]]
    ending: Flags

    def are(self, *verdicts: Verdict) -> Flags:
        """Say of whom one of these is the verdict."""
        return np.isin(self.verdicts, [VERDICTS.index(each) for each in verdicts])


def compare(outcome: Outcome, standing: Columns, unwanted: Flags, on: date) -> Compared:
    """Compare what a rule gives persons on a day with the decisions that stand for them.

    What somebody decided is never changed without somebody; what is given is never taken by the
    rule alone: both are reviewed.
    """
    today = np.datetime64(on)
    runs = standing["granted"] & ~(standing["ends"] < today)
    gives = outcome.granted & ~outcome.needs_person
    same = (
        _equal(outcome.starts, standing["starts"])
        & _equal(outcome.ends, standing["ends"])
        & (outcome.amount == standing["amount"])
    )
    verdicts = np.select(
        [
            runs & gives & same,
            unwanted,
            (runs | (standing["decision"] > 0) & gives) & standing["by_person"],
            runs & ~gives,
            runs,
            gives,
            outcome.granted & ~standing["by_person"],
        ],
        [
            VERDICTS.index(each)
            for each in (
                Verdict.KEPT,
                Verdict.UNWANTED,
                Verdict.REVIEW,
                Verdict.REVIEW,
                Verdict.CHANGED,
                Verdict.GRANTED,
                Verdict.ASKS,
            )
        ],
        VERDICTS.index(Verdict.LEFT),
    )
    ending = runs & gives & same & (standing["ends"] - today < SOON)
    return Compared(verdicts.astype(np.int8), ending)


def _equal(one: Days, other: Days) -> Flags:
    return (one == other) | (np.isnat(one) & np.isnat(other))
