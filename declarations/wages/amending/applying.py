"""The last look before amendments become what stands: nobody was quicker.

A piece of a large message is judged by what stood when it was read. Between that and the end of the
message another amendment may have been accepted. Filings are held, so of two only one wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import connection

from declarations.glossary.fields import found
from declarations.glossary.findings import Finding

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
MOST: Final = 1_000  # findings: nobody reads more

HOLD: Final = """
    SELECT id FROM declarations_filing WHERE id IN (
        SELECT filing_id FROM declarations_form WHERE declaration_id = ANY(%(forms)s)
    )
    ORDER BY id FOR UPDATE
"""
# Of two forms of one load the first wins. Whether a person is the same, the number tells where the
# register of persons knows nobody.
RECORDS: Final = """
    WITH own AS (
        SELECT * FROM declarations_workerrecord
        WHERE quarter = ANY(%(quarters)s) AND declaration_id = ANY(%(forms)s)
    )
    SELECT declaration_id, 'stale', replaces FROM own WHERE EXISTS (
        SELECT FROM declarations_workerrecord quicker
        WHERE quicker.quarter = own.quarter AND quicker.replaces = own.replaces
            AND quicker.declaration_id <> own.declaration_id AND (
                quicker.declaration_id < own.declaration_id
                OR NOT quicker.declaration_id = ANY(%(forms)s)
            )
    )
    UNION ALL
    SELECT declaration_id, 'twice', own.id FROM own WHERE NOT own.deleted AND EXISTS (
        SELECT FROM declarations_workerrecord twin
        WHERE twin.quarter = own.quarter AND twin.filing_id = own.filing_id
            AND twin.declaration_id <> own.declaration_id
            AND coalesce(twin.person_id, -twin.inss) = coalesce(own.person_id, -own.inss)
            AND twin.employer_class = own.employer_class AND twin.worker_code = own.worker_code
            AND NOT twin.deleted AND (
                twin.declaration_id < own.declaration_id
                OR NOT twin.declaration_id = ANY(%(forms)s)
            ) AND NOT EXISTS (
                SELECT FROM declarations_workerrecord later
                WHERE later.quarter = twin.quarter AND later.replaces = twin.id
            )
    )
    LIMIT %(most)s
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
    away. Two queries, however many there are.
    """
    asked: dict[str, list[int] | int] = {
        "forms": list(forms),
        "quarters": list(quarters),
        "most": MOST,
    }
    refused: defaultdict[int, list[Finding]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, asked)
        for form, problem, version in cursor.fetchall():
            refused[form].append(_finding(STALE if problem == "stale" else TWICE, version))
        cursor.execute(OF_EMPLOYERS, asked)
        for form, kind, version in cursor.fetchall():
            refused[form].append(_finding(ENTRIES[kind], version))
    return dict(refused)


def _finding(problem: tuple[str, str], version: Any) -> Finding:
    code, path = problem
    return found(code, path, str(version))
