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
    """Verdicts of persons, each a place in VERDICTS; `ending` says of which kept right these
    are the last weeks, `moved` of which reviewed one other facts count than those decided on.
    """

    verdicts: np.ndarray[tuple[int], np.dtype[np.int8]]
    ending: Flags
    moved: Flags

    def are(self, *verdicts: Verdict) -> Flags:
        """Say of whom one of these is the verdict."""
        return np.isin(self.verdicts, [VERDICTS.index(each) for each in verdicts])


def compare(outcome: Outcome, standing: Columns, unwanted: Flags, on: date) -> Compared:
    """Compare what a rule gives persons on a day with the decisions that stand for them.

    What somebody decided is never changed without somebody; what is given is never taken by the
    rule alone: both are reviewed. What begins later is looked at when it begins.
    """
    today = np.datetime64(on)
    ahead = standing["granted"] & (standing["starts"] > today)
    runs = standing["granted"] & ~(standing["ends"] < today)
    gives = outcome.granted & ~outcome.needs_person
    same = same_days(outcome, standing) & (outcome.amount == standing["amount"])
    verdicts = np.select(
        [
            (runs & gives & same) | (ahead & ~gives),
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
    return Compared(verdicts.astype(np.int8), ending, np.zeros(len(ending), dtype=bool))


def same_days(outcome: Outcome, standing: Columns) -> Flags:
    """Say whose right runs by the rule on the days on which it stands."""
    starts = np.fmax(outcome.starts, standing["part"])
    return _equal(starts, standing["starts"]) & _equal(outcome.ends, standing["ends"])


def reviewed(compared: Compared, moved: Flags) -> Compared:
    """Leave to people the rights that other facts move: from which day, a run does not know."""
    verdicts = np.where(moved, np.int8(VERDICTS.index(Verdict.REVIEW)), compared.verdicts)
    return Compared(verdicts, compared.ending, moved)


def _equal(one: Days, other: Days) -> Flags:
    return (one == other) | (np.isnat(one) & np.isnat(other))
