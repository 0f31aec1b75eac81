"""The ordinary contributions: what worker and employer owe of the pay of a quarter."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from declarations.wages.contributions.facts import FIGURES, Category, Kind
from declarations.wages.contributions.rates import WHOLE, Rates, place, rates
from declarations.wages.quarters import first_day
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step


@dataclass(frozen=True)
class Ordinary:
    """Cents for each row. ``total`` is what is declared: the shares together, rounded once.

    ``holiday`` is the quarter's share for the annual holidays of manual workers. ``known`` says for
    whom the rates are held; for others all is 0.
    """

    basis: Ints
    worker: Ints
    employer: Ints
    holiday: Ints
    total: Ints
    known: Flags


def basis_of(kind: Ints, pay: Ints, quarter: int) -> Ints:
    """Return the cents on which contributions are due: 108 % of pay for manual workers."""
    return half_up(pay * rates(quarter).basis[place(kind, np.zeros_like(kind))], WHOLE)


def ordinary(kind: Ints, category: Ints, basis: Ints, quarter: int) -> Ordinary:
    """Return the contributions due on a basis in cents (law of 29 June 1981, article 38).

    Above the wage ceiling the employer owes nothing more; the worker does.
    """
    table, where = rates(quarter), place(kind, category)
    own, holiday = table.worker[where], table.holiday[where]
    bounded = np.minimum(basis, table.ceiling[where])
    known = table.known[where]
    total = half_up(basis * (own + holiday) * known + bounded * table.employer[where], WHOLE)
    worker, leave = half_up(basis * own * known, WHOLE), half_up(basis * holiday * known, WHOLE)
    return Ordinary(basis, worker, total - worker - leave, leave, total, known)


def ordinary_steps(
    kind: Ints, category: Ints, pay: Ints, due: Ordinary, quarter: int
) -> tuple[Step, ...]:
    """Explain how the contributions came about."""
    table, day = rates(quarter), first_day(quarter)
    basis = Step.by(
        FIGURES.on("manual_basis", day),
        "basis",
        gettext_noop("A manual worker's pay of %(pay)s counts for %(figure)s"),
        due.basis,
        "cents",
        {"pay": Quantity(pay, "cents")},
        kind == Kind.MANUAL,
    )
    total = Step(
        "contribution",
        gettext_noop("Contributions of worker and employer, rounded once"),
        due.total,
        "cents",
        basis.article,
        applies=due.known,
    )
    return basis, *_ceiling(kind, due, quarter), *_shares(kind, category, due, table), total


def _shares(kind: Ints, category: Ints, due: Ordinary, table: Rates) -> tuple[Step, ...]:
    parts = {"worker": due.worker, "employer": due.employer, "holiday": due.holiday}
    where = place(kind, category)
    taken = np.zeros(len(Kind) * len(Category), dtype=bool)
    steps = []
    for share, figure in table.shares:
        here = taken.copy()
        here.reshape(len(Kind), len(Category))[np.ix_(share.kinds, share.categories)] = True
        steps.append(
            Step.by(
                figure,
                share.part,
                share.label,
                parts[share.part],
                "cents",
                {"basis": Quantity(due.basis, "cents")},
                here[where],
            )
        )
    return tuple(steps)


def _ceiling(kind: Ints, due: Ordinary, quarter: int) -> tuple[Step, ...]:
    ceiling = FIGURES.find("wage_ceiling", first_day(quarter))
    if ceiling is None:
        return ()
    bounded = rates(quarter).ceiling[place(kind, np.zeros_like(kind))]
    step = Step.by(
        ceiling,
        "ceiling",
        gettext_noop("The employer owes nothing on pay above %(figure)s in a quarter"),
        bounded,
        "cents",
        applies=due.basis > bounded,
    )
    return (step,)
