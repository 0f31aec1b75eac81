"""A correction of one worker: the last situation and the new one, as an official amendment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lxml import etree

from declarations.channels.writing import document, header
from declarations.glossary.catalog import for_quarter
from declarations.wages.amending.versions import Version, current_of, declared_of, read
from declarations.wages.drafting.proposing import Content
from declarations.wages.drafting.writing import identification, original
from declarations.wages.filed import content_of
from declarations.wages.models import Filing, WorkerRecord
from portal.people.models import Person

AMENDMENT: Final = "DMFAUPD"
DELETE, CHANGE, CREATE = "0", "1", "3"
TAKEN_OUT: Final = (
    *("EmployerClass", "WorkerCode", "NOSSQuarterStartingDate", "NOSSQuarterEndingDate"),
)
Key = tuple[int, int]  # employer class and worker code


@dataclass(frozen=True)
class Situation:
    """What stands of a worker in a filing: the current versions, and how many were declared."""

    filing: Filing
    person: Person
    versions: tuple[Version, ...]
    declared: tuple[WorkerRecord, ...]

    @property
    def number(self) -> int:
        """Return the number of the last version: it tells this situation from any other."""
        return max((each.pk for each in self.declared), default=0)

    @property
    def content(self) -> Content:
        """Return it as content of a `NaturalPerson`."""
        model = for_quarter("dmfa", self.filing.quarter)
        return {"WorkerRecord": [content_of(each.part, model) for each in self.versions]}


def situation_of(filing: Filing, person: Person) -> Situation:
    """Return what stands of a person in a filing; without versions when nothing was declared."""
    declared = next(iter(declared_of(filing, [(person.pk, 0)]).values()), [])
    standing = current_of(declared)
    found = read(filing, standing, declared)
    return Situation(filing, person, tuple(found[each.pk] for each in standing), tuple(declared))


def amendment(situation: Situation, content: Content, at: datetime) -> bytes | None:
    """Return the amendment that makes `content` the situation; None when nothing changes.

    Content without records takes the worker out.
    """
    filing, person = situation.filing, situation.person
    records: list[Content] = []
    if content["WorkerRecord"]:
        written = original(filing.company, filing.quarter, [(person, content)], at)
        records = written.persons[0]["WorkerRecord"]
    updates = list(_updates(situation, records))
    if not updates:
        return None
    model = for_quarter("dmfa_update", filing.quarter)
    form: dict[str, Any] = header(AMENDMENT, "SU", at) | {"AttestationStatus": "1"}
    form["EmployerDeclarationUpdate"] = {
        **identification(filing.company, filing.quarter),
        "EmployerDeclarationPID": str(filing.pk),
        "NaturalPersonUpdate": [
            {
                "NaturalPersonSequenceNbr": "1",
                "INSS": person.inss,
                **_named(situation),
                "WorkerRecordUpdate": updates,
            }
        ],
    }
    made: bytes = etree.tostring(document(model, form), xml_declaration=True, encoding="UTF-8")
    return made


def _named(situation: Situation) -> dict[str, str]:
    """Return the permanent numbers of somebody who was declared before."""
    if not situation.declared:
        return {}
    numbers = [each.pk for each in situation.declared]
    return {
        "NaturalPersonPID": str(situation.person.pk),
        "DeclNaturalPersonPID": str(min(numbers)),
        "DeclNaturalPersonVersionNbr": str(max(numbers)),
    }


def _updates(situation: Situation, records: Sequence[Content]) -> Iterator[Content]:
    """Give each record that is changed, created or gone, beside its last situation."""
    before = {_key(each.part.zones): each for each in situation.versions}
    model = for_quarter("dmfa", situation.filing.quarter)
    for record in records:
        last = before.pop(_key(record), None)
        if last is None:
            yield {"WorkerRecordUpdateAction": _action(record, CREATE, {})}
        elif not _same(content_of(last.part, model), record):
            action = _action(record, CHANGE, last.occupations)
            yield {"LastSituationWR": _last(last), "WorkerRecordUpdateAction": action}
    for last in before.values():
        gone = {name: last.part.zones[name] for name in TAKEN_OUT}
        yield {
            "LastSituationWR": _last(last),
            "WorkerRecordUpdateAction": gone | {"UpdateAction": DELETE},
        }


def _key(record: Any) -> Key:
    return int(record["EmployerClass"]), int(record["WorkerCode"])


def _last(version: Version) -> Content:
    zones = version.part.zones
    return {
        "EmployerClass": zones["EmployerClass"],
        "WorkerCode": zones["WorkerCode"],
        "WorkerRecordVersionNbr": str(version.record.pk),
    }


def _action(record: Content, action: str, versions: Any) -> Content:
    made = {name: value for name, value in record.items() if name != "Occupation"}
    occupations = [_occupation(each, versions) for each in record.get("Occupation", [])]
    return made | {"UpdateAction": action, "OccupationUpdate": occupations}


def _occupation(occupation: Content, versions: Any) -> Content:
    number = str(int(occupation["OccupationSequenceNbr"]))
    known = {"OccupationVersionNbr": str(versions[number])} if number in versions else {}
    return occupation | known


def _same(one: Any, other: Any) -> bool:
    """Say whether two contents are alike but for zeros before numbers and empty lists."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each not in ("", [], {})}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.lstrip("0") or "0" if value.isdigit() else value
