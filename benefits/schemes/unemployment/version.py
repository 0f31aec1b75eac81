"""What each version of the law answers: who may enter and for how long."""

from dataclasses import dataclass

from portal.law.money import Integers, Ints
from portal.law.steps import Flags, Step


@dataclass(frozen=True)
class Conditions:
    """Conditions for each person.

    ``required_days`` is what the reference period must hold; ``months`` is the length of the
    right, 0 where the version sets none or a person must find it; ``exempt`` marks those who may
    fall outside the limit; ``known_months`` is up to which month the amounts are known.
    """

    required_days: Ints
    months: Ints
    exempt: Flags
    known_months: Integers
    steps: tuple[Step, ...]
