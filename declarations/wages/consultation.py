"""Requests to consult a quarter (DmfAConsultationRequest): who asks what of whose declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from declarations.channels.requests import HEADER, RefusedError, company_of, read_request
from declarations.glossary.catalog import glossary
from declarations.glossary.fields import found
from declarations.wages.access import may_declare
from declarations.wages.quarters import is_quarter
from portal.access.models import Capacity, Environment
from portal.people.models import Company

IDENTIFICATION: Final = "EmployerDeclarationId"


class Asked(NamedTuple):
    """A person who is asked about, with the numbers that the asker gave."""

    sequence: str
    inss: str
    reference: str


@dataclass(frozen=True)
class Question:
    """Whose quarter is asked, and what of it; without persons or contributions, all of it.

    `persons` are those asked about, `unrelated` the (category, code) of contributions that concern
    no worker. `header` holds the five fields of the form that asked, `reference` the asker's own.
    """

    company: Company
    quarter: int
    environment: Environment
    persons: Sequence[Asked] = ()
    unrelated: Sequence[tuple[int, int]] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything is asked."""
        return not self.persons and not self.unrelated


def read_question(data: bytes, capacity: Capacity) -> Question:
    """Return what a request asks, whatever the bytes are.

    Raises `RefusedError` when it cannot be read, is wrong, or is about a quarter of an employer
    that the asker may not see.
    """
    form = read_request(glossary("dmfa_request", "2022/4"), data)
    asked: dict[str, Any] = form[IDENTIFICATION]
    path = f"Form/{IDENTIFICATION}"
    quarter = int(asked["Quarter"])
    if not is_quarter(quarter):
        raise RefusedError(found("00013-008", f"{path}/Quarter", asked["Quarter"]))
    company = company_of(asked, path, "00011-041")
    if not may_declare(capacity, company, quarter):
        raise RefusedError(found("00011-155", f"{path}/NOSSRegistrationNbr"))
    return Question(
        company,
        quarter,
        Environment(capacity.environment),
        [_person(each) for each in asked.get("NaturalPerson", ())],
        [_contribution(each) for each in asked.get("ContributionUnrelatedToNPId", ())],
        {name: form[name] for name in HEADER},
        form.get("Reference", {}).get("ReferenceNbr", ""),
    )


def _person(asked: Mapping[str, str]) -> Asked:
    sequence, inss = asked["NaturalPersonSequenceNbr"], asked["INSS"]
    return Asked(sequence, inss, asked.get("NaturalPersonUserReference", ""))


def _contribution(asked: Mapping[str, str]) -> tuple[int, int]:
    return int(asked["UnrelatedEmployerClass"]), int(asked["UnrelatedWorkerCode"])
