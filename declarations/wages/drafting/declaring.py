"""Contributions and reductions of a draft, as they are declared: nobody types them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from declarations.wages.batch import Batch, Ints
from declarations.wages.contributions.calculating import Amounts, calculate
from declarations.wages.contributions.declared import SURE_PAY, TYPES, Declared
from declarations.wages.contributions.facts import Kind
from declarations.wages.contributions.ordinary import Ordinary, basis_of, ordinary
from declarations.wages.drafting.proposing import Content

WORK_BONUS: Final = "0001"
STRUCTURAL: Final = "3000"


@dataclass(frozen=True)
class Due:
    """What is due on the records and occupations of a batch, in the order of the batch.

    `contributions` have a row for each record, students' records included, `amounts` for each
    occupation.
    """

    declared: Declared
    amounts: Amounts
    contributions: Ordinary
    bonus: Ints

    @property
    def net(self) -> int:
        """Return the cents that are left to pay."""
        taken_off = int(self.bonus.sum()) + int(self.amounts.reduction.amount.sum())
        return int(self.contributions.total.sum()) - taken_off

    @property
    def unknown(self) -> Ints:
        """Return the records for which no rate is held: their contributions are not calculated."""
        return np.flatnonzero(~self.contributions.known)


def due_on(batch: Batch, quarter: int) -> Due:
    """Return what is due on the wages of a batch, all of one quarter."""
    declared = Declared(batch)
    amounts = calculate(declared.wages, quarter)
    pay = np.where(
        declared.kind == Kind.FLEXI,
        declared.of_records(declared.pay(SURE_PAY[Kind.FLEXI])),
        declared.of_records(amounts.wages.pay),
    )
    students = batch["StudentContribution"]
    np.add.at(pay, students.parent, np.maximum(students.numbers("StudentRemunAmount"), 0))
    basis = basis_of(declared.kind, pay, quarter)
    contributions = ordinary(declared.kind, declared.category, basis, quarter)
    return Due(declared, amounts, contributions, declared.of_records(amounts.bonus))


def with_contributions(persons: Sequence[Content], due: Due) -> list[Content]:
    """Return persons, in the order of the batch, with what is due on each record."""
    rows, occupations = iter(range(len(due.bonus))), iter(due.amounts.reduction.amount.tolist())
    return [
        person
        | {
            "WorkerRecord": [
                _declared(record, due, next(rows), occupations) for record in person["WorkerRecord"]
            ]
        }
        for person in persons
    ]


def _declared(record: Content, due: Due, row: int, cuts: Iterator[int]) -> Content:
    total = int(due.contributions.total[row])
    if "StudentContribution" in record:
        student = record["StudentContribution"] | {"StudentContributionAmount": str(total)}
        return record | {"StudentContribution": student}
    occupations = [_reduced(each, next(cuts)) for each in record.get("Occupation", [])]
    if not due.contributions.known[row]:
        return record | {"Occupation": occupations}
    made = record | {
        "Occupation": occupations,
        "WorkerContribution": [_contribution(record, due, row), *_others(record)],
    }
    bonus = int(due.bonus[row])
    deductions = _without(record, "WorkerDeduction", WORK_BONUS)
    if bonus:
        deductions.append({"DeductionCode": WORK_BONUS, "DeductionAmount": str(bonus)})
    return made | {"WorkerDeduction": deductions}


def _contribution(record: Content, due: Due, row: int) -> Content:
    kind = TYPES.get(Kind(int(due.declared.kind[row])), 0)
    return {
        "ContributionWorkerCode": record["WorkerCode"],
        "ContributionType": str(kind),
        "ContributionCalculationBasis": str(int(due.contributions.basis[row])),
        "ContributionAmount": str(int(due.contributions.total[row])),
    }


def _others(record: Content) -> list[Content]:
    """Return the contributions of other codes, which only their sender can know."""
    rows: list[Content] = record.get("WorkerContribution", [])
    return [each for each in rows if each.get("ContributionWorkerCode") != record["WorkerCode"]]


def _reduced(occupation: Content, cut: int) -> Content:
    others = _without(occupation, "OccupationDeduction", STRUCTURAL)
    if cut:
        others.append({"DeductionCode": STRUCTURAL, "DeductionAmount": str(cut)})
    return occupation | {"OccupationDeduction": others}


def _without(part: Mapping[str, Any], block: str, code: str) -> list[Content]:
    return [each for each in part.get(block, []) if each.get("DeductionCode", "").zfill(4) != code]
