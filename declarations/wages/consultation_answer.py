"""What stands of a quarter in the official layout (DmfAConsultationAnswer).

Each part tells what happened to it last: created, changed, or something below it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import uuid4

from django.db.models import OuterRef, Subquery

from declarations.channels.models import Result
from declarations.channels.writing import header, reference
from declarations.glossary.catalog import glossary
from declarations.wages.amending.comparing import BY_CORRECTION, BY_ORIGINAL, CHANGED, history
from declarations.wages.amending.models import EmployerEntry, EntryKind
from declarations.wages.amending.versions import (
    ORIGINAL,
    Version,
    Who,
    chain,
    current_of,
    declared_of,
    read,
)
from declarations.wages.answers.frames import Content, Rows, employer, framed, message
from declarations.wages.answers.naming import NOT_SUBJECTED, dated, told
from declarations.wages.consultation import Asked, Question
from declarations.wages.models import Filing, Form, WorkerRecord
from portal.access.door import open_files
from portal.access.models import Capacity, Environment, Purpose
from portal.people.models import Person, PersonNumber

PIECE: Final = 250  # persons in memory at a time
FOUND, NOTHING, CANCELLED, NOT_THERE = "0", "1", "2", "3"
REFERENCE_LENGTH: Final = 20
CONTRIBUTION: Final = ("UnrelatedEmployerClass", "UnrelatedWorkerCode")


def answer(question: Question, capacity: Capacity, at: datetime) -> Iterator[bytes]:
    """Yield the answer to a question; each person in it can read who asked.

    `at` is an aware datetime; it is written in Belgian time.
    """
    filing = _standing(question)
    model = glossary("dmfa_answer", "2022/4")
    pieces = _pieces(question, filing, capacity) if filing else iter(())
    form = framed(model, _head(question, filing, at), "EmployerDeclarationConsult", pieces)
    return message(model, [form])


def _standing(question: Question) -> Filing | None:
    """The filing that is asked about, with the last declaration that changed it as `version`."""
    accepted = Form.objects.filter(
        filing=OuterRef("pk"), declaration__verdict__result__in=[Result.ACCEPTED, Result.WARNING]
    ).order_by("-declaration")
    return (
        Filing.objects.filter(
            company=question.company, quarter=question.quarter, environment=question.environment
        )
        .annotate(version=Subquery(accepted.values("declaration")[:1]))
        .filter(version__isnull=False)
        .select_related("company")
        .first()
    )


def _head(question: Question, filing: Filing | None, at: datetime) -> Content:
    consulted: Content = {"ResultCodeResearch": NOTHING}
    consulted |= employer(question.company, question.quarter)
    if filing:
        consulted["ResultCodeResearch"] = FOUND
        consulted["EmployerDeclarationPID"] = str(filing.pk)
        consulted["EmployerDeclarationVersionNbr"] = str(filing.version)  # type: ignore[attr-defined]
    form = header("DMFADB", "FA", at) | {
        "HandledOriginalForm": question.header or header("DMFAREQ", "RE", at),
        "HandledReference": reference("2", uuid4().hex[:REFERENCE_LENGTH]),
        "EmployerDeclarationConsult": consulted,
    }
    if question.reference:
        form["Reference"] = reference("1", question.reference)
    return form


def _pieces(question: Question, filing: Filing, capacity: Capacity) -> Iterator[Iterable[Rows]]:
    rest = iter(_everybody(filing) if question.whole else question.persons)
    while piece := list(islice(rest, PIECE)):
        yield _persons(filing, piece, capacity)
    current = EmployerEntry.objects.current().filter(filing=filing)
    entries = list(current.select_related("declaration").order_by("pk"))
    if question.whole:
        yield [{"CompanyVehicleAction": [_vehicle(each) for each in entries if _is_vehicle(each)]}]
    yield [{"ContributionUnrelatedToNPConsult": _contributions(question, entries)}]


def _everybody(filing: Filing) -> Iterator[Asked]:
    """Those of whom something stands, each once."""
    records = WorkerRecord.objects.in_quarter(filing.quarter).current().filter(filing=filing)
    columns = ("sequence", "inss", "person")
    seen: set[int] = set()
    for sequence, inss, person in records.order_by("id").values_list(*columns).iterator():
        if (key := -inss if person is None else person) not in seen:
            seen.add(key)
            yield Asked(str(sequence), f"{inss:011}", "")


def _persons(filing: Filing, asked: Sequence[Asked], capacity: Capacity) -> Iterator[Rows]:
    people = _people(filing, asked)
    keys: dict[str, Who] = {each.inss: (None, int(each.inss)) for each in asked}
    keys |= {inss: (person.pk, 0) for inss, person in people.items()}
    declared = declared_of(filing, keys.values())
    seen = {key[0] for key in declared if key[0] is not None}
    open_files([(person, capacity.pk) for person in seen], Purpose.DECLARATION)
    told_of = _current(filing, declared)
    for each in asked:
        held = declared.get(keys[each.inss], [])
        content = _person(each, people.get(each.inss), held)
        content["WorkerRecordConsult"] = [told_of[now.pk] for now in current_of(held)]
        yield {"NaturalPersonConsult": [content]}


def _people(filing: Filing, asked: Sequence[Asked]) -> dict[str, Person]:
    """Return who is asked about, by number; a test names nobody."""
    if filing.environment != Environment.REAL:
        return {}
    numbers = PersonNumber.objects.filter(number__in=[each.inss for each in asked])
    return {each.number: each.person for each in numbers.select_related("person")}


def _person(asked: Asked, person: Person | None, held: Sequence[WorkerRecord]) -> Content:
    content: Content = {
        "NaturalPersonSequenceNbr": asked.sequence,
        "INSS": asked.inss,
        "NaturalPersonUserReference": asked.reference or None,
        "ResultCodeResearch": NOT_THERE,
    }
    if held:
        content["NaturalPersonPID"] = str(held[0].person_id or held[0].pk)
        content["ResultCodeResearch"] = FOUND if current_of(held) else CANCELLED
        content["DeclNaturalPersonPID"] = str(held[0].pk)
        content["DeclNaturalPersonVersionNbr"] = str(held[-1].pk)
    if person and held:
        zones = glossary("dmfa_answer", "2022/4").zones
        content["WorkerName"] = person.last_name[: zones["WorkerName"].longest]
        content["WorkerFirstName"] = person.first_name[: zones["WorkerFirstName"].longest]
    return content


def _current(filing: Filing, declared: Mapping[Who, Sequence[WorkerRecord]]) -> dict[int, Content]:
    """Return what stands of some people, by the key of the version, with what happened to it."""
    everything = {each.pk: each for held in declared.values() for each in held}
    standing = [now for held in declared.values() for now in current_of(held)]
    chains = {now.pk: chain(now, everything) for now in standing}
    together = [each for each in everything.values() if not each.deleted]
    versions = read(filing, together, everything.values())
    return {
        now.pk: _record(now, [versions[each.pk] for each in chains[now.pk]]) for now in standing
    }


def _record(now: WorkerRecord, versions: Sequence[Version]) -> Content:
    occupations = versions[-1].occupations.items()
    numbers = {number: {"OccupationVersionNbr": str(job)} for number, job in occupations}
    part = history([(version.part, version.created) for version in versions])
    return {
        **dated(now),
        **told(part, "OccupationConsultation", numbers),
        "WorkerRecordPID": str(versions[0].record.pk),
        "WorkerRecordVersionNbr": str(now.pk),
        "CodeSubjected": NOT_SUBJECTED,
    }


def _is_vehicle(entry: EmployerEntry) -> bool:
    return entry.kind == EntryKind.VEHICLE


def _vehicle(entry: EmployerEntry) -> Content:
    number = {"CompanyVehicleVersionNbr": str(entry.pk), "Action": _action(entry)}
    return entry.content | number


def _contributions(question: Question, entries: Sequence[EmployerEntry]) -> list[Content]:
    """What stands of contributions that concern no worker; those asked for that are not there."""
    standing = {
        tuple(int(entry.content[zone]) for zone in CONTRIBUTION): entry
        for entry in entries
        if entry.kind == EntryKind.CONTRIBUTION
    }
    asked = list(standing) if question.whole else question.unrelated
    return [_contribution(key, standing.get(key)) for key in asked]


def _contribution(key: tuple[int, ...], entry: EmployerEntry | None) -> Content:
    content: Content = {zone: f"{code:03}" for zone, code in zip(CONTRIBUTION, key, strict=True)}
    if entry is None:
        return content | {"ResultCodeResearch": NOT_THERE}
    return (
        content
        | entry.content
        | {
            "ContUnrelatedToNPVersionNbr": str(entry.pk),
            "CodeSubjected": NOT_SUBJECTED,
            "ResultCodeResearch": FOUND,
            "Action": _action(entry),
        }
    )


def _action(entry: EmployerEntry) -> str:
    if entry.replaces and not _is_vehicle(entry):
        return CHANGED
    return BY_ORIGINAL if entry.declaration.flow == ORIGINAL else BY_CORRECTION
