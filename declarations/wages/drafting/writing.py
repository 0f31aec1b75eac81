"""A draft becomes an official message: XML in the order of the model, as any sender would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final

from lxml import etree

from declarations.channels.writing import document, header, reference
from declarations.glossary.catalog import for_quarter
from declarations.wages.drafting.declaring import Due, due_on, with_contributions
from declarations.wages.drafting.proposing import Content, number
from declarations.wages.reading import read
from declarations.wages.rules.amounts import owed
from portal.people.models import Company, Person

ORIGINAL: Final = "DMFA"
NOT_KNOWN: Final = "0"  # of a number whose place another number takes
Workers = Iterable[tuple[Person, Content]]


@dataclass(frozen=True)
class Written:
    """An original as bytes, and what is due on it."""

    document: bytes
    due: Due
    persons: Sequence[Content]


def original(
    company: Company, quarter: int, workers: Workers, at: datetime, own_reference: str = ""
) -> Written:
    """Return the declaration of a quarter of a company as XML in UTF-8, with its contributions."""
    persons = [_person(place, *worker) for place, worker in enumerate(workers, start=1)]
    model = for_quarter("dmfa", quarter)
    form: dict[str, Any] = header(ORIGINAL, "SU", at)
    if own_reference:
        form["Reference"] = reference("1", own_reference)

    def written(persons: Sequence[Content], net: int) -> bytes:
        declaration = {**identification(company, quarter), "NetOwedAmount": str(net)}
        form["EmployerDeclaration"] = declaration | {"NaturalPerson": persons}
        root = document(model, form)
        made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return made

    due = due_on(read(written(persons, 0), model), quarter)
    persons = with_contributions(persons, due)
    net = int(owed(read(written(persons, 0), model))[0])
    return Written(written(persons, net), due, persons)


def identification(company: Company, quarter: int) -> dict[str, str]:
    """Return the zones that say whose quarter it is: one number, the other is 0."""
    return {
        "Quarter": str(quarter),
        "NOSSRegistrationNbr": company.nsso_number or NOT_KNOWN,
        "Trusteeship": "0",
        "CompanyID": NOT_KNOWN if company.nsso_number else company.enterprise_number,
    }


def numbered(record: Mapping[str, Any]) -> Content:
    """Return a record whose occupations, times and pays are numbered: what has a number keeps it,
    the others get the next."""
    occupations = [
        {**each, "Service": _numbers(each, "Service"), "Remun": _numbers(each, "Remun")}
        for each in _numbers(record, "Occupation")
    ]
    made = {**record, "Occupation": occupations} if occupations else dict(record)
    if "StudentContribution" in made:
        # A message without the amount cannot be read; what is due comes in its place.
        made["StudentContribution"] = {"StudentContributionAmount": "0"} | made[
            "StudentContribution"
        ]
    return made


def _person(place: int, person: Person, content: Content) -> Content:
    records = [numbered(record) for record in content["WorkerRecord"]]
    return {"NaturalPersonSequenceNbr": str(place), "INSS": person.inss, "WorkerRecord": records}


def _numbers(part: Mapping[str, Any], block: str) -> list[Content]:
    zone, rows = f"{block}SequenceNbr", part.get(block, [])
    free = count(1 + max((number(row, zone) for row in rows), default=0))
    return [{**row, zone: row.get(zone) or str(next(free))} for row in rows]
