"""What judging a piece of declarations needs to know, read in a handful of queries.

Each declaration that is accepted changes what stands here, so that the next one of the piece is
judged as if the first were in the database already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.hiring.folding import Act
from declarations.hiring.identities import Identity, identity_of, known_persons
from declarations.hiring.models import DailyRegistration, EmploymentPeriod, PeriodDeclaration
from declarations.hiring.queries import EmploymentPeriodQuerySet
from declarations.hiring.quota import LIMITS
from declarations.hiring.rules.flexi import FLEXI, reference_quarter
from declarations.hiring.worked import Worked, worked
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Environment, Service
from portal.exchange.models import Message
from portal.law.periods import Period
from portal.people.models import Company, Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_inss

YEARS_BACK = 1  # rules look back over whole years before the first day that a piece is about


@dataclass
class Context:
    """The directories and the periods, as far as the declarations of one piece touch them.

    `companies` by NSSO and by enterprise number; `persons` by number, in use or replaced; `periods`
    by Dimona number, locked until the end of the transaction: those of the piece's `environment`
    alone, so that real declarations and tests never meet. `registrations` by their own number, with
    those of the same periods.
    """

    environment: Environment = Environment.REAL
    companies: dict[str, Company] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    periods: dict[str, EmploymentPeriod] = field(default_factory=dict)
    registrations: dict[str, DailyRegistration] = field(default_factory=dict)
    describes: bool = False  # a worker by other means than a number
    _described: dict[Identity, list[Person]] = field(default_factory=dict)
    _histories: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    _mandates: dict[tuple[int, int], list[Mandate]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _standing: dict[int, list[EmploymentPeriod]] = field(default_factory=lambda: defaultdict(list))
    _worked: dict[int, Worked] = field(default_factory=dict)

    @classmethod
    def load(cls, declarations: Sequence[Declaration]) -> Self:
        """Read what the declarations need; the number of queries does not grow with them.

        Raises `ValueError` when they are of several environments: a piece is of one message.
        """
        wanted, capacities = _Wanted.of(declarations), _with_senders(declarations)
        (environment,) = {capacity.environment for capacity in capacities}
        context = cls(Environment(environment))
        context._load_registrations(wanted)
        context._load_periods(wanted)
        context._load_histories()
        context._load_directories(wanted)
        context._load_mandates(capacities)
        context._load_standing(wanted)
        return context

    def employer(self, identification: dict[str, str], capacity: Capacity) -> Company | None:
        """Return the company that is meant: its NSSO number has priority; none given: one's own."""
        if not identification and capacity.kind == CapacityKind.COMPANY:
            return capacity.company
        nsso_number = identification.get("NOSSRegistrationNbr", "").lstrip("0")
        number = nsso_number or identification.get("CompanyID", "").zfill(10)
        return self.companies.get(number)

    def workers(self, identity: dict[str, Any]) -> list[Person]:
        """Return who may be meant: one person when it is sure, else none or several.

        By the national number, in use or replaced; without one, by name, day of birth and sex.
        """
        given = identity.get("INSS", "")
        if given in self.persons:
            return [self.persons[given]]
        if number := _inss(given):
            return [self.persons[number]] if number in self.persons else []
        described = identity_of(identity)
        return self._described.get(described, []) if described else []

    def may_declare(
        self, capacity: Capacity, company: Company, received: datetime, days: Period
    ) -> bool:
        """Say whether a capacity may declare for a company: its own, or by a mandate that was in
        force when that was received and is about one of these days."""
        if capacity.kind == CapacityKind.COMPANY:
            return capacity.company_id == company.pk
        return capacity.kind == CapacityKind.PAYROLL_OFFICE and any(
            mandate.permits(received, days)
            for mandate in self._mandates.get((company.pk, capacity.company_id or 0), ())
        )

    def periods_of(self, person: Person) -> list[EmploymentPeriod]:
        """Return a person's periods that are not cancelled, at any company.

        They go back `YEARS_BACK` whole years before the first day that the piece is about.
        """
        return [period for period in self._standing[person.pk] if not period.is_cancelled]

    def worked_by(self, person: Person) -> Worked:
        """Return how much a person worked, where a rule about flexi-jobs may ask it."""
        return self._worked.get(person.pk, {})

    def history_of(self, period: EmploymentPeriod) -> list[Act]:
        """Return the accepted declarations of a period, in no order."""
        return self._histories[period.number]

    def registrations_of(self, period: EmploymentPeriod) -> list[DailyRegistration]:
        """Return the daily registrations of a period that are not cancelled."""
        return [
            each
            for each in self.registrations.values()
            if each.period_id == period.pk and not each.is_cancelled
        ]

    def open(self, period: EmploymentPeriod) -> None:
        """Let a period that an accepted hiring opens stand for what is judged after it."""
        self._standing[period.person_id].append(period)

    def remember(self, period: EmploymentPeriod, act: Act) -> None:
        """Let an accepted declaration count for what is judged after it."""
        self._histories[period.number].append(act)

    def _load_periods(self, wanted: _Wanted) -> None:
        if wanted.periods:
            meant = self._periods().filter(number__in=wanted.periods).order_by("pk")
            locked = meant.select_for_update(of=("self",)).select_related("company", "person")
            self.periods = {period.number: period for period in locked}

    def _load_registrations(self, wanted: _Wanted) -> None:
        """Registrations of the periods and with the numbers that are named, and their periods."""
        if not wanted.registers:
            return
        named = DailyRegistration.every.filter(number__in=wanted.registrations)
        meant = Q(period__in=named.values("period")) | Q(period__number__in=wanted.periods)
        same = Q(period__environment=self.environment)
        found = DailyRegistration.every.filter(meant, same).select_related("period").order_by("pk")
        wanted.periods.update(each.period.number for each in found)
        self.registrations = {each.number: each for each in found}

    def _load_histories(self) -> None:
        numbers = {period.pk: number for number, period in self.periods.items()}
        if numbers:
            taken = PeriodDeclaration.objects.filter(period__in=numbers)
            for each in taken.select_related("declaration"):
                self._histories[numbers[each.period_id]].append(act_of(each.declaration))

    def _periods(self) -> EmploymentPeriodQuerySet:
        return EmploymentPeriod.every.filter(environment=self.environment)

    def _load_directories(self, wanted: _Wanted) -> None:
        if wanted.companies:
            for company in Company.objects.filter(
                Q(nsso_number__in=wanted.companies) | Q(enterprise_number__in=wanted.companies)
            ):
                self.companies[company.enterprise_number] = company
                self.companies[company.nsso_number or ""] = company
        if wanted.persons:
            numbers = PersonNumber.objects.filter(number__in=wanted.persons)
            for known in numbers.select_related("person"):
                self.persons[known.number] = known.person
        if wanted.identities:
            self.describes = True
            self._described = known_persons(wanted.identities)

    def _load_mandates(self, capacities: Iterable[Capacity]) -> None:
        holders = {c.company_id for c in capacities if c.kind == CapacityKind.PAYROLL_OFFICE}
        givers = {company.pk for company in self.companies.values()}
        givers |= {period.company_id for period in self.periods.values()}
        if holders and givers:
            between = Mandate.objects.between_any(holders, givers).for_service(Service.HIRING)
            for mandate in between.ever_confirmed():
                parties = mandate.giver_company_id or 0, mandate.holder_company_id or 0
                self._mandates[parties].append(mandate)

    def _load_standing(self, wanted: _Wanted) -> None:
        persons = {person.pk for person in self.persons.values()}
        persons |= {person.pk for found in self._described.values() for person in found}
        persons |= {period.person_id for period in self.periods.values()}
        if persons:
            self._lock_quotas(persons, wanted)
            self._load_worked(persons, wanted)
            first = min([*wanted.days, *(period.since for period in self.periods.values())])
            horizon = date(max(first.year - YEARS_BACK, 1), 1, 1)
            lasting = Q(until__isnull=True) | Q(until__gte=horizon)
            for period in self._periods().valid().filter(lasting, person__in=persons):
                # One row is one object, so that a change is seen wherever it is looked up.
                self.open(self.periods.get(period.number, period))

    def _load_worked(self, persons: set[int], wanted: _Wanted) -> None:
        flexi = [period for period in self.periods.values() if period.worker_type == FLEXI]
        if flexi or FLEXI in wanted.types:
            days = wanted.days | {period.since for period in flexi}
            quarters = {reference_quarter(day) for day in days}
            self._worked = worked(persons, quarters, self.environment)

    def _lock_quotas(self, persons: set[int], wanted: _Wanted) -> None:
        """Hold the persons whose hours are counted, before what they reserved is read."""
        counted = LIMITS.keys() & {period.worker_type for period in self.periods.values()}
        if counted or LIMITS.keys() & wanted.types:
            held = Person.objects.filter(pk__in=persons).order_by("pk")
            list(held.select_for_update(no_key=True).values_list("pk"))


@dataclass
class _Wanted:
    """The numbers and days that declarations name; what cannot be one is left to the judge."""

    companies: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    identities: set[Identity] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)
    registrations: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    registers: bool = False

    @classmethod
    def of(cls, declarations: Iterable[Declaration]) -> Self:
        wanted = cls()
        for declaration in declarations:
            wanted.days.add(timezone.localdate(declaration.received_at))
            wanted.registers |= declaration.action == "DailyRegistrationDeclaration"
            wanted._add(declaration.content)
        return wanted

    def _add(self, content: dict[str, Any]) -> None:
        self.days |= _day(content)
        self.periods |= _digits(content.get("DimonaPeriodId"), 12)
        self.registrations |= _digits(content.get("DailyRegistrationId"), 12)
        self.persons |= {_inss(content.get("INSS"))} - {""}
        employer, worker = content.get("EmployerId"), content.get("NaturalPerson")
        features = content.get("DimonaFeatures")
        if isinstance(employer, dict):
            self.companies |= {n.lstrip("0") for n in _digits(employer.get("NOSSRegistrationNbr"))}
            self.companies |= _digits(employer.get("CompanyID"), 10)
        if isinstance(worker, dict):
            self._add_worker(worker)
        if isinstance(features, dict):
            self.types |= {str(features.get("WorkerType"))}

    def _add_worker(self, worker: dict[str, Any]) -> None:
        number, described = _inss(worker.get("INSS")), identity_of(worker)
        if number:
            self.persons.add(number)
        elif described:
            self.identities.add(described)


def act_of(declaration: Declaration) -> Act:
    """Return a declaration as the fold takes it; nothing is made after it is received."""
    made_at = min(declaration.made_at or declaration.received_at, declaration.received_at)
    return Act(made_at, declaration.pk, declaration.action, declaration.content)


def _with_senders(declarations: Sequence[Declaration]) -> list[Capacity]:
    """Give the declarations their messages, without bodies, and return who sent them."""
    # Many messages are of few senders: each of those is made once.
    messages = Message.objects.defer("body").prefetch_related("capacity__company")
    found = messages.in_bulk({declaration.message_id for declaration in declarations})
    for declaration in declarations:
        declaration.message = found[declaration.message_id]
    return [message.capacity for message in found.values()]


def _digits(value: Any, length: int = 0) -> set[str]:
    usable = isinstance(value, str) and value.isascii() and value.isdigit()
    return {value.zfill(length)} if usable else set()


def _inss(value: Any) -> str:
    try:
        return clean_inss(value) if isinstance(value, str) else ""
    except InvalidNumber:
        return ""


def _day(content: dict[str, Any]) -> set[date]:
    try:
        return {date.fromisoformat(content.get("StartingDate") or "")}
    except (TypeError, ValueError):
        return set()
