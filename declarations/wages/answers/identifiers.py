"""The permanent identifiers of what an original declared (DmfAPID), which an amendment names.

The filing's key is that of the declaration, the person's that of the person; the lowest version
number of a person's records is that of the person in the filing, and the highest its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.db.models import Prefetch

from declarations.channels.models import Declaration
from declarations.glossary.catalog import glossary
from declarations.wages.amending.models import EmployerEntry, EntryKind
from declarations.wages.answers.frames import (
    Content,
    Rows,
    employer,
    filing_of,
    form_about,
    framed,
    message,
)
from declarations.wages.models import Form, Occupation, WorkerRecord

PIECE: Final = 1_000  # records in memory at a time
INSS_DIGITS: Final = 11


def identifiers(forms: Iterable[Form]) -> Iterator[bytes]:
    """Yield a DmfAPID with the identifiers of these forms: accepted originals, with `declaration`
    and its verdict, and with `filing` and its company."""
    model = glossary("dmfa_pid", "2022/4")
    label = "IDEmployerDeclaration"
    return message(model, (framed(model, _head(form), label, _pieces(form)) for form in forms))


def _head(form: Form) -> Content:
    filing = filing_of(form)
    declared = employer(filing.company, filing.quarter, form.declaration)
    declared["EmployerDeclarationPID"] = str(filing.pk)
    return form_about(form.declaration, "DMFAPID", "PID") | {"IDEmployerDeclaration": declared}


def _pieces(form: Form) -> Iterator[Iterable[Rows]]:
    quarter = filing_of(form).quarter
    jobs = Occupation.objects.filter(quarter=quarter).order_by("position")
    records = (
        WorkerRecord.objects.in_quarter(quarter)
        .filter(declaration=form.declaration_id)
        .order_by("id")
        .prefetch_related(Prefetch("occupations", jobs))
    )
    # The records of a person come one after the other, whatever their number.
    persons = groupby(records.iterator(chunk_size=PIECE), attrgetter("inss"))
    for _inss, own in persons:
        yield _person(list(own))
    yield _entries(form.declaration)


def _person(records: list[WorkerRecord]) -> Iterator[Rows]:
    """Who is unknown in the register of persons, as everybody is in a test, has the number that is
    permanent in the filing."""
    first, last = records[0], records[-1]
    person: Content = {
        "INSS": f"{first.inss:0{INSS_DIGITS}}",
        "NaturalPersonPID": str(first.person_id or first.pk),
        "DeclNaturalPersonPID": str(first.pk),
        "DeclNaturalPersonVersionNbr": str(last.pk),
        "IDWorkerRecord": [_record(record) for record in records],
    }
    yield {"IDNaturalPerson": [person]}


def _record(record: WorkerRecord) -> Content:
    return {
        "EmployerClass": f"{record.employer_class:03}",
        "WorkerCode": f"{record.worker_code:03}",
        "WorkerRecordVersionNbr": str(record.pk),
        "IDOccupation": [
            {"OccupationSequenceNbr": str(job.number), "OccupationVersionNbr": str(job.version)}
            for job in record.occupations.all()
        ],
    }


def _entries(declaration: Declaration) -> Iterator[Rows]:
    """The contributions that concern no worker, then the vehicles."""
    entries = list(EmployerEntry.objects.filter(declaration=declaration).order_by("pk"))
    for kind, label, version in (
        (EntryKind.CONTRIBUTION, "IDContUnrelatedToNP", "ContUnrelatedToNPVersionNbr"),
        (EntryKind.VEHICLE, "CompanyVehicleID", "CompanyVehicleVersionNbr"),
    ):
        yield {label: [e.content | {version: str(e.pk)} for e in entries if e.kind == kind]}
