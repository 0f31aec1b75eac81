"""All contributions of a quarter, for one worker or for millions."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from declarations.wages.contributions.bonus import bonus_step, is_known, quarter_bonus
from declarations.wages.contributions.facts import FIGURES, Wages
from declarations.wages.contributions.ordinary import (
    Ordinary,
    basis_of,
    ordinary,
    ordinary_steps,
)
from declarations.wages.contributions.reduction import Reduction, reduction, reduction_steps
from declarations.wages.contributions.share import Shares, shares
from declarations.wages.quarters import first_day
from portal.law.money import Ints
from portal.law.steps import Step


@dataclass(frozen=True)
class Amounts:
    """Cents for each occupation.

    ``bonus`` is reckoned with three months alike and is 0 for a quarter whose formula was not
    found. ``net`` is what is left to pay.
    """

    wages: Wages
    quarter: int
    worked: Shares
    ordinary: Ordinary
    bonus: Ints
    reduction: Reduction

    @property
    def net(self) -> Ints:
        """What is owed, less work bonus and structural reduction."""
        return self.ordinary.total - self.bonus - self.reduction.amount

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """How the amounts came about; made when they are asked for."""
        wages, quarter = self.wages, self.quarter
        return (
            *ordinary_steps(wages.kind, wages.category, wages.pay, self.ordinary, quarter),
            *((bonus_step(self.bonus, quarter),) if is_known(quarter) else ()),
            *reduction_steps(wages, self.worked, self.reduction, quarter),
            Step(
                "net",
                gettext_noop("Left to pay, less work bonus and reduction"),
                self.net,
                "cents",
                FIGURES.on("worker_rate", first_day(quarter)).article,
                applies=self.ordinary.known,
            ),
        )

    def explain(self, row: int) -> list[dict[str, Any]]:
        """Return the steps taken for one row, fit for JSON."""
        return [step.at(row) for step in self.steps if step.taken_by(row)]


def calculate(wages: Wages, quarter: int) -> Amounts:
    """Return what is owed of the wages of a quarter such as 20261, by the figures in force then.

    Raises MissingFigureError for a quarter before the tables begin.
    """
    basis = basis_of(wages.kind, wages.pay, quarter)
    due = ordinary(wages.kind, wages.category, basis, quarter)
    worked = shares(wages, quarter)
    cut = reduction(wages, worked, quarter)
    # A reduction never takes more than the employer owes.
    cut = replace(cut, amount=np.minimum(cut.amount, due.employer))
    known = is_known(quarter)
    bonus = quarter_bonus(wages, worked, due, quarter) if known else np.zeros_like(due.total)
    return Amounts(wages, quarter, worked, due, bonus, cut)
