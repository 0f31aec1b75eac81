"""Versions of worker records with what they say, read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from declarations.wages.amending.comparing import BY_CORRECTION, BY_ORIGINAL, REACTIVATED
from declarations.wages.amending.contents import Part, part_of
from declarations.wages.models import Filing, Occupation, WorkerRecord
from declarations.wages.pieces import documents

ORIGINAL: Final = "dmfa"  # the flow of originals
Who = tuple[int | None, int]  # the key of a person; of somebody unknown, None and the number


@dataclass(frozen=True)
class Version:
    """A version of a record: what it says, and the version of each occupation by its number.

    `created` is the action of a record or part that was not there before.
    """

    record: WorkerRecord
    part: Part
    created: str
    occupations: Mapping[str, int] = field(default_factory=dict)


def who(record: WorkerRecord) -> Who:
    """Return of whom a record is, whatever the number in use then."""
    return (None, record.inss) if record.person_id is None else (record.person_id, 0)


def declared_of(filing: Filing, people: Iterable[Who]) -> dict[Who, list[WorkerRecord]]:
    """Return all versions that a filing holds of these people, oldest first."""
    wanted_people = set(people)
    persons = {person for person, _inss in wanted_people if person is not None}
    unknown = {inss for person, inss in wanted_people if person is None}
    wanted = Q(person__in=persons) | Q(person__isnull=True, inss__in=unknown)
    held = WorkerRecord.objects.in_quarter(filing.quarter).filter(wanted, filing=filing)
    found: defaultdict[Who, list[WorkerRecord]] = defaultdict(list)
    for record in held.order_by("id"):
        found[who(record)].append(record)
    return found


def current_of(records: Collection[WorkerRecord]) -> list[WorkerRecord]:
    """Return those of all versions of somebody that no other replaces and that are no deletion."""
    replaced = {record.replaces for record in records}
    return [record for record in records if not record.deleted and record.pk not in replaced]


def chain(record: WorkerRecord, held: Mapping[int, WorkerRecord]) -> list[WorkerRecord]:
    """Return a version and those that it came from, among those held, the oldest first."""
    versions = [record]
    while (before := versions[-1].replaces) is not None:
        versions.append(held[before])
    return versions[::-1]


def read(
    filing: Filing, records: Sequence[WorkerRecord], held: Collection[WorkerRecord]
) -> dict[int, Version]:
    """Return what versions of a filing say, by key, in three queries at most.

    `held` are all versions of those whose records these are.
    """
    originals = _originals(filing)
    gone = {(who(each), _key(each)): each.pk for each in held if each.deleted}
    jobs: defaultdict[int, dict[str, int]] = defaultdict(dict)
    wanted = Occupation.objects.filter(
        quarter=filing.quarter, record__in=[each.pk for each in records]
    )
    for key, number, version in wanted.values_list("record_id", "number", "version"):
        jobs[key][str(number)] = version
    parts = (part_of(document) for document in documents(records))
    found = {}
    for record, part in zip(records, parts, strict=True):
        created = BY_ORIGINAL if record.declaration_id in originals else BY_CORRECTION
        if gone.get((who(record), _key(record)), record.pk) < record.pk:
            created = REACTIVATED
        found[record.pk] = Version(record, part, created, jobs[record.pk])
    return found


def _originals(filing: Filing) -> set[int]:
    forms = filing.forms.filter(declaration__flow=ORIGINAL)
    return set(forms.values_list("declaration_id", flat=True))


def _key(record: WorkerRecord) -> tuple[int, int]:
    return record.employer_class, record.worker_code
