"""What stands in the filings that a batch amends, laid beside its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection

from declarations.wages.amending.contents import part_of, same
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.batch import ABSENT, Batch, Flags, Ints
from declarations.wages.models import WorkerRecord
from declarations.wages.pieces import documents
from portal.access.models import Environment

PERSON_BITS: Final = 25  # of a row number of a person; a version number takes the other 38

FILINGS: Final = """
    SELECT filing.id, filing.quarter, company.nsso_number, company.enterprise_number
    FROM declarations_filing filing JOIN portal_company company ON company.id = filing.company_id
    WHERE filing.id = ANY(%s) AND filing.environment = %s AND EXISTS (
        SELECT FROM declarations_form form
        JOIN declarations_verdict verdict USING (declaration_id)
        WHERE form.filing_id = filing.id AND verdict.result IN ('A', 'W')
    )
"""
# A person is found under every number that he or she had.
RECORDS: Final = """
    WITH asked AS (
        SELECT row - 1 AS row, filing, quarter, coalesce(any_number.number::bigint, inss) AS inss
        FROM unnest(%s::bigint[], %s::int[], %s::bigint[])
            WITH ORDINALITY AS asked(filing, quarter, inss, row)
        LEFT JOIN portal_personnumber number ON number.number = lpad(inss::text, 11, '0')
        LEFT JOIN portal_personnumber any_number ON any_number.person_id = number.person_id
    )
    SELECT asked.row, record.id, coalesce(record.person_id, -1), record.employer_class,
        record.worker_code, NOT record.deleted AND NOT EXISTS (
            SELECT FROM declarations_workerrecord later
            WHERE later.quarter = record.quarter AND later.replaces = record.id
        )
    FROM asked JOIN declarations_workerrecord record ON record.filing_id = asked.filing
        AND record.quarter = asked.quarter AND record.inss = asked.inss
    WHERE record.quarter = ANY(%s)
    ORDER BY 1, 2
"""
OCCUPATIONS: Final = """
    SELECT DISTINCT row - 1
    FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS asked(record, version, row)
    JOIN declarations_occupation occupation ON occupation.record_id = asked.record
        AND occupation.version = asked.version
    WHERE occupation.quarter = ANY(%s)
"""


class Entry(NamedTuple):
    """A version of what is declared of an employer as a whole; `key` tells it from its like."""

    filing: int
    kind: str
    key: tuple[str, ...]
    current: bool


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands, by row of the batch; `ABSENT` is what does not.

    `filing`, `nsso` and `enterprise` are by declaration: the filing that its PID names, of its
    quarter, and the numbers of the company whose it is. `person`, `first` and `last` are by natural
    person: who it is, and the lowest and highest version number of what is declared of him or her.

    `of` to `current` are the versions of the records of those persons, each with the row of its
    person. `strange_occupation` is by occupation: it names a version that its last situation does
    not have. `entries` is what is declared of the employers as a whole, by version.
    """

    filing: Ints
    nsso: Ints
    enterprise: Ints
    person: Ints
    first: Ints
    last: Ints
    of: Ints
    version: Ints
    employer_class: Ints
    worker_code: Ints
    current: Flags
    strange_occupation: Flags
    unchanged: Flags
    entries: Mapping[int, Entry] = field(default_factory=dict)

    def find(self, persons: Ints, versions: Ints) -> Ints:
        """Return the places of versions of these persons, `ABSENT` for what is not theirs."""
        keys = self.of << (63 - PERSON_BITS) | self.version  # in order, as they were read
        asked = persons << (63 - PERSON_BITS) | np.maximum(versions, 0)
        places = np.searchsorted(keys, asked)
        there = np.append(keys, ABSENT)[places] == asked
        return np.where(there, places, ABSENT)


def standing_of(batch: Batch, environment: Environment) -> Standing:
    """Return what stands in the filings that the declarations of a batch of amendments name."""
    declared = batch["EmployerDeclaration"]
    quarters = declared.numbers("Quarter")
    pids = declared.numbers("EmployerDeclarationPID")
    filing, nsso, enterprise = _filings(pids, quarters, environment)
    persons = batch["NaturalPerson"]
    of_person = batch.owner("NaturalPerson", "EmployerDeclaration")
    found = _columns(
        6,
        RECORDS,
        filing[of_person],
        quarters[of_person],
        persons.numbers("INSS"),
        np.unique(quarters),
    )
    of, version, person, employer_class, worker_code, current = found
    first, last, who = (np.full(len(persons), ABSENT) for _ in range(3))
    last[of] = version  # the highest comes last
    first[of[::-1]] = version[::-1]
    who[of] = person
    standing = Standing(
        filing,
        nsso,
        enterprise,
        who,
        first,
        last,
        of,
        version,
        employer_class,
        worker_code,
        current.astype(np.bool_),
        _occupations(batch),
        np.zeros(len(batch["WorkerRecord"]), np.bool_),
        _entries(filing),
    )
    return replace(standing, unchanged=_unchanged(batch, standing))


def _unchanged(batch: Batch, standing: Standing) -> Flags:
    """Return which records say what the last situation says that they name."""
    flags, last = standing.unchanged.copy(), batch["LastSituationWR"]
    versions = last.numbers("WorkerRecordVersionNbr")
    places = standing.find(batch.owner("LastSituationWR", "NaturalPerson"), versions)
    quarters = np.unique(batch["EmployerDeclaration"].numbers("Quarter")).tolist()
    known = versions[places != ABSENT].tolist()
    records = list(WorkerRecord.objects.filter(quarter__in=quarters, pk__in=known))
    texts = {record.pk: text for record, text in zip(records, documents(records), strict=True)}
    rows = np.full(len(batch["WorkerRecordUpdate"]), ABSENT)
    rows[batch["WorkerRecord"].parent] = np.arange(len(flags))
    for update, version in zip(last.parent.tolist(), versions.tolist(), strict=True):
        if (row := int(rows[update])) != ABSENT and version in texts:
            now = part_of(batch.document("WorkerRecord", row))
            flags[row] = same(now, part_of(texts[version]))
    return flags


def _occupations(batch: Batch) -> Flags:
    """Return for each occupation whether it has a version, but none of its last situation's."""
    jobs, last = batch["Occupation"], batch["LastSituationWR"]
    given = jobs.numbers("OccupationVersionNbr")
    strange = given != ABSENT
    versions = np.full(len(batch["WorkerRecordUpdate"]), ABSENT)
    versions[last.parent] = last.numbers("WorkerRecordVersionNbr")
    records = versions[batch.owner("Occupation", "WorkerRecordUpdate")][strange]
    quarters = np.unique(batch["EmployerDeclaration"].numbers("Quarter"))
    (known,) = _columns(1, OCCUPATIONS, records, given[strange], quarters)
    strange[np.flatnonzero(strange)[known]] = False
    return strange


def _filings(pids: Ints, quarters: Ints, environment: Environment) -> tuple[Ints, Ints, Ints]:
    """Return the filing of each declaration, and the numbers of whose it is."""
    filing, nsso, enterprise = (np.full(len(pids), ABSENT) for _ in range(3))
    with connection.cursor() as cursor:
        cursor.execute(FILINGS, [np.unique(pids).tolist(), environment.value])
        standing = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
    for row, named in enumerate(zip(pids.tolist(), quarters.tolist(), strict=True)):
        if named in standing:
            filing[row] = named[0]
            nsso[row], enterprise[row] = (int(number or ABSENT) for number in standing[named])
    return filing, nsso, enterprise


def _entries(filings: Ints) -> dict[int, Entry]:
    accepted = EmployerEntry.objects.accepted().filter(filing__in=np.unique(filings).tolist())
    current = set(accepted.current().values_list("pk", flat=True))
    return {
        entry.pk: Entry(entry.filing_id, entry.kind, entry.key, entry.pk in current)
        for entry in accepted
    }


def _columns(width: int, statement: str, *asked: Ints) -> list[Ints]:
    """Return what a statement answers as columns of numbers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [column.tolist() for column in asked])
        rows: list[Any] = cursor.fetchall()
    return list(np.array(rows, np.int64).reshape(-1, width).T)
