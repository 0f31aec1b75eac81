"""What the rule for incapacity for work is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from benefits.schemes import base
from portal.law.days import Days
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)


class Family(base.Code):
    """With whom one lives."""

    FAMILY = 1
    ALONE = 2
    COHABITING = 3


@dataclass(frozen=True)
class Facts(base.Facts):
    """One incapacity for each place.

    ``began`` is its first day, ``until`` the last one recognised (NaT: it goes on), ``paid_until``
    the last day of the employer's guaranteed pay (NaT: none). ``insured_months`` and
    ``worked_days`` are those before it. ``monthly_pay`` is gross cents; for who was unemployed
    (``unemployed``) the benefit of a day then is ``unemployment_day``, in cents. ``regular`` says
    whether the worker is a regular one. ``work_percent`` is the share of full hours worked with
    the leave of the adviser, 0 for none.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"family": Family}

    began: Days
    until: Days
    paid_until: Days
    recognised: Flags
    insured_months: Ints
    worked_days: Ints
    monthly_pay: Ints
    unemployed: Flags
    unemployment_day: Ints
    family: Ints
    regular: Flags
    work_percent: Ints
