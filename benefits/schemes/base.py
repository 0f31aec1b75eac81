"""What every right has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from benefits.schemes.facts import Code, Facts
from benefits.schemes.outcome import Explanation, LegalGround, Outcome, Reason, conclude
from portal.law.days import SIX_DAY_WEEK
from portal.law.figures import Figures

__all__ = [
    "SHARED",
    "Code",
    "Explanation",
    "Facts",
    "LegalGround",
    "Outcome",
    "Reason",
    "Scheme",
    "conclude",
]

F = TypeVar("F", bound=Facts)
SHARED = Path(__file__).with_name("shared.yaml")  # figures on which several rights rest


@dataclass(frozen=True)
class Scheme(Generic[F]):
    """A right: who gives it and the rule by which it is given.

    ``institution_sector`` is the sector number in the network of the Crossroads Bank.
    ``evaluate(facts, on)`` applies the law in force on a day to all persons at once; it raises
    MissingFigureError where the tables do not reach that day. ``legal_ground(on)`` cites the law.
    ``figures`` are all that the rule rests on, with their sources. ``week`` marks the days, from
    Monday on, that an amount of a day is paid for.
    """

    code: str
    title: str
    institution_sector: int
    Facts: type[F]
    evaluate: Callable[[F, date], Outcome]
    legal_ground: Callable[[date], str]
    figures: Figures
    week: str = SIX_DAY_WEEK
