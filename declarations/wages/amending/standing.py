"""What stands in the filings that a batch amends, laid beside its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np
from django.db import connection

from declarations.wages.amending.contents import part_of, same
from declarations.wages.amending.held import numbers_of, standing_among, versions_held
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
OCCUPATIONS: Final = """
    SELECT record_id, version FROM declarations_occupation
    WHERE record_id = ANY(%s) AND version = ANY(%s) AND quarter = ANY(%s)
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
    of_person = batch.owner("NaturalPerson", "EmployerDeclaration")
    inss = batch["NaturalPerson"].numbers("INSS")
    of, version, person, employer_class, worker_code, current = _records(
        filing[of_person], quarters[of_person], inss
    )
    first, last, who = (np.full(len(inss), ABSENT) for _ in range(3))
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


def _records(filings: Ints, quarters: Ints, inss: Ints) -> list[Ints]:
    """Return all versions of each person in his or her filing, under whatever number: the row of
    the person, version, key of the person, category, code, and whether it stands; in that order."""
    numbers = numbers_of(inss[inss > 0].tolist())
    asked: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row, (filing, number) in enumerate(zip(filings.tolist(), inss.tolist(), strict=True)):
        for twin in numbers.get(number, ()):
            asked[filing, twin].append(row)
    every = [number for twins in numbers.values() for number in twins]
    held = versions_held(np.unique(filings).tolist(), np.unique(quarters).tolist(), every)
    standing = standing_among(held)
    rows = [
        (
            row,
            each.id,
            each.person or ABSENT,
            each.employer_class,
            each.worker_code,
            each.id in standing,
        )
        for each in held
        for row in asked.get((each.filing, each.inss), ())
    ]
    return list(np.array(sorted(rows), np.int64).reshape(-1, 6).T)


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
    with connection.cursor() as cursor:
        cursor.execute(OCCUPATIONS, [records.tolist(), given[strange].tolist(), quarters.tolist()])
        known = set(cursor.fetchall())
    pairs = zip(records.tolist(), given[strange].tolist(), strict=True)
    strange[strange] = [pair not in known for pair in pairs]
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
