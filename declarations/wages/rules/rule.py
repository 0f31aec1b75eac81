"""A rule: a question that a column of rows answers, and the anomaly where the answer is yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from declarations.wages.batch import Flags, Ints
from declarations.wages.rules.view import View

Question = Callable[[View], Flags]


class Hit(NamedTuple):
    """An anomaly at some rows of a block: `zone` names the field, "" is the block itself."""

    code: str
    rows: str
    at: Ints
    zone: str = ""


@dataclass(frozen=True)
class Rule:
    """`flags` says for each row of `block` whether it has the problem (three digits): with a zone,
    with itself, or with a block that is `missing` below it.

    A rule that needs the `whole` form cannot be asked about a piece of it.
    """

    problem: str
    block: str
    zone: str
    flags: Question
    missing: str = ""
    whole: bool = False

    def __call__(self, view: View) -> Hit | None:
        """Return where the anomaly is, if anywhere, and if this version has such a field."""
        if self.block not in view or not self.exists(view):
            return None
        found = np.flatnonzero(self.flags(view))
        if not len(found):
            return None
        return Hit(self.code(view), self.block, found, self.zone)

    def exists(self, view: View) -> bool:
        """Say whether this version of the message has what the rule is about."""
        zone = not self.zone or self.zone in view[self.block]
        return zone and (not self.missing or self.missing in view.batch)

    def code(self, view: View) -> str:
        """Return the official code: the number of the zone or block, and the problem."""
        block = view[self.missing or self.block].node.block
        element = view.batch.model.zones[self.zone] if self.zone else block
        return f"{element.number}-{self.problem}"


RULES: Final[list[Rule]] = []


def finds(
    problem: str, block: str, zone: str = "", *, missing: str = "", whole: bool = False
) -> Callable[[Question], Question]:
    """Enter a question as the rule that finds a problem: see `Rule`."""

    def enter(question: Question) -> Question:
        RULES.append(Rule(problem, block, zone, question, missing, whole))
        return question

    return enter
