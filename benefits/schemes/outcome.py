"""What a rule says: granted, refused, or handed to a person, with its reasons and steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from portal.law.arrays import Flags, anybody, at_once, chosen
from portal.law.days import NO_DAY, Days
from portal.law.money import Ints
from portal.law.steps import Step


class Reason(NamedTuple):
    """Why a right is refused, why a person must look, or both.

    ``text`` is an English message to be translated when shown; ``applies`` says to whom.
    """

    text: str
    applies: Flags
    refuses: bool = True
    asks_person: bool = False


class LegalGround(NamedTuple):
    """The law that an outcome rests on, and for whom; None means for everybody."""

    text: str
    applies: Flags | None = None


@dataclass(frozen=True)
class Explanation:
    """The outcome for one person, in plain values; ``steps`` are fit for JSON.

    ``provisional`` says that a step rests on a figure or reading that is not confirmed.
    """

    granted: bool
    needs_person: bool
    amount_cents: int
    amount_unit: str | None
    starts: date | None
    ends: date | None
    reasons: list[str]
    steps: list[dict[str, Any]]
    provisional: bool
    legal_ground: str


@dataclass(frozen=True)
class Outcome:
    """The outcome for many persons, in the order of the facts.

    ``amount`` is in cents for each ``amount_unit`` ("day", "month", "once", None), 0 where there
    is none; ``starts`` and ``ends`` are the first and the last day, NaT where there is none.
    """

    granted: Flags
    needs_person: Flags
    amount: Ints
    amount_unit: str | None
    starts: Days
    ends: Days
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    legal_grounds: tuple[LegalGround, ...]

    def explain(self, i: int = 0) -> Explanation:
        """The outcome of the person in place ``i``."""
        steps = [step.at(i) for step in self.steps if step.taken_by(i)]
        return Explanation(
            self.granted.item(i),
            self.needs_person.item(i),
            self.amount.item(i),
            self.amount_unit,
            self.starts.item(i),  # type: ignore[arg-type]  # days are dates
            self.ends.item(i),  # type: ignore[arg-type]
            [reason.text for reason in self.reasons if reason.applies.item(i)],
            steps,
            not all(step["confirmed"] for step in steps),
            self.legal_ground(i),
        )

    def legal_ground(self, i: int = 0) -> str:
        """The law for the person in place ``i``."""
        grounds = (g for g in self.legal_grounds if g.applies is None or g.applies.item(i))
        return next(grounds).text


def conclude(
    reasons: Sequence[Reason],
    steps: Sequence[Step],
    starts: Days,
    ends: Days,
    legal_grounds: Sequence[LegalGround],
    amount: Ints | None = None,
    amount_unit: str | None = None,
) -> Outcome:
    """The outcome that follows from the reasons: granted to whom none of them refuses.

    Nobody is asked to look at a right that a clear reason refuses anyway. Amount and days are
    cleared where the right is not granted.
    """
    places = len(starts)
    asked = at_once([r.applies for r in reasons if r.asks_person], places)
    if anybody(asked):
        settled = [r.applies for r in reasons if r.refuses and not r.asks_person]
        asked = asked & ~at_once(settled, places)
    granted = ~at_once([r.applies for r in reasons if r.refuses], places)
    return Outcome(
        granted,
        asked,
        np.zeros(places, dtype=np.int64) if amount is None else chosen(granted, amount, 0),
        amount_unit,
        chosen(granted, starts, NO_DAY),
        chosen(granted, ends, NO_DAY),
        tuple(reasons),
        tuple(steps),
        tuple(legal_grounds),
    )
