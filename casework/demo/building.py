"""Put the cast into the portal: directories as data, declarations by the one way through."""

import json
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from casework.demo.directory import enter_directory
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration
from declarations.files.models import Sender
from declarations.hiring.actions import give_verdict
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.actions import Status, report_status
from declarations.statuses.models import StatusKind
from portal.access.mandates.actions import Scope, ask, move, represent
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import COMPANY_SERVICES, Help, Party
from portal.access.models import Capacity, CapacityKind, Environment, Service, User
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from portal.people.models import (
    Company,
    Household,
    HouseholdMember,
    Institution,
    Person,
    PersonNumber,
    Representation,
)

CAST: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("cast.yaml").read_text())
SINCE = date(2010, 1, 1)  # capacities, numbers and households stand since long before the story


class Cast:
    """The cast as rows; each is found or made, so that building it again changes nothing."""

    def build(self) -> None:
        """Make everything, and let what was declared before run its way."""
        with transaction.atomic():
            self._make_directories()
        self._declare()
        move_outbox()

    def _make_directories(self) -> None:
        for each in (self.persons, self.companies, self.institutions, self.applications):
            assert each  # noqa: S101 - a cast without one of these is a mistake in the data
        self._make_households()
        self._make_accounts()
        self._make_permissions()
        self._make_mandates()

    @cached_property
    def persons(self) -> dict[str, Person]:
        """The persons by their first names."""
        return {key: self.enter_person(data) for key, data in CAST["persons"].items()}

    @staticmethod
    def enter_person(data: dict[str, Any]) -> Person:
        """Enter a person by the national number; who stands already stays as they are."""
        standing = Person.objects.with_number(data["inss"]).first()
        if standing:
            return standing
        first, last = data["name"]
        person = Person.objects.create(
            first_name=first,
            last_name=last,
            birth_date=data["born"],
            language=data["language"],
        )
        since = data["born"] or SINCE
        PersonNumber.objects.create(person=person, number=data["inss"], since=since)
        return person

    @cached_property
    def companies(self) -> dict[str, Company]:
        """The companies by their short names."""
        return {key: self.enter_company(data) for key, data in CAST["companies"].items()}

    @staticmethod
    def enter_company(data: dict[str, Any]) -> Company:
        """Enter a company by its number; what stands already stays as it is."""
        company, _new = Company.objects.get_or_create(
            enterprise_number=data["enterprise"],
            defaults={
                "name": data["name"],
                "nsso_number": data["nsso"],
                "joint_committee": data["committee"],
                "since": SINCE,
                **_address(data["address"]),
            },
        )
        if "sender" in data:
            Sender.objects.get_or_create(number=data["sender"], company=company)
        return company

    @cached_property
    def institutions(self) -> dict[str, Institution]:
        """The institutions by their codes."""
        return {
            code: Institution.objects.update_or_create(code=code, defaults=data)[0]
            for code, data in CAST["institutions"].items()
        }

    def _make_households(self) -> None:
        for data in CAST["households"]:
            self.settle(data)

    def settle(self, data: dict[str, Any]) -> None:
        """Let people live together at an address."""
        household, new = Household.objects.get_or_create(**_address(data["address"]))
        for key, role in data["members"].items() if new else ():
            person = self.persons[key]
            HouseholdMember.objects.create(
                household=household,
                person=person,
                role=role,
                since=max(person.birth_date or SINCE, SINCE),
            )

    def _make_accounts(self) -> None:
        for email, data in CAST["accounts"].items():
            self.sign_up(email, data)

    def sign_up(self, email: str, data: dict[str, Any]) -> User:
        """Give somebody an account, with the capacities in which they act."""
        person = self.persons[data["person"]]
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, CAST["password"], person=person)
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        for act in data["acts"]:
            self._capacity(user, act)
        return user

    @cached_property
    def applications(self) -> dict[str, Capacity]:
        """The capacities of the applications, by the id with which they ask for a token."""
        made = {}
        for client_id, data in CAST["applications"].items():
            user = User.objects.filter(email=f"{client_id}@applications.example").first()
            if user is None:
                user = User.objects.create_user(f"{client_id}@applications.example")
            scopes = "\n".join(data["scopes"])
            given = {"scopes": scopes, "default_scopes": scopes}
            Client.objects.update_or_create(
                id=client_id,
                defaults=given,
                create_defaults={
                    **given,
                    "name": client_id,
                    "secret": make_password(data["secret"]),
                    "grant_types": Client.GrantType.CLIENT_CREDENTIALS,
                    "owner": user,
                },
            )
            made[client_id] = self._capacity(user, data["acts"], data.get("environment", "R"))
        return made

    def _capacity(
        self, user: User, act: str | dict[str, str], environment: str = Environment.REAL
    ) -> Capacity:
        if isinstance(act, str):
            organisation: dict[str, Any] = {}
            kind = act
        else:
            ((kind, key),) = act.items()
            if kind in (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE):
                organisation = {"company": self.companies[key]}
            else:
                organisation = {"institution": self.institutions[key]}
        return Capacity.objects.get_or_create(
            user=user,
            kind=kind,
            environment=environment,
            mandate=None,
            **organisation,
            defaults={"since": SINCE},
        )[0]

    def _make_permissions(self) -> None:
        enter_directory(self.institutions, self.applications, self.persons, self.companies)

    def _make_mandates(self) -> None:
        for data in CAST["mandates"]:
            self._mandate(**data)
        for data in CAST["representations"]:
            known, _new = Representation.objects.get_or_create(
                person=self.persons[data["person"]],
                representative=self.persons[data["representative"]],
                kind=data["kind"],
                since=data["since"],
                defaults={"source": "National Register"},
            )
            represent(known)

    def _mandate(self, giver: str, holder: str, service: str, since: date, **more: Any) -> None:
        one, two = self._acting(giver, service), self._acting(holder, service)
        other = two.company or two.person
        given = Mandate.objects.of(one.company or one.person).filter(service=service)
        if all(mandate.holder != other for mandate in given):
            scope, at = Scope(_service(service), since, **more), _morning(since)
            move(ask(one, other, Party.GIVER, scope, at), "confirm", two, at=at)

    def _acting(self, key: str, service: str) -> Capacity:
        """The capacity in which one of the cast gives or holds a mandate for a service."""
        acting = Capacity.objects.filter(user__person=self.persons[key], mandate=None)
        companies = acting.filter(company__isnull=False)
        return (companies if service in COMPANY_SERVICES else acting.filter(company=None)).get()

    def _declare(self) -> None:
        for data in CAST["hirings"]:
            self.hire(data)
        for data in CAST["leavings"]:
            self.leave(data)
        for data in CAST["statuses"]:
            self._report(data)

    def _employer(self, key: str) -> Capacity:
        return Capacity.objects.get(kind=CapacityKind.COMPANY, company=self.companies[key])

    def hire(self, data: dict[str, Any]) -> None:
        """Let one of the employers declare that somebody begins, on that day."""
        company = self.companies[data["company"]]
        content = {
            "StartingDate": data["from"].isoformat(),
            "EmployerId": {"NOSSRegistrationNbr": company.nsso_number},
            "NaturalPerson": {"INSS": self.persons[data["person"]].inss},
            "DimonaFeatures": {
                "JointCommissionNbr": company.joint_committee,
                "WorkerType": data["type"],
            },
        }
        draft = Draft("DimonaIn", content)
        self._submit(data["company"], data["key"], draft, data["from"])

    def leave(self, data: dict[str, Any]) -> None:
        """Let the employer of a hiring declare that it ends, on the last day."""
        period = EmploymentPeriod.objects.get(history__declaration__message__key=data["hiring"])
        (company,) = (key for key, c in self.companies.items() if c == period.company)
        content = {"EndingDate": data["last_day"].isoformat(), "DimonaPeriodId": period.number}
        self._submit(company, data["key"], Draft("DimonaOut", content), data["last_day"])

    def _submit(self, company: str, key: str, draft: Draft, day: date) -> None:
        body = json.dumps({draft.action: draft.content}, sort_keys=True).encode()
        message, _new = submit(
            self._employer(company), Channel.PAGE, key, body, [draft], _morning(day)
        )
        for declaration in Declaration.objects.filter(message=message):
            give_verdict(declaration)

    def _report(self, data: dict[str, Any]) -> None:
        status = Status(
            ssin=self.persons[data["person"]].inss,
            kind=StatusKind(data["kind"]),
            since=data["since"],
            until=None,
            legal_context="DEMO",
        )
        body = json.dumps({**data, "since": data["since"].isoformat()}, default=str).encode()
        report_status(
            self.applications[data["application"]],
            Channel.API,
            data["key"],
            body,
            status,
            _morning(data["reported"]),
        )


def _service(code: str) -> Service | Help:
    return Service(code) if code in COMPANY_SERVICES else Help(code)


def _address(lines: list[str]) -> dict[str, Any]:
    return dict(zip(("street", "house_number", "postal_code", "city"), lines, strict=True))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))
