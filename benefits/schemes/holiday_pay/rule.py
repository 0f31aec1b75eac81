"""Holiday pay of a year, from the pay or the months of the year before."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np
from django.utils.translation.trans_null import gettext_noop

from benefits.schemes import base
from portal.law.arrays import chosen
from portal.law.days import Days, as_day, year_end
from portal.law.figures import Figures
from portal.law.money import Ints, half_up
from portal.law.steps import Flags, Quantity, Step

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"))
LEGAL_GROUND = gettext_noop("Coordinated Acts of 28 June 1971 on annual holidays")
YEAR = 12  # months


class Kind(base.Code):
    """Who pays: the fund for manual workers, the employer for employees."""

    MANUAL = 1
    EMPLOYEE = 2


@dataclass(frozen=True)
class Facts(base.Facts):
    """One worker and one year of holidays for each place.

    ``year_start`` is the first of January of the year in which they are taken. ``pay`` is the gross
    pay of the year before in cents, assimilated days included; ``month_pay`` the gross pay of the
    month of the holidays; ``months`` those worked or assimilated in the year before.
    """

    CODES: ClassVar[dict[str, type[base.Code]]] = {"kind": Kind}

    year_start: Days
    kind: Ints
    pay: Ints
    month_pay: Ints
    months: Ints


def legal_ground(on: date) -> str:
    """The law that gives the right; the same since 1971."""
    return LEGAL_GROUND


def evaluate(facts: Facts, on: date) -> base.Outcome:
    """The gross holiday pay of a year less the worker's contributions, in cents, paid once.

    For a manual worker single and double pay together, by the fund; for an employee the double
    pay, since the single one is the pay that goes on. Tax is not taken off here.
    """
    manual: Flags = facts.kind == Kind.MANUAL
    of_manual, manual_steps = _manual(facts, on, manual)
    of_employee, employee_steps = _employee(facts, on, ~manual)
    amount = chosen(manual, of_manual, of_employee)
    total = Step("paid", gettext_noop("Paid once, before tax"), amount, "cents", LEGAL_GROUND)
    undated = np.isnat(facts.year_start)
    reasons = (
        base.Reason(gettext_noop("The year is not known."), undated),
        base.Reason(gettext_noop("The year has not begun yet."), facts.year_start > as_day(on)),
        base.Reason(gettext_noop("A year has twelve months."), facts.months > YEAR),
        base.Reason(gettext_noop("No work counts in the year before."), amount == 0),
    )
    steps = (*manual_steps, *employee_steps, total)
    ends: Days = year_end(facts.year_start)
    grounds = [base.LegalGround(LEGAL_GROUND)]
    return base.conclude(reasons, steps, facts.year_start, ends, grounds, amount, "once")


def _manual(facts: Facts, on: date, applies: Flags) -> tuple[Ints, tuple[Step, ...]]:
    basis, rate = FIGURES.on("manual_basis", on), FIGURES.on("manual_rate", on)
    double, worker = FIGURES.on("manual_double_rate", on), FIGURES.on("worker_rate", on)
    solidarity = FIGURES.on("solidarity_rate", on)
    raised = facts.pay * basis.value  # cents times a hundred
    gross = half_up(raised * rate.value, basis.parts * rate.parts)
    twice = half_up(raised * double.value, basis.parts * double.parts)
    contribution = half_up(twice * worker.value, worker.parts)
    shared = half_up(gross * solidarity.value, solidarity.parts)
    pay = {"pay": Quantity(facts.pay, "cents"), "basis": basis.quantity}
    labels = (
        gettext_noop("Gross: %(figure)s of %(basis)s of a pay of %(pay)s"),
        gettext_noop("The double part of it: %(figure)s of the same"),
        gettext_noop("Contribution on the double part: %(figure)s"),
        gettext_noop("Solidarity: %(figure)s of the gross amount"),
    )
    return gross - contribution - shared, (
        Step.by(rate, "gross", labels[0], gross, "cents", pay, applies),
        Step.by(double, "double", labels[1], twice, "cents", applies=applies),
        Step.by(worker, "contribution", labels[2], contribution, "cents", applies=applies),
        Step.by(solidarity, "solidarity", labels[3], shared, "cents", applies=applies),
    )


def _employee(facts: Facts, on: date, applies: Flags) -> tuple[Ints, tuple[Step, ...]]:
    rate, worker = FIGURES.on("employee_rate", on), FIGURES.on("worker_rate", on)
    part = FIGURES.on("employee_contribution_share", on)
    gross = half_up(facts.month_pay * facts.months * rate.value, YEAR * rate.parts)
    basis = half_up(gross * part.value, part.parts)
    contribution = half_up(basis * worker.value, worker.parts)
    months = {"pay": Quantity(facts.month_pay, "cents"), "months": Quantity(facts.months, "count")}
    labels = (
        gettext_noop("Gross: %(figure)s of a month's pay of %(pay)s × %(months)s ÷ 12"),
        gettext_noop("Contributions are due on %(figure)s of it"),
        gettext_noop("Contribution on that part: %(figure)s"),
    )
    return gross - contribution, (
        Step.by(rate, "gross", labels[0], gross, "cents", months, applies),
        Step.by(part, "basis", labels[1], basis, "cents", applies=applies),
        Step.by(worker, "contribution", labels[2], contribution, "cents", applies=applies),
    )


SCHEME = base.Scheme(
    code="holiday_pay",
    title=gettext_noop("Holiday pay"),
    institution_sector=10,
    Facts=Facts,
    evaluate=evaluate,
    legal_ground=legal_ground,
    figures=FIGURES,
)
