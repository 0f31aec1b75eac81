"""The last look before amendments become what stands: nobody was quicker.

A piece of a large message is judged by what stood when it was read. Between that and the end of the
message another amendment may have been accepted. Filings are held, so of two only one wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from django.db import connection

from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.wages.amending.held import Held, numbers_of, standing_among, versions_held

AMENDMENT: Final = "dmfa_update"  # the flow of amendments
PERSON: Final = "EmployerDeclarationUpdate/NaturalPersonUpdate"
RECORD: Final = f"{PERSON}/WorkerRecordUpdate"
STALE: Final = ("00610-180", f"{RECORD}/LastSituationWR/WorkerRecordVersionNbr")
TWICE: Final = ("90225-006", f"{RECORD}/WorkerRecordUpdateAction")
ENTRIES: Final = {
    "C": (
        "00611-180",
        "EmployerDeclarationUpdate/ContributionUnrelatedToNPUpdate/LastSituationCUNP"
        "/ContUnrelatedToNPVersionNbr",
    ),
    "V": (
        "00782-180",
        "EmployerDeclarationUpdate/CompanyVehicleUpdateAction/CompanyVehicleVersionNbr",
    ),
    "E": (
        "01253-180",
        "EmployerDeclarationUpdate/EmployerCompensationUpdate/LastSituationEmpCompensation"
        "/EmpCompensationVersionNbr",
    ),
}
Problem = tuple[int, tuple[str, str], int]  # the form, its code and path, the version
MOST: Final = 1_000  # findings: nobody reads more

HOLD: Final = """
    SELECT id FROM declarations_filing WHERE id IN (
        SELECT filing_id FROM declarations_form WHERE declaration_id = ANY(%(forms)s)
    )
    ORDER BY id FOR UPDATE
"""
WRITTEN: Final = """
    SELECT DISTINCT filing_id, inss FROM declarations_workerrecord
    WHERE quarter = ANY(%(quarters)s) AND declaration_id = ANY(%(forms)s)
"""
OF_EMPLOYERS: Final = """
    SELECT own.declaration_id, own.kind, own.replaces FROM declarations_employerentry own
    WHERE own.declaration_id = ANY(%(forms)s) AND EXISTS (
        SELECT FROM declarations_employerentry quicker
        LEFT JOIN declarations_verdict verdict USING (declaration_id)
        WHERE quicker.replaces = own.replaces AND (
            verdict.result IN ('A', 'W') OR (
                quicker.declaration_id = ANY(%(forms)s)
                AND quicker.declaration_id < own.declaration_id
            )
        )
    )
    LIMIT %(most)s
"""


def hold(forms: Iterable[int]) -> None:
    """Hold the filings that amendments (keys of declarations) are about, until the transaction
    ends: who else amends them waits, and then sees what stands."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, {"forms": list(forms)})


def check(forms: Collection[int], quarters: Collection[int]) -> dict[int, list[Finding]]:
    """Return what is against applying amendments whose filings are held, by form.

    `forms` are the keys of declarations with nothing against them so far, `quarters` theirs. Their
    facts can be seen in the caller's transaction, those of refused ones cannot. What has no entry
    in the answer can be accepted in that transaction; the rest must be refused and its facts taken
    away. Four queries, however many there are.
    """
    asked: dict[str, list[int] | int] = {
        "forms": list(forms),
        "quarters": list(quarters),
        "most": MOST,
    }
    refused: defaultdict[int, list[Finding]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, asked)
        written = cursor.fetchall()
        cursor.execute(OF_EMPLOYERS, asked)
        for form, kind, version in cursor.fetchall():
            refused[form].append(_finding(ENTRIES[kind], version))
    numbers = numbers_of(inss for _filing, inss in written)
    every = {number for twins in numbers.values() for number in twins}
    held = versions_held({filing for filing, _inss in written}, quarters, every)
    for form, problem, version in [*_stale(held, set(forms)), *_twice(held, set(forms))]:
        if len(refused[form]) < MOST:
            refused[form].append(_finding(problem, version))
    return dict(refused)


def _stale(held: Iterable[Held], forms: set[int]) -> Iterator[Problem]:
    """Yield the versions that another form replaces too; of two of one load the first wins."""
    by_last: defaultdict[int, list[Held]] = defaultdict(list)
    for each in held:
        if each.replaces:
            by_last[each.replaces].append(each)
    for rivals in by_last.values():
        for loser in _losers(rivals, forms):
            yield loser.declaration, STALE, loser.replaces


def _twice(held: Collection[Held], forms: set[int]) -> Iterator[Problem]:
    """Yield the records of which another form gives somebody one of the same kind."""
    standing = standing_among(held)
    by_kind: defaultdict[tuple[int, ...], list[Held]] = defaultdict(list)
    for each in held:
        if each.id in standing:
            kind = each.filing, each.who, each.employer_class, each.worker_code
            by_kind[kind].append(each)
    for rivals in by_kind.values():
        for loser in _losers(rivals, forms):
            yield loser.declaration, TWICE, loser.id


def _losers(rivals: Sequence[Held], forms: set[int]) -> list[Held]:
    """Return what was written beside what stands, or by another form than the first."""
    first = min(rivals, key=lambda each: (each.declaration in forms, each.declaration))
    others = (each for each in rivals if each.declaration != first.declaration)
    return [each for each in others if each.declaration in forms]


def _finding(problem: tuple[str, str], version: int) -> Finding:
    code, path = problem
    return found(code, path, str(version))
