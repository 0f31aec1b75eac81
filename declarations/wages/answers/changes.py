"""What an amendment changed, block by block (DmfAUpdateNotification)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from declarations.channels.models import Declaration
from declarations.glossary.catalog import glossary
from declarations.wages.amending.comparing import (
    BELOW,
    BY_CORRECTION,
    CHANGED,
    DELETED,
    compared,
)
from declarations.wages.amending.difference import difference, total
from declarations.wages.amending.models import EmployerEntry, EntryKind
from declarations.wages.amending.versions import Version, Who, current_of, declared_of, read, who
from declarations.wages.answers.frames import (
    Content,
    Rows,
    employer,
    filing_of,
    form_about,
    framed,
    message,
)
from declarations.wages.answers.naming import NOT_SUBJECTED, dated, told
from declarations.wages.models import Form, WorkerRecord
from portal.access.models import CapacityKind
from portal.exchange.models import Channel

PIECE: Final = 500  # records in memory at a time
DECLARED_AND_ACCEPTED: Final = "1"  # the part of an amendment that this tells of
EMPLOYER, PAYROLL_OFFICE = "10", "11"  # who declared, annex 39
ACCEPTED: Final = "A"


def changes(form: Form) -> Iterator[bytes]:
    """Yield the notification of an accepted amendment, with `declaration`, its verdict and the
    capacity of its message, and with `filing` and its company."""
    model = glossary("dmfa_update_notification", "2022/3")
    return message(
        model, [framed(model, _head(form), "EmployerDeclarationUpdateNotif", _pieces(form))]
    )


def _head(form: Form) -> Content:
    declaration, filing = form.declaration, filing_of(form)
    received = declaration.message
    office = received.capacity.kind == CapacityKind.PAYROLL_OFFICE
    group: Content = {
        "SubGroup": DECLARED_AND_ACCEPTED,
        "UserQuality": PAYROLL_OFFICE if office else EMPLOYER,
        "Justification": declaration.content.get("Justification"),
    }
    told_of = employer(filing.company, filing.quarter, declaration) | {
        "EmployerDeclarationPID": str(filing.pk),
        "TransmissionMode": "WB" if received.channel == Channel.PAGE else "LO",
        "Action": BELOW,
        "SubGroupInformation": [group],
    }
    cents = total(difference(declaration.pk, filing.quarter))
    label = "CreditAmount" if cents < 0 else "DebitAmount"
    return form_about(declaration, "DMFANOT", "NOT") | {
        "EmployerDeclarationUpdateNotif": told_of,
        "RectificationAmount": {label: str(abs(cents))},
    }


def _pieces(form: Form) -> Iterator[Iterable[Rows]]:
    filing = filing_of(form)
    written = (
        WorkerRecord.objects.in_quarter(filing.quarter)
        .filter(declaration=form.declaration_id)
        .order_by("id")
    )
    for records in _by_person(written.iterator(chunk_size=PIECE)):
        yield _persons(form, records)
    yield _entries(form.declaration)


def _by_person(records: Iterable[WorkerRecord]) -> Iterator[list[WorkerRecord]]:
    """Gather records into pieces, no person in two of them: those of a person come together."""
    piece: list[WorkerRecord] = []
    for record in records:
        if len(piece) >= PIECE and who(record) != who(piece[-1]):
            yield piece
            piece = []
        piece.append(record)
    if piece:
        yield piece


def _persons(form: Form, records: Sequence[WorkerRecord]) -> Iterator[Rows]:
    filing = filing_of(form)
    held = declared_of(filing, map(who, records))
    everything = {each.pk: each for versions in held.values() for each in versions}
    before = [everything[record.replaces] for record in records if record.replaces]
    versions = read(filing, [*before, *records], everything.values())
    written: defaultdict[Who, list[WorkerRecord]] = defaultdict(list)
    for record in records:
        written[who(record)].append(record)
    for person, own in written.items():
        known = held[person]
        until_now = [each for each in known if each.pk <= own[-1].pk]
        content = _person(own, until_now)
        content["WorkerRecordUpdateNotif"] = [_record(record, versions) for record in own]
        yield {"NaturalPersonUpdateNotif": [content]}


def _person(own: Sequence[WorkerRecord], until_now: Sequence[WorkerRecord]) -> Content:
    """`own` is what the amendment wrote of somebody, `until_now` all that stands since it did."""
    last = own[-1]
    earlier = [each for each in until_now if each.declaration_id != last.declaration_id]
    action = BELOW if earlier else BY_CORRECTION
    if not current_of(until_now):
        action = DELETED
    content: Content = {
        "NaturalPersonSequenceNbr": str(last.sequence),
        "INSS": f"{last.inss:011}",
        "DeclNaturalPersonPID": str(until_now[0].pk),
        "DeclNaturalPersonNewVersionNbr": str(last.pk),
        "Action": action,
        "BlockDecisionIndicator": ACCEPTED,
    }
    if last.person_id is not None:
        content["NaturalPersonPID"] = str(last.person_id)
    if earlier:
        content["DeclNaturalPersonVersionNbr"] = str(earlier[-1].pk)
    return content


def _record(record: WorkerRecord, versions: dict[int, Version]) -> Content:
    now = versions[record.pk]
    before = versions.get(record.replaces or 0)
    after = None if record.deleted else now.part
    part = compared(before.part if before else None, after, now.created)
    numbers: dict[str, dict[str, str]] = {}
    for version, label in ((before, "OccupationVersionNbr"), (now, "OccupationNewVersionNbr")):
        for number, job in version.occupations.items() if version else ():
            numbers.setdefault(number, {})[label] = str(job)
    declared: Content = {
        **dated(record),
        **told(part, "OccupationUpdateNotification", numbers),
        "WorkerRecordNewVersionNbr": str(record.pk),
        "CodeSubjected": NOT_SUBJECTED,
    }
    content: Content = {"WRDclPart": declared}
    if before:
        content["LastSituationWR"] = {
            "EmployerClass": f"{before.record.employer_class:03}",
            "WorkerCode": f"{before.record.worker_code:03}",
            "WorkerRecordVersionNbr": str(before.record.pk),
        }
    return content


def _entries(declaration: Declaration) -> Iterator[Rows]:
    """The contributions that concern no worker, then the vehicles."""
    entries = list(EmployerEntry.objects.filter(declaration=declaration).order_by("pk"))
    before = EmployerEntry.objects.in_bulk([each.replaces for each in entries if each.replaces])
    for kind in (EntryKind.CONTRIBUTION, EntryKind.VEHICLE):
        for entry in entries:
            if entry.kind == kind:
                yield _entry(entry, before.get(entry.replaces or 0))


def _entry(entry: EmployerEntry, before: EmployerEntry | None) -> Rows:
    action = DELETED if entry.deleted else CHANGED if before else BY_CORRECTION
    content = (before.content if before else {}) | entry.content
    declared = content | {"Action": action, "BlockDecisionIndicator": ACCEPTED}
    if entry.kind == EntryKind.VEHICLE:
        declared["CompanyVehicleNewVersionNbr"] = str(entry.pk)
        told_of: Content = {"CompanyVehicleDclPart": declared}
        last, version = "LastSituationCompanyVehicle", "CompanyVehicleVersionNbr"
    else:
        declared |= {
            "ContUnrelatedToNPNewVersionNbr": str(entry.pk),
            "CodeSubjected": NOT_SUBJECTED,
        }
        told_of = {"CUNPDclPart": declared}
        last, version = "LastSituationCUNP", "ContUnrelatedToNPVersionNbr"
    if before:
        told_of[last] = before.content | {version: str(before.pk)}
    name = "CompanyVehicleUpdateNotif" if entry.kind == EntryKind.VEHICLE else "CUNPUpdateNotif"
    return {name: [told_of]}
