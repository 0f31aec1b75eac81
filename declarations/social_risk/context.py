"""What judging a piece of declarations needs to know, read in a handful of queries.

Each declaration that is accepted changes what stands here, so that the next one of the piece is
judged as if the first were in the database already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q

from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.contents import (
    Content,
    days_of,
    employer_of,
    values_in,
    worker_of,
)
from declarations.social_risk.filed import Filed, Key, quarter_in, wages_filed
from declarations.social_risk.models import Risk, RiskDeclaration
from declarations.social_risk.scenarios import scenarios
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Service
from portal.copying import among
from portal.exchange.models import Message
from portal.law.periods import Period
from portal.people.models import Company, Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_inss

TICKET = 20  # characters of the name of a declaration that a reference gives
EARLIER_FORM, RELATED, OURS = "3", "4", "2"


@dataclass
class Context:
    """The directories, hirings, wages and risks, as far as a piece touches them.

    `persons` by number, in use or replaced; `companies` by both numbers; `risks` by the first
    twenty digits of the names of their declarations; `filed` is what stands in the wages of the
    quarters in which their days lie.
    """

    environment: str
    companies: dict[str, Company] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    periods: dict[tuple[int, int], list[EmploymentPeriod]] = field(default_factory=dict)
    standing: dict[int, list[Risk]] = field(default_factory=lambda: defaultdict(list))
    filed: dict[Key, Filed] = field(default_factory=dict)
    mandates: dict[tuple[int, int], list[Mandate]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def load(cls, declarations: Sequence[Declaration]) -> Self:
        """Read what the declarations of one message need."""
        message = (
            Message.objects.defer("body")
            .select_related("capacity")
            .get(pk=declarations[0].message_id)
        )
        for each in declarations:
            each.message = message
        context = cls(message.capacity.environment)
        contents = [each.content for each in declarations]
        quarters = context._load_directories(declarations)
        context._load_mandates(message.capacity)
        context._load_facts(quarters)
        context._load_named(contents)
        return context

    def employer(self, content: Content) -> Company | None:
        """The company that is meant: its NSSO number has priority."""
        nsso, enterprise = _numbers(employer_of(content)[1])
        return self.companies.get(nsso) if nsso else self.companies.get(enterprise)

    def worker(self, content: Content) -> Person | None:
        """Whom the register knows under the number, in use or replaced."""
        return self.persons.get(_inss(worker_of(content)[1].get("INSS")))

    def named(self, content: Content) -> tuple[str, Risk | None]:
        """The reference to an earlier form, and the risk in which that took part."""
        given = earlier_form(content)
        return given, self.risks.get(_ticket(given))

    def may_declare(
        self, capacity: Capacity, company: Company, received: datetime, days: Period
    ) -> bool:
        """Say whether a capacity declares for a company: its own, or by a mandate for wages, of
        which the risks are a part, that was in force then and is about one of these days."""
        if capacity.kind == CapacityKind.COMPANY:
            return capacity.company_id == company.pk
        held = self.mandates.get((company.pk, capacity.company_id or 0), ())
        return any(mandate.permits(received, days) for mandate in held)

    def hirings(self, company: Company, person: Person) -> list[EmploymentPeriod]:
        """The periods of a person at a company that were not cancelled."""
        return self.periods.get((company.pk, person.pk), [])

    def remember(self, risk: Risk, declaration: Declaration) -> None:
        """Let an accepted declaration count for what is judged after it."""
        self.risks[_ticket(declaration.reference.hex)] = risk
        if risk not in self.standing[risk.person_id]:
            self.standing[risk.person_id].append(risk)

    def _load_directories(self, declarations: Sequence[Declaration]) -> set[int]:
        """Load who is meant, and return the quarters in which the days of the risks begin."""
        wanted, numbers, quarters = set[str](), set[str](), set[int]()
        for each in declarations:  # each is walked once
            scenario, content = scenarios()[each.flow], each.content
            days = days_of(scenario, content)
            quarters |= {quarter_in(scenario, days.start)} if days else set()
            wanted.update(_numbers(employer_of(content)[1]))
            numbers.add(_inss(worker_of(content)[1].get("INSS")))
        wanted.discard("")
        found = Company.objects.filter(Q(nsso_number__in=wanted) | Q(enterprise_number__in=wanted))
        for company in found:
            self.companies[company.enterprise_number] = company
            self.companies[company.nsso_number or ""] = company
        for known in PersonNumber.objects.filter(number__in=among(numbers)).select_related(
            "person"
        ):
            self.persons[known.number] = known.person
        return quarters

    def _load_mandates(self, capacity: Capacity) -> None:
        if capacity.kind == CapacityKind.PAYROLL_OFFICE:
            givers = {company.pk for company in self.companies.values()}
            between = Mandate.objects.between_any([capacity.company_id], givers)
            for mandate in between.for_service(Service.WAGES).ever_confirmed():
                parties = mandate.giver_company_id or 0, mandate.holder_company_id or 0
                self.mandates[parties].append(mandate)

    def _load_facts(self, quarters: set[int]) -> None:
        companies = {company.pk for company in self.companies.values()}
        persons = {person.pk for person in self.persons.values()}
        # Who judges risks of a person holds the person, so that of two at once one is the second.
        held = Person.objects.filter(pk__in=among(persons)).order_by("pk")
        list(held.select_for_update(no_key=True).values_list("pk"))
        of_these = {"person__in": among(persons), "environment": self.environment}
        hirings = EmploymentPeriod.every.valid().filter(company__in=companies, **of_these)
        for period in hirings:
            self.periods.setdefault((period.company_id, period.person_id), []).append(period)
        for risk in Risk.every.valid().filter(**of_these):
            self.standing[risk.person_id].append(risk)
        self.filed = wages_filed(companies, persons, quarters, self.environment)

    def _load_named(self, contents: Sequence[Content]) -> None:
        wanted = {_ticket(given) for content in contents if (given := earlier_form(content))}
        spans = [(UUID(t.ljust(32, "0")), UUID(t.ljust(32, "f"))) for t in wanted if _is_hex(t)]
        if spans:
            condition = Q()
            for span in spans:
                condition |= Q(declaration__reference__range=span)
            took_part = RiskDeclaration.objects.filter(
                condition, risk__environment=self.environment
            )
            by_key = {risk.pk: risk for risks in self.standing.values() for risk in risks}
            for part in took_part.select_related("risk", "declaration"):
                ticket = _ticket(part.declaration.reference.hex)
                self.risks[ticket] = by_key.get(part.risk_id, part.risk)


def earlier_form(content: Content) -> str:
    """The reference of an earlier form of the same kind that a form is about; "" without one."""
    references: Any = content.get("Reference", [])
    for each in references if isinstance(references, list) else [references]:
        if each.get("ReferenceType") == EARLIER_FORM:
            return str(each.get("ReferenceNbr", ""))
    return ""


def dimona_numbers(content: Content) -> Iterable[tuple[str, str]]:
    """The numbers of hirings that a form names, each with its path."""
    return ((path, number.zfill(12)) for path, number in values_in(content, "DimonaNbr"))


def _numbers(employer: Content) -> tuple[str, str]:
    nsso = str(employer.get("NOSSRegistrationNbr", "")).lstrip("0")
    enterprise = str(employer.get("CompanyID", "")).lstrip("0")
    return nsso, enterprise.zfill(10) if enterprise else ""


def _inss(value: Any) -> str:
    try:
        return clean_inss(value) if isinstance(value, str) else ""
    except InvalidNumber:
        return ""


def _ticket(reference: str) -> str:
    return reference.replace("-", "").lower()[:TICKET]


def _is_hex(text: str) -> bool:
    return len(text) == TICKET and all(letter in "0123456789abcdef" for letter in text)
