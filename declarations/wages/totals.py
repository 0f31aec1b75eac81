"""What a file of quarterly wages is added up to while it goes by: persons, and amounts owed.

Elements are known by their names alone, wherever they stand; the block above counts for numbers of
employers and persons only.
"""

from __future__ import annotations

import re
from typing import Final

LONG: Final = 1 << 63
INT: Final = 1 << 31
WHOLE: Final = re.compile(r"[+-]?\d{1,4000}")  # the digits of any script

NUMBER: Final = "NOSSRegistrationNbr"
ORIGINAL: Final = "EmployerDeclaration"
DECLARATIONS: Final = frozenset({ORIGINAL, "EmployerDeclarationUpdate"})
PERSONS: Final = frozenset({"NaturalPerson", "NaturalPersonUpdate"})
DECLARED: Final = "NetOwedAmount"
OWED: Final = frozenset(
    {
        "ContributionAmount",  # of a worker, or on a complementary indemnity
        "EarlyRetirementContributionAmount",
        "GrossRefRemunContributionAmount",
        "StudentContributionAmount",
        "UnrelatedAmount",
    }
)
DEDUCTED: Final = frozenset({"CompensationAmount", "DeductionAmount"})
READ: Final = frozenset({NUMBER, "Quarter", "INSS", DECLARED, *OWED, *DEDUCTED})


class Persons:
    """Who was declared, by employer and quarter."""

    def __init__(self) -> None:
        self.employer = ""
        self.quarter = ""
        self.seen: dict[tuple[int, int], set[int]] = {}

    def take(self, name: str, above: str, text: str) -> bool:
        """Take in a value; say whether it is a person who was there before.

        ValueError for a person whose number, or whose employer's or quarter's, is none.
        """
        if above in DECLARATIONS:
            if name == NUMBER:
                self.employer = text
            elif name == "Quarter":
                self.quarter = text
        return name == "INSS" and above in PERSONS and self._again(text)

    def _again(self, text: str) -> bool:
        place = _whole(self.employer), _whole(self.quarter, INT)
        person = _amount(text)
        if not person:
            return False
        declared = self.seen.setdefault(place, set())
        again = person in declared
        declared.add(person)
        return again


class Owed:
    """What one employer declares to owe, in cents, and what the amounts come to."""

    def __init__(self) -> None:
        self.begun = False
        self.declared = 0
        self.due = 0
        self.line = 0

    @property
    def differs(self) -> bool:
        """Whether the two amounts are not the same; they are counted in 64 bits."""
        return (self.declared - self.due) % (2 * LONG) != 0

    def begin(self, text: str, line: int) -> None:
        """Begin with an employer. ValueError for a number that is none."""
        _whole(text)
        self.begun, self.declared, self.due, self.line = True, 0, 0, line

    def take(self, name: str, text: str, line: int) -> None:
        """Take in an amount. ValueError for one that is none, or before any employer."""
        if name not in OWED and name not in DEDUCTED and name != DECLARED:
            return
        if not self.begun:
            raise ValueError("an amount of nobody")
        amount = _amount(text)
        if name == DECLARED:
            self.declared, self.line = amount, line
        else:
            self.due += amount if name in OWED else -amount


def _amount(text: str) -> int:
    return _whole(text) if text else 0


def _whole(text: str, limit: int = LONG) -> int:
    if not WHOLE.fullmatch(text):
        raise ValueError(text)
    value = int(text)
    if not -limit <= value < limit:
        raise ValueError(text)
    return value
