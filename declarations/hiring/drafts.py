"""A hiring while it is being filled in: kept in the session, so that going back loses nothing.

The key names the draft in the address and is the key under which it is sent. A person stands in it
by the internal id, never by a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.channels.presenting import declared_person
from declarations.glossary.catalog import joint_committees, worker_types
from declarations.glossary.checks import check_fields
from declarations.glossary.fields import Content
from declarations.glossary.findings import Finding
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.questions import (
    ACTION,
    DETAILS,
    KIND,
    PLACES,
    answered,
    asked,
    placed,
)
from portal.people.models import Company, Person

SESSION_KEY: Final = "hirings"
KEPT: Final = 10  # drafts in one session: the oldest goes


@dataclass
class HiringDraft:
    """The answers so far of one hiring at a company, by the names of the questions."""

    company: Company
    key: UUID = field(default_factory=uuid4)
    person: Person | None = None
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, session: SessionBase, company: Company, key: UUID) -> Self | None:
        """Return a draft of the company, or None when the session does not hold it."""
        kept = session.get(SESSION_KEY, {}).get(str(key))
        if kept is None or kept["company"] != company.pk:
            return None
        person = Person.objects.filter(pk=kept["person"]).first()
        return cls(company, key, person, kept["answers"])

    @classmethod
    def of_declaration(cls, company: Company, declaration: Declaration) -> Self:
        """Return a new draft with what a declaration said, to be corrected and sent again."""
        person = declared_person(declaration)
        return cls(company, person=person, answers=answered(declaration.content))

    def save(self, session: SessionBase) -> None:
        """Keep the draft in the session."""
        kept: dict[str, Any] = session.get(SESSION_KEY, {})
        kept.pop(str(self.key), None)
        kept[str(self.key)] = {
            "company": self.company.pk,
            "person": self.person.pk if self.person else None,
            "answers": self.answers,
        }
        session[SESSION_KEY] = dict(list(kept.items())[-KEPT:])

    @property
    def last_period(self) -> EmploymentPeriod | None:
        """Return the last period of this worker at this company."""
        if self.person is None:
            return None
        return EmploymentPeriod.objects.all().last_of(self.person, self.company)

    @property
    def kind_is_known(self) -> bool:
        """Say whether the kind of work is that of the worker's last period at this company."""
        period = self.last_period
        return period is not None and all(
            self.answers.get(name) == getattr(period, name) for name in KIND
        )

    def take_over_kind(self) -> bool:
        """Answer the kind of work as in the worker's last period here; say whether it is known.

        An answer that was given stays; a kind that can no longer be declared is asked again.
        """
        period = self.last_period
        if period and _can_be_declared(period) and not KIND.keys() & self.answers.keys():
            self.answers |= {name: getattr(period, name) for name in KIND}
        return self.kind_is_known

    def content(self) -> Content:
        """Return the DimonaIn that the answers make: only what this kind of work asks for."""
        names = {question.name for question in asked(self.answers)}
        places = {name: place for name, place in PLACES.items() if name not in DETAILS}
        places |= {name: place for name, place in DETAILS.items() if name in names}
        worker: Content = {"INSS": self.person.inss} if self.person else {}
        employer = _identification(self.company)
        return {**placed(self.answers, places), "EmployerId": employer, "NaturalPerson": worker}

    def findings(self) -> list[Finding]:
        """Return the blocking anomalies that the answers show by themselves."""
        found = check_fields(ACTION, self.content(), on=timezone.localdate())
        return [finding for finding in found if finding.blocking]


def _can_be_declared(period: EmploymentPeriod) -> bool:
    """Whether the kind of work of a period is still in use."""
    today = timezone.localdate()
    return period.worker_type in {code.code for code in worker_types(on=today)} and (
        period.joint_committee in {code.code for code in joint_committees(on=today)}
    )


def _identification(company: Company) -> Content:
    if company.nsso_number:
        return {"NOSSRegistrationNbr": company.nsso_number}
    return {"CompanyID": company.enterprise_number}
