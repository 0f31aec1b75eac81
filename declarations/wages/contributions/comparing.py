"""What was declared beside what is due: the anomalies of amounts.

Nothing is said where no rate is held. An amount that follows from its basis must equal it (044);
where only bounds are known it may be too high (045) or too low (046). A reduction may be asked for
less than one has a right to, not for more.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from declarations.wages.batch import Batch, Flags, Ints, at
from declarations.wages.contributions import bonus
from declarations.wages.contributions.calculating import calculate
from declarations.wages.contributions.declared import (
    ORDINARY_PAY,
    SURE_PAY,
    TYPES,
    Declared,
)
from declarations.wages.contributions.facts import FIGURES, Category, Kind
from declarations.wages.contributions.ordinary import basis_of, ordinary
from declarations.wages.contributions.rates import WHOLE
from declarations.wages.contributions.reduction import first_hire
from declarations.wages.contributions.share import shares
from declarations.wages.contributions.special import special_most
from declarations.wages.quarters import first_day
from declarations.wages.rules.rule import Hit
from portal.law.figures import MissingFigureError
from portal.law.money import half_up

DIFFERS: Final = "044"
TOO_HIGH: Final = "045"
TOO_LOW: Final = "046"
SPECIAL: Final = 856
DOUBLE_HOLIDAY: Final = 870
STRUCTURAL: Final = 3000
FIRST_HIRE: Final = 3315
WORK_BONUS: Final = 1
MONTHS: Final = bonus.MONTHS


def compare(batch: Batch) -> Iterator[Hit]:
    """Give the anomalies of contributions and reductions that can be calculated again."""
    declared = Declared(batch)
    for quarter in np.unique(batch["EmployerDeclaration"].numbers("Quarter")).tolist():
        try:
            yield from _Quarter(declared, quarter).hits()
        except MissingFigureError:
            continue  # before the tables begin nothing can be said


class _Quarter:
    """The declarations of one quarter in a batch."""

    def __init__(self, declared: Declared, quarter: int) -> None:
        self.declared, self.batch, self.quarter = declared, declared.batch, quarter
        self.day = first_day(quarter)
        self.tolerance = FIGURES.on("tolerance", self.day).value

    def hits(self) -> Iterator[Hit]:
        for found in (
            self.contributions(),
            self.bases(),
            self.special(),
            self.students(),
            self.double_holiday(),
            self.structural(),
            self.first_hire(),
            self.work_bonus(),
        ):
            yield from found

    def contributions(self) -> Iterator[Hit]:
        """The ordinary contribution of a worker is its rate of its basis."""
        rows = self.batch["WorkerContribution"]
        basis = rows.numbers("ContributionCalculationBasis")
        kind, category = (
            at(values, rows.parent) for values in (self.declared.kind, self.declared.category)
        )
        due = ordinary(kind, category, np.maximum(basis, 0), self.quarter)
        wrong = self._differs(rows.numbers("ContributionAmount"), due.total)
        flags = self._ordinary() & (basis >= 0) & due.known & wrong
        yield from self._hit("WorkerContribution", "ContributionAmount", DIFFERS, flags)

    def bases(self) -> Iterator[Hit]:
        """The basis lies between the pay that surely counts, at 100 %, and 108 % of all pay."""
        rows = self.batch["WorkerContribution"]
        basis, kind = rows.numbers("ContributionCalculationBasis"), self.declared.kind
        flexi = self.declared.of_records(self.declared.pay(SURE_PAY[Kind.FLEXI]))
        usual = self.declared.of_records(self.declared.pay(ORDINARY_PAY))
        sure = np.where(kind == Kind.FLEXI, flexi, usual)
        most = basis_of(kind, self.declared.of_records(self.declared.all_pay()), self.quarter)
        held = self._ordinary() & (basis >= 0)
        low = held & (basis < at(sure, rows.parent) - self.tolerance)
        high = held & (basis > at(most, rows.parent) + self.tolerance)
        yield from self._hit("WorkerContribution", "ContributionCalculationBasis", TOO_LOW, low)
        yield from self._hit("WorkerContribution", "ContributionCalculationBasis", TOO_HIGH, high)

    def special(self) -> Iterator[Hit]:
        """No worker owes more special contribution than its most, however they are assessed."""
        rows = self.batch["WorkerContribution"]
        most = special_most(self.day, MONTHS) + self.tolerance
        flags = rows.numbers("ContributionWorkerCode") == SPECIAL
        flags &= rows.numbers("ContributionAmount") > most
        yield from self._hit("WorkerContribution", "ContributionAmount", TOO_HIGH, flags)

    def students(self) -> Iterator[Hit]:
        """The solidarity contribution of a student is its rate of the student's pay."""
        rows = self.batch["StudentContribution"]
        kind = np.full(len(rows), Kind.STUDENT)
        pay = rows.numbers("StudentRemunAmount")
        due = ordinary(kind, np.full(len(rows), Category.UNKNOWN), np.maximum(pay, 0), self.quarter)
        wrong = self._differs(rows.numbers("StudentContributionAmount"), due.total)
        flags = (pay >= 0) & due.known & wrong
        yield from self._hit("StudentContribution", "StudentContributionAmount", DIFFERS, flags)

    def double_holiday(self) -> Iterator[Hit]:
        """Of double holiday pay (870) the worker's rate is owed."""
        rows = self.batch["ContributionUnrelatedToNP"]
        basis = rows.numbers("UnrelatedCalculationBasis")
        rate = FIGURES.on("worker_rate", self.day).value
        due = half_up(np.maximum(basis, 0) * rate, WHOLE)
        flags = (rows.numbers("UnrelatedWorkerCode") == DOUBLE_HOLIDAY) & (basis >= 0)
        flags &= self._differs(rows.numbers("UnrelatedAmount"), due)
        yield from self._hit("ContributionUnrelatedToNP", "UnrelatedAmount", DIFFERS, flags)

    def structural(self) -> Iterator[Hit]:
        """The structural reduction of an occupation is not more than it has a right to."""
        rows = self.batch["OccupationDeduction"]
        asked = rows.numbers("DeductionCode") == STRUCTURAL
        # An amendment holds a part of a worker's occupations: their shares cannot be summed.
        if asked.any() and "WorkerRecordUpdate" not in self.batch:
            cut = calculate(self.declared.wages, self.quarter).reduction
            most, known = at(cut.amount, rows.parent), cut.known[rows.parent]
            flags = asked & known & self._more(rows.numbers("DeductionAmount"), most)
            yield from self._hit("OccupationDeduction", "DeductionAmount", DIFFERS, flags)

    def first_hire(self) -> Iterator[Hit]:
        """The reduction for a first hire is not more than its share of the quarter brings."""
        rows = self.batch["OccupationDeduction"]
        asked = rows.numbers("DeductionCode") == FIRST_HIRE
        held = FIGURES.find("first_hire", self.day)
        if asked.any() and held and "WorkerRecordUpdate" not in self.batch:
            wages = self.declared.wages
            most = first_hire(wages, shares(wages, self.quarter), self.quarter)
            more = self._more(rows.numbers("DeductionAmount"), at(most, rows.parent))
            yield from self._hit("OccupationDeduction", "DeductionAmount", DIFFERS, asked & more)

    def work_bonus(self) -> Iterator[Hit]:
        """A work bonus is not more than its months can bring, nor than the worker owes."""
        rows = self.batch["WorkerDeduction"]
        asked = rows.numbers("DeductionCode") == WORK_BONUS
        if not asked.any() or not bonus.is_known(self.quarter):
            return
        manual = self.declared.kind == Kind.MANUAL
        most = sum(
            (bonus.highest(month, manual) for month in bonus.months_of(self.quarter)),
            np.zeros(len(manual), dtype=np.int64),
        )
        held = (self.declared.kind == Kind.WHITE_COLLAR) | manual
        flags = asked & at(held, rows.parent)
        flags &= self._more(rows.numbers("DeductionAmount"), at(most, rows.parent))
        yield from self._hit("WorkerDeduction", "DeductionAmount", DIFFERS, flags)

    def _ordinary(self) -> Flags:
        """Return which contributions are those of the worker's own code and type."""
        rows = self.batch["WorkerContribution"]
        code, kind = self.declared.records.numbers("WorkerCode"), self.declared.kind
        types = np.zeros(len(Kind), dtype=np.int64)
        types[list(TYPES)] = list(TYPES.values())
        own = rows.numbers("ContributionWorkerCode") == at(code, rows.parent)
        held = at(kind, rows.parent)
        student = held == Kind.STUDENT
        return own & (held > 0) & ~student & (rows.numbers("ContributionType") == types[held])

    def _differs(self, declared: Ints, due: Ints) -> Flags:
        flags: Flags = np.abs(declared - due) > self.tolerance
        return flags & (declared >= 0)

    def _more(self, declared: Ints, most: Ints) -> Flags:
        flags: Flags = declared > most + self.tolerance
        return flags

    def _hit(self, block: str, zone: str, problem: str, flags: Flags) -> Iterator[Hit]:
        owner = self.batch.owner(block, "EmployerDeclaration")
        quarters = at(self.batch["EmployerDeclaration"].numbers("Quarter"), owner)
        found = np.flatnonzero(flags & (quarters == self.quarter))
        if len(found):
            number = self.batch.model.zones[zone].number
            yield Hit(f"{number}-{problem}", block, found, zone)
