"""What the rule for full unemployment is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from benefits.schemes import base
from portal.law.days import Days
from portal.law.figures import Figures
from portal.law.money import Ints

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)


class EndedBy(base.Code):
    """Who or what ended the last contract."""

    UNKNOWN = 0
    EMPLOYER = 1
    WORKER = 2
    MUTUAL = 3
    TERM = 4
    NOT_ENDED = 5  # what was declared as ended goes on: only a correction says so


class Category(base.Code):
    """The family category of the unemployed person."""

    FAMILY_CHARGE = 1
    ALONE = 2
    COHABITING = 3


@dataclass(frozen=True)
class Facts(base.Facts):
    """One claim for each person.

    ``claim_start`` is the first day without work; ``days_counted`` and ``career_days`` are days
    of work or assimilated, in the six-day week, within the reference period and in the whole
    career; ``monthly_pay`` is the last full-time gross pay in cents; ``age`` is that on the
    first day without work.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"category": Category, "ended_by": EndedBy}

    claim_start: Days
    days_counted: Ints
    career_days: Ints
    monthly_pay: Ints
    age: Ints
    category: Ints
    ended_by: Ints
