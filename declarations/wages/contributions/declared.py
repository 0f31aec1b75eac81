"""What a declaration says, as the calculation wants it: kinds, categories, pay and time."""

from functools import cached_property
from typing import Final

import numpy as np

from declarations.wages.batch import Batch, Flags, Ints, at
from declarations.wages.contributions.facts import Category, Kind, Wages

# Annex 2: worker codes. Artists (046) are counted as manual workers are; apprentices, subsidised
# contracts and others have rates of their own, which are not held.
KINDS: Final = {
    15: Kind.MANUAL,
    46: Kind.MANUAL,
    495: Kind.WHITE_COLLAR,
    50: Kind.FLEXI,
    450: Kind.FLEXI,
    840: Kind.STUDENT,
    841: Kind.STUDENT,
}
TYPES: Final = {Kind.MANUAL: 1}  # annex 3: of 108 % of pay; the others are of type 0
# Annex 27: private employers to whom the general rates apply. Public employers, seafarers, ports,
# households, trainee doctors and others have their own.
CLASSES: Final = (
    *(0, 2, 10, 11, 12, 17, 22, 24, 25, 26, 29, 30, 31, 35, 36, 38, 44, 48, 49, 51, 52, 54, 55, 56),
    *(57, 58, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 73, 173, 273, 373, 473, 673),
)
UNMODERATED_CODES: Final = (12, 25, 485, 492)
# Joint committees of the Social Maribel without home help (318), which is in the general category
# (vlaio.be, 11 April 2024); and that of sheltered work.
MARIBEL: Final = (b"319", b"329", b"330", b"331", b"332")
SHELTERED: Final = (b"327",)

# Annex 7: pay that counts for the structural reduction, and what shuts it out.
COUNTED_PAY: Final = (1, 2, 4, 5, 12)
WITHOUT_REDUCTION: Final = (3, 9, 22)
# Pay that surely bears contributions; code 1 is all that has no code of its own.
SURE_PAY: Final = {Kind.FLEXI: (22, 23)}
ORDINARY_PAY: Final = (1, 2, 3, 4, 5)
# Annex 8: time that is paid, and what is counted as worked.
PAID_TIME: Final = (1, 3, 4, 5, 20)
WORKED_TIME: Final = (*PAID_TIME, 2, 12, 72)
COMMITTEE_LENGTH: Final = 3


class Declared:
    """The wages of a batch, a row for each occupation, and what of them its records are."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.records = batch["WorkerRecord"]
        self.occupations = batch["Occupation"]

    @cached_property
    def quarter(self) -> Ints:
        """The quarter of each record, as it was sent."""
        declarations = self.batch["EmployerDeclaration"].numbers("Quarter")
        return at(declarations, self.batch.owner("WorkerRecord", "EmployerDeclaration"))

    @cached_property
    def kind(self) -> Ints:
        """The kind of each record; OTHER where no rate is held."""
        code = self.records.numbers("WorkerCode")
        table = np.zeros(1000, dtype=np.int64)
        table[list(KINDS)] = list(KINDS.values())
        held = np.isin(self.records.numbers("EmployerClass"), CLASSES)
        kinds = table[np.clip(code, 0, len(table) - 1)]
        return np.where(held | (kinds >= Kind.FLEXI), kinds, Kind.OTHER)

    @cached_property
    def category(self) -> Ints:
        """The category of each record, if all its occupations are of the same."""
        lowest = np.full(len(self.records), len(Category))
        highest = np.zeros(len(self.records), dtype=np.int64)
        np.minimum.at(lowest, self.occupations.parent, self._categories)
        np.maximum.at(highest, self.occupations.parent, self._categories)
        return np.where(lowest == highest, lowest, Category.UNKNOWN)

    @cached_property
    def _categories(self) -> Ints:
        committee = self._committees()
        found = np.where(np.isin(committee, MARIBEL), Category.MARIBEL, Category.GENERAL)
        codes = at(self.records.numbers("WorkerCode"), self.occupations.parent)
        unmoderated = np.isin(codes, UNMODERATED_CODES)
        sheltered = np.where(unmoderated, Category.UNMODERATED, Category.SHELTERED)
        return np.where(np.isin(committee, SHELTERED), sheltered, found).astype(np.int64)

    def _committees(self) -> Ints:
        texts = self.occupations.texts("JointCommissionNbr")
        if not len(texts):
            return np.zeros(0, dtype=f"S{COMMITTEE_LENGTH}")
        source = np.frombuffer(texts.buffer, dtype=np.uint8)
        places = texts.start[:, None] + np.arange(COMMITTEE_LENGTH)
        digits = source[np.minimum(places, len(source) - 1)]
        return np.ascontiguousarray(digits).view(f"S{COMMITTEE_LENGTH}").ravel()

    def pay(self, codes: tuple[int, ...]) -> Ints:
        """Return the cents of some codes of pay, for each occupation."""
        return self._sum("Remun", "RemunCode", "RemunAmount", codes)

    def all_pay(self) -> Ints:
        """Return the cents of all pay, for each occupation."""
        codes = np.unique(self.batch["Remun"].numbers("RemunCode"))
        return self.pay(tuple(codes.tolist()))

    def of_records(self, values: Ints) -> Ints:
        """Sum values of occupations for each record."""
        total = np.zeros(len(self.records), dtype=np.int64)
        np.add.at(total, self.occupations.parent, values)
        return total

    def _sum(self, block: str, code: str, zone: str, codes: tuple[int, ...]) -> Ints:
        rows = self.batch[block]
        amounts = np.where(np.isin(rows.numbers(code), codes), rows.numbers(zone), 0)
        total = np.zeros(len(self.occupations), dtype=np.int64)
        np.add.at(total, rows.parent, np.maximum(amounts, 0))
        return total

    def time(self, codes: tuple[int, ...]) -> Ints:
        """Return the days of full-timers and the hours of part-timers, in hundredths."""
        days = self._sum("Service", "ServiceCode", "ServiceNbrDays", codes)
        hours = self._sum("Service", "ServiceCode", "ServiceNbrHours", codes)
        return np.where(self._part_time, hours, days)

    @cached_property
    def _part_time(self) -> Flags:
        return self.occupations.numbers("ContractType") == 1

    @cached_property
    def wages(self) -> Wages:
        """All occupations, as the calculation wants them."""
        rows = self.occupations
        full, own = rows.numbers("RefMeanWorkingHours"), rows.numbers("MeanWorkingHours")
        open_to = self.pay(WITHOUT_REDUCTION) == 0
        week = np.where(self._part_time, full, rows.numbers("WorkingDaysSystem"))
        return Wages(
            worker=self.batch.owner("Occupation", "NaturalPerson"),
            kind=at(self.kind, rows.parent),
            category=self._categories,
            pay=self.pay(ORDINARY_PAY),
            counted=np.where(open_to, self.pay(COUNTED_PAY), 0),
            paid=self.time(PAID_TIME),
            worked=self.time(WORKED_TIME),
            week=np.maximum(week, 0),
            half_time=~self._part_time | (2 * own >= full),
        )
