"""From what was read to rows of facts: arrays become columns of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from declarations.wages import partitions
from declarations.wages.batch import ABSENT, Batch, Flags, Ints, Rows
from declarations.wages.columns import BIG, BOOL, DAY, INT, SMALL, TEXT
from declarations.wages.models import ContributionKind
from declarations.wages.quarters import first_day, last_day
from portal.copying import read_columns

RUN: Final = 64  # by so many the sequence counts: who draws one has those up to the next, too
NEXT: Final = """
    SELECT nextval('wages_version_sequence') AS version FROM generate_series(1, %(runs)s)
"""
DELETED: Final = 0  # the actions of an amendment
CREATED: Final = 3

Fields = dict[str, tuple[int, Ints]]  # column → how it is encoded, its values


@dataclass(frozen=True)
class Place:
    """Where the facts of a batch go, and whose they are.

    `declarations` and `filings` are by row of EmployerDeclaration; a form without a filing
    (`ABSENT`) leaves no facts. `persons` are by row of NaturalPerson, `ABSENT` for nobody known.
    """

    quarter: int
    shelf: int
    piece: int
    declarations: Ints
    filings: Ints
    persons: Ints


def tables(batch: Batch, place: Place) -> Iterator[tuple[str, Fields]]:
    """Yield each table with the columns of what a batch has for it; records come first."""
    from declarations.wages.encoding import positions  # here, since numba takes long to load

    kept = place.filings[batch.owner("WorkerRecord", "EmployerDeclaration")] != ABSENT
    if not kept.any():
        return
    records, occupations = _versions(len(kept), len(batch["Occupation"]))
    common = {"shelf": place.shelf, "quarter": place.quarter}
    yield partitions.RECORDS, _only(kept, _records(batch, place, records), common)
    for table, fields_of in PARTS.items():
        owner, fields = fields_of(batch)
        there = kept[owner]
        if there.any():
            fields["record_id"] = BIG, records[owner]
            if table.endswith("occupation"):
                fields["version"] = BIG, occupations
            fields["position"] = SMALL, positions(owner, len(kept))
            yield table, _only(there, fields, common)


def _versions(*counts: int) -> list[Ints]:
    """Return so many new numbers of versions, and so many more."""
    runs = read_columns(NEXT, {"runs": -(-sum(counts) // RUN)}, {"version": "i8"})["version"]
    numbers = (runs[:, None] + np.arange(RUN)).ravel()
    return np.split(numbers[: sum(counts)], np.cumsum(counts)[:-1])


def _only(there: Flags, fields: Fields, common: dict[str, int]) -> Fields:
    count = int(there.sum())
    chosen = fields
    if count < len(there):
        chosen = {name: (width, values[there]) for name, (width, values) in fields.items()}
    fixed = {
        name: (BIG if name == "shelf" else INT, np.full(count, value))
        for name, value in common.items()
    }
    return {**chosen, **fixed}


def _records(batch: Batch, place: Place, records: Ints) -> Fields:
    rows, persons = batch["WorkerRecord"], batch["NaturalPerson"]
    form = batch.owner("WorkerRecord", "EmployerDeclaration")
    person = batch.owner("WorkerRecord", "NaturalPerson")
    replaces, deleted = _changes(batch)
    return {
        "id": (BIG, records),
        "filing_id": (BIG, place.filings[form]),
        "declaration_id": (BIG, place.declarations[form]),
        "person_id": (BIG, place.persons[person]),
        "inss": (BIG, persons.numbers("INSS")[person]),
        "replaces": (BIG, replaces),
        "piece_id": (BIG, np.full(len(rows), place.piece)),
        "offset": (INT, rows.start),
        "length": (INT, rows.end - rows.start),
        "sequence": (INT, persons.numbers("NaturalPersonSequenceNbr")[person]),
        "starts": (DAY, _day_or(rows, "NOSSQuarterStartingDate", first_day(place.quarter))),
        "ends": (DAY, _day_or(rows, "NOSSQuarterEndingDate", last_day(place.quarter))),
        "student_hours": (INT, _student_hours(batch)),
        "employer_class": (SMALL, rows.numbers("EmployerClass")),
        "worker_code": (SMALL, rows.numbers("WorkerCode")),
        "deleted": (BOOL, deleted),
    }


def _day_or(rows: Rows, zone: str, otherwise: date) -> Ints:
    """Return days: a record that is taken out need not say them."""
    days = rows.dates(zone)
    return np.where(np.isnat(days), np.datetime64(otherwise), days).astype(np.int64)


def _changes(batch: Batch) -> tuple[Ints, Ints]:
    """Return which version each record replaces, `ABSENT` for none, and whether it is deleted."""
    rows = batch["WorkerRecord"]
    replaces = np.full(len(rows), ABSENT)
    if "LastSituationWR" not in batch:
        return replaces, np.zeros(len(rows), np.int64)
    last, action = batch["LastSituationWR"], rows.numbers("UpdateAction")
    named = np.full(len(batch["WorkerRecordUpdate"]), ABSENT)
    named[last.parent] = last.numbers("WorkerRecordVersionNbr")
    replaces = np.where(action == CREATED, ABSENT, named[rows.parent])
    return replaces, (action == DELETED).astype(np.int64)


def _student_hours(batch: Batch) -> Ints:
    hours, students = np.full(len(batch["WorkerRecord"]), ABSENT), batch["StudentContribution"]
    hours[students.parent] = students.numbers("StudentHoursNbr")
    return hours


def _occupations(batch: Batch) -> tuple[Ints, Fields]:
    rows = batch["Occupation"]
    return rows.parent, {
        "local_unit": (BIG, _number(rows, "LocalUnitID")),
        "starts": (DAY, rows.column("OccupationStartingDate")),
        "ends": (DAY, rows.column("OccupationEndingDate")),
        "mean_hours": (INT, _number(rows, "MeanWorkingHours")),
        "reference_hours": (INT, _number(rows, "RefMeanWorkingHours")),
        "number": (SMALL, rows.numbers("OccupationSequenceNbr")),
        "days_system": (SMALL, _number(rows, "WorkingDaysSystem")),
        "contract_type": (SMALL, _number(rows, "ContractType")),
        "measure": (SMALL, _number(rows, "ReorganisationMeasure")),
        "promotion": (SMALL, _number(rows, "EmploymentPromotion")),
        "retired": (SMALL, _number(rows, "Retired")),
        "apprenticeship": (SMALL, _number(rows, "Apprenticeship")),
        "paid_by": (SMALL, _number(rows, "RemunMethod")),
        "days_justification": (SMALL, _number(rows, "DaysJustification")),
        "joint_committee": (TEXT, _number(rows, "JointCommissionNbr")),
        "status": (TEXT, _number(rows, "WorkerStatus")),
    }


def _services(batch: Batch) -> tuple[Ints, Fields]:
    rows = batch["Service"]
    return batch.owner("Service", "WorkerRecord"), {
        "days": (INT, _number(rows, "ServiceNbrDays")),
        "hours": (INT, _number(rows, "ServiceNbrHours")),
        "occupation": (SMALL, batch["Occupation"].numbers("OccupationSequenceNbr")[rows.parent]),
        "sequence": (SMALL, rows.numbers("ServiceSequenceNbr")),
        "code": (SMALL, rows.numbers("ServiceCode")),
    }


def _remunerations(batch: Batch) -> tuple[Ints, Fields]:
    rows = batch["Remun"]
    return batch.owner("Remun", "WorkerRecord"), {
        "cents": (BIG, rows.numbers("RemunAmount")),
        "percentage": (INT, _number(rows, "PercentagePaid")),
        "occupation": (SMALL, batch["Occupation"].numbers("OccupationSequenceNbr")[rows.parent]),
        "sequence": (SMALL, rows.numbers("RemunSequenceNbr")),
        "code": (SMALL, rows.numbers("RemunCode")),
        "frequency": (SMALL, _number(rows, "BonusPaymentFrequency")),
    }


# By kind: the block, and the zones of worker code, type, basis and amount; without a code of its
# own a contribution has that of its record.
CONTRIBUTIONS: Final = {
    ContributionKind.WORKER: (
        *("WorkerContribution", "ContributionWorkerCode", "ContributionType"),
        *("ContributionCalculationBasis", "ContributionAmount"),
    ),
    ContributionKind.STUDENT: (
        *("StudentContribution", "", "", "StudentRemunAmount", "StudentContributionAmount"),
    ),
    ContributionKind.DISMISSED: (
        *("DismissedStatutoryWorkerContribution", "", ""),
        *("GrossRefRemunAmount", "GrossRefRemunContributionAmount"),
    ),
    ContributionKind.EARLY_RETIREMENT: (
        *("EarlyRetirementContribution", "", "EarlyRetirementCode"),
        *("", "EarlyRetirementContributionAmount"),
    ),
    ContributionKind.COMPLEMENTARY: (
        *("ComplIndemnityContribution", "ContributionWorkerCode", "ContributionType"),
        *("ComplIndemnityAmount", "ContributionAmount"),
    ),
}


def _contributions(batch: Batch) -> tuple[Ints, Fields]:
    owners, columns = [], []
    for kind, (label, code, own_type, basis, cents) in CONTRIBUTIONS.items():
        rows, owner = batch[label], batch.owner(label, "WorkerRecord")
        owners.append(owner)
        codes = batch["WorkerRecord"].numbers("WorkerCode")[owner]
        columns.append(
            np.vstack(
                [
                    np.full(len(rows), kind.value),
                    rows.numbers(code) if code else codes,
                    _number(rows, own_type),
                    _number(rows, basis),
                    rows.numbers(cents),
                ]
            )
        )
    kinds, codes, types, bases, amounts = np.hstack(columns)
    fields = {"kind": (SMALL, kinds), "worker_code": (SMALL, codes), "type": (SMALL, types)}
    return np.concatenate(owners), {**fields, "basis": (BIG, bases), "cents": (BIG, amounts)}


def _deductions(batch: Batch) -> tuple[Ints, Fields]:
    number = batch["Occupation"].numbers("OccupationSequenceNbr")
    of_jobs, of_records = batch["OccupationDeduction"], batch["WorkerDeduction"]
    jobs = np.concatenate([number[of_jobs.parent], np.full(len(of_records), ABSENT)])

    def both(zone: str, read: Callable[[Rows, str], Ints]) -> Ints:
        return np.concatenate([read(of_jobs, zone), read(of_records, zone)])

    owner = batch.owner("OccupationDeduction", "WorkerRecord")
    return np.concatenate([owner, of_records.parent]), {
        "basis": (BIG, both("DeductionCalculationBasis", _number)),
        "cents": (BIG, both("DeductionAmount", _number)),
        "starts": (DAY, both("DeductionRightStartingDate", Rows.column)),
        "occupation": (SMALL, jobs),
        "code": (SMALL, both("DeductionCode", _number)),
        "months": (SMALL, both("ManagementCostNbrMonths", _number)),
    }


PARTS: Final[dict[str, Callable[[Batch], tuple[Ints, Fields]]]] = dict(
    zip(
        partitions.PARTS,
        (_occupations, _services, _remunerations, _contributions, _deductions),
        strict=True,
    )
)


def _number(rows: Rows, zone: str) -> Ints:
    return rows.column(zone) if zone in rows else np.full(len(rows), ABSENT)
