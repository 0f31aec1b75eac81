"""Two tenants of everything: the same people, organisations and objects, each with canaries.

What of one tenant shows to the other is a leak: names, numbers and addresses of a tenant are found
nowhere else.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client as ClientOfProvider
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils import timezone

from benefits.claims.actions import answer, submit
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import DecisionOutcome
from casework.cases.actions import decide_case, take
from casework.demo.wages import WAGES
from declarations.files.actions import drop
from declarations.files.models import Sender
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.renumbering import Renumbering, renumber
from declarations.statuses.actions import Status, report_status
from declarations.statuses.models import StatusKind
from declarations.wages.drafting.proposing import arranged, whole
from declarations.wages.drafting.writing import original
from declarations.wages.intake import take as take_wages
from portal.access.glass.actions import break_glass
from portal.access.glass.models import GlassReason
from portal.access.mandates.actions import Scope, ask, move
from portal.access.mandates.statuses import Help, Party
from portal.access.models import Capacity, CapacityKind, Environment, Service, User
from portal.directory.models import Authorisation, CompanyRegistration, Registration
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel
from portal.pages.own.actions import ask_export
from portal.people import check_digits
from portal.people.models import (
    Company,
    Household,
    HouseholdMember,
    Institution,
    Person,
    PersonNumber,
)
from portal.people.numbers import format_enterprise, format_inss, format_nsso
from tests.access.objecting import object_to_decisions
from tests.access.objects import QUARTER, objects_of
from tests.api.messages import NOBODY
from tests.casework.conftest import ANSWERS, claim_of
from tests.files.sets import hirings, set_of, stem
from tests.hiring.declaring import declare
from tests.social_risk.declaring import back_at_work

SINCE = date(2010, 1, 1)
YESTERDAY = timezone.localdate() - timedelta(days=1)
PAYDAY = datetime(2026, 10, 20, 9, tzinfo=UTC)
SECRET = "canary"
PERSONS = (
    *("owner", "worker", "leaver", "applicant", "waiter", "partner", "helped"),
    *("clerk", "official", "chief", "agent", "collector"),
    *("second", "objector", "contester", "reviewed"),
)
NETWORK = "persons inspection identity career support directory risks profiles employers"
APPLICATIONS: dict[str, tuple[str, str, Environment]] = {
    "software": ("payroll_office", "hiring wages risks", Environment.REAL),
    "test-software": ("payroll_office", "hiring wages risks", Environment.TEST),
    "own-software": ("company", "hiring wages risks", Environment.REAL),
    "status-software": ("institution", "statuses", Environment.REAL),
    "network-software": ("institution", NETWORK, Environment.REAL),
}


def _checked(first: int, check: int, length: int) -> str:
    return f"{first * 100 + check:0{length}d}"


@dataclass
class Tenant:
    """An employer with its people, its payroll office, and institutions that know them."""

    letter: str  # A or B
    persons: dict[str, Person] = field(default_factory=dict)
    capacities: dict[str, Capacity] = field(default_factory=dict)

    @property
    def place(self) -> int:
        """Return 1 for A, 2 for B: what tells numbers apart."""
        return ord(self.letter) - ord("A") + 1

    def build(self) -> "Tenant":
        """Make everything, and let it run its way."""
        for order, name in enumerate(PERSONS):
            self.persons[name] = self._person(name, order)
        self._live_together("applicant", "partner")
        self._make_capacities()
        self._make_permissions()
        self._hire()
        self._apply()
        object_to_decisions(self)
        self._declare_wages()
        self._report()
        self._send()
        for days, sender in enumerate(("company", "payroll_office")):
            day = YESTERDAY - timedelta(days=days)
            back_at_work(self.capacities[sender], self.company, self.persons["worker"], day)
        return self

    def _person(self, name: str, order: int) -> Person:
        person = Person.objects.create(
            first_name=f"Kanari{self.letter.lower()}",
            last_name=f"Zang{self.letter}{name}",
            birth_date=date(1970, 1, 1),
        )
        PersonNumber.objects.create(person=person, number=self._number(order), since=SINCE)
        return person

    def _number(self, order: int) -> str:
        first = 700_101_000 + self.place * 10_000_000 + order
        return _checked(first, check_digits.of_inss(first), 11)

    @property
    def _address(self) -> dict[str, str]:
        return {
            "street": f"Vogelzang{self.letter}laan",
            "house_number": f"{self.place}",
            "postal_code": "1000",
            "city": f"Nest{self.letter}dorp",
        }

    def _live_together(self, *names: str) -> None:
        home = Household.objects.create(**self._address)
        for name in names:
            HouseholdMember.objects.create(
                household=home, person=self.persons[name], role="other", since=SINCE
            )

    @cached_property
    def company(self) -> Company:
        """The employer."""
        return self._company("Volière", 1)

    @cached_property
    def bureau(self) -> Company:
        """The payroll office."""
        return self._company("Telraam", 2)

    def _company(self, name: str, kind: int) -> Company:
        first, nsso = 4_000_000 + self.place * 10 + kind, 1_700_000 + self.place * 10 + kind
        company = Company.objects.create(
            name=f"{name}{self.letter} Kanarie",
            enterprise_number=_checked(first, check_digits.of_enterprise(first), 10),
            nsso_number=_checked(nsso, check_digits.of_nsso(nsso), 9),
            since=SINCE,
            **self._address,
        )
        number = f"{900_000 + self.place * 10 + kind}"
        Sender.objects.create(number=number, company=company)
        return company

    @cached_property
    def office(self) -> Institution:
        """The institution that decides on applications."""
        return self._institution("Loket", 18)

    @cached_property
    def centre(self) -> Institution:
        """The institution that reports statuses."""
        return self._institution("Opvang", 17)

    @cached_property
    def treasury(self) -> Institution:
        """The institution that collects contributions."""
        return self._institution("Schatkist", 12)

    def _institution(self, name: str, sector: int) -> Institution:
        code = f"{name.lower()}-{self.letter.lower()}"
        return Institution.objects.create(
            code=code, name=f"{name}{self.letter} Kanarie", sector=sector
        )

    def _make_capacities(self) -> None:
        persons: dict[str, tuple[str, CapacityKind, dict[str, Any]]] = {
            "citizen": ("applicant", CapacityKind.CITIZEN, {}),
            "company": ("owner", CapacityKind.COMPANY, {"company": self.company}),
            "payroll_office": ("clerk", CapacityKind.PAYROLL_OFFICE, {"company": self.bureau}),
            "caseworker": ("official", CapacityKind.CASEWORKER, {"institution": self.office}),
            "supervisor": ("chief", CapacityKind.SUPERVISOR, {"institution": self.office}),
            "institution": ("agent", CapacityKind.INSTITUTION, {"institution": self.centre}),
            "collector": ("collector", CapacityKind.INSTITUTION, {"institution": self.treasury}),
            "second": ("second", CapacityKind.CASEWORKER, {"institution": self.office}),
            "partner": ("partner", CapacityKind.CITIZEN, {}),
        }
        for name, (person, kind, organisation) in persons.items():
            email = f"{person}@{self.letter.lower()}.example"
            user = User.objects.create_user(email, person=self.persons[person])
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
            self.capacities[name] = Capacity.objects.create(
                user=user, kind=kind, since=SINCE, **organisation
            )
        for name, (acts, scopes, environment) in APPLICATIONS.items():
            self._application(name, acts, scopes, environment, persons[acts][2])

    def _application(
        self,
        name: str,
        kind: str,
        scopes: str,
        environment: Environment,
        organisation: dict[str, Any],
    ) -> None:
        user = User.objects.create_user(f"{name}@{self.letter.lower()}.applications.example")
        given = "\n".join(scopes.split())
        ClientOfProvider.objects.create(
            id=self.client_id(name),
            name=name,
            secret=make_password(SECRET),
            scopes=given,
            default_scopes=given,
            grant_types=ClientOfProvider.GrantType.CLIENT_CREDENTIALS,
            owner=user,
        )
        self.capacities[name] = Capacity.objects.create(
            user=user, kind=kind, environment=environment, since=SINCE, **organisation
        )

    def client_id(self, name: str) -> str:
        """Return under which name an application asks for a token."""
        return f"{name}-{self.letter.lower()}"

    def _make_permissions(self) -> None:
        for service in (Service.HIRING, Service.WAGES):
            self._mandate("company", "payroll_office", service)
        self._mandate("citizen", "partner", Help.EVERYTHING)
        self.capacities["helper"] = Capacity.objects.get(
            user=self.persons["partner"].account, mandate__isnull=False
        )
        Authorisation.objects.create(
            institution=self.centre,
            service="statuses",
            quality="17/2",
            since=SINCE,
            legal_ground="Act of the canaries",
        )
        Registration.objects.create(
            institution=self.centre, person=self.persons["helped"], quality="17/2", since=SINCE
        )
        CompanyRegistration.objects.create(
            institution=self.centre, company=self.company, quality="17/2", since=SINCE
        )

    def _mandate(self, giver: str, holder: str, service: Service | Help) -> None:
        one, two = self.capacities[giver], self.capacities[holder]
        at = timezone.make_aware(datetime.combine(SINCE, time(8)))
        asked = ask(one, two.company or two.person, Party.GIVER, Scope(service, SINCE), at)
        move(asked, "confirm", two, at=at)

    def _hire(self) -> None:
        for name in ("worker", "leaver"):
            self._declare("DimonaIn", self._hiring(name, "2024-01-02"))
        self._declare("DimonaIn", self._hiring("partner", "2024-01-02"), "payroll_office")
        self._declare("DimonaIn", self._hiring("applicant", "2022-01-03"))
        self._leave("applicant", date(2023, 6, 30))
        self._leave("leaver", YESTERDAY)
        move_outbox()

    def _leave(self, name: str, day: date) -> None:
        period = EmploymentPeriod.objects.get(person=self.persons[name], until=None)
        content = {"EndingDate": day.isoformat(), "DimonaPeriodId": period.number}
        self._declare("DimonaOut", content)

    def _hiring(self, name: str, day: str) -> dict[str, Any]:
        return {
            "StartingDate": day,
            "EmployerId": {"NOSSRegistrationNbr": self.company.nsso_number},
            "NaturalPerson": {"INSS": self.persons[name].inss},
            "DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "OTH"},
        }

    def _declare(self, action: str, content: dict[str, Any], sender: str = "company") -> None:
        verdict = declare(self.capacities[sender], action, content)
        assert verdict.result != "B", verdict.findings

    def _apply(self) -> None:
        """One application is decided, one in hand, one waits, and one is on its person's page."""
        official = self.capacities["caseworker"]
        case = take(self._sent("applicant"), official)
        decide_case(case, official, DecisionOutcome.REFUSED, "Because of the canaries.")
        taken = take(self._sent("leaver"), official)
        self._declare("DimonaIn", self._hiring("applicant", "2024-01-02"))
        self._leave("applicant", YESTERDAY)
        move_outbox()
        Claim.objects.create(
            person=self.persons["waiter"],
            scheme="unemployment" if self.letter == "A" else "increased_reimbursement",
            known=claim_of(taken).known,
            answers=ANSWERS,
            status=ClaimStatus.SUBMITTED,
            submitted_at=timezone.now(),
        )

    def _sent(self, name: str) -> Claim:
        claim = Claim.objects.filter(person=self.persons[name]).earliest("period__since")
        for step, given in ANSWERS.items():
            answer(claim, step, given, claim.version)
        submit(claim, self.capacities["citizen"].user)
        return claim

    def _declare_wages(self) -> None:
        for sender, quarter in (("company", QUARTER), ("software", QUARTER - 1)):
            data = BytesIO(self._wages(quarter))
            take_wages(self.capacities[sender], Channel.API, f"wages-{sender}", data, PAYDAY)
        move_outbox()

    def _wages(self, quarter: int) -> bytes:
        job = WAGES["workers"][0]["job"] | {
            "OccupationStartingDate": "2024-01-02",
            "JointCommissionNbr": "200",
            "Remun": [{"RemunCode": "001", "RemunAmount": "1234567"}],
        }
        record = {"EmployerClass": "010", "WorkerCode": "495", "Border": "0", **whole(quarter)}
        content = arranged({"WorkerRecord": [record | {"Occupation": [job]}]}, quarter)
        return original(self.company, quarter, [(self.persons["worker"], content)], PAYDAY).document

    def _report(self) -> None:
        since = timezone.localdate() - timedelta(days=30)
        helped = self.persons["helped"].inss
        status = Status(helped, StatusKind.INTEGRATION_INCOME, since, None, "RIS")
        report_status(self.capacities["institution"], Channel.API, "report", b"{}", status)
        move_outbox()

    def _send(self) -> None:
        """A file with an official name from each; a number that is replaced; a broken glass."""
        for sender in ("company", "payroll_office"):
            number = Sender.objects.get(company=self.capacities[sender].company).number
            for name, data in set_of(stem(sender=number), hirings(NOBODY)).items():
                drop(self.capacities[sender], name, data)
        move_outbox()
        register = Capacity.objects.get(user__email="register-software@applications.example")
        said = Renumbering(self.inss("worker"), self._number(99), timezone.localdate(), "1")
        renumber(register, f"canary-{self.letter}", said)
        ask_export(self.capacities["citizen"], "en")
        move_outbox()
        words = "The canary must be fed today and no case can be made so fast."
        helped, official = self.persons["helped"], self.capacities["caseworker"]
        break_glass(helped, official, GlassReason.URGENT, words)

    def inss(self, name: str) -> str:
        """Return the national number of somebody, as it was at first."""
        return self._number(PERSONS.index(name))

    @cached_property
    def objects(self) -> dict[str, dict[str, Any]]:
        """Return the arguments of addresses; see `objects_of`."""
        return objects_of(self)

    @cached_property
    def canaries(self) -> frozenset[bytes]:
        """Return what shows that something of this tenant is shown."""
        texts = {self.company.name, self.bureau.name, self.office.name, self.centre.name}
        texts |= set(self._address.values()) - {"1000", f"{self.place}"}
        for company in (self.company, self.bureau):
            texts |= {company.enterprise_number, format_enterprise(company.enterprise_number)}
            texts |= {str(company.nsso_number), format_nsso(str(company.nsso_number))}
        for person in self.persons.values():
            texts.add(person.last_name)
            for number in person.numbers.values_list("number", flat=True):
                texts |= {number, format_inss(number)}
        texts |= {each.number for each in EmploymentPeriod.objects.filter(company=self.company)}
        return frozenset(text.encode() for text in texts)

    def canaries_in(self, text: bytes) -> list[bytes]:
        """Return what of this tenant a text shows."""
        return [canary for canary in self.canaries if canary in text]

    def shown_in(self, text: bytes) -> list[Person]:
        """Return the persons of this tenant whose name or number a text shows."""
        return [person for person in self.persons.values() if self._is_shown(person, text)]

    def _is_shown(self, person: Person, text: bytes) -> bool:
        numbers = person.numbers.values_list("number", flat=True)
        signs = {person.last_name, *numbers, *map(format_inss, numbers)}
        return any(sign.encode() in text for sign in signs)

    def beside(self, actor: str) -> set[int]:
        """Return whose names somebody sees at work or at home: one's own, and one's colleagues'."""
        own = self.capacities[actor]
        same = Q(user=own.user_id)
        if own.company_id or own.institution_id:
            same |= Q(company=own.company_id, institution=own.institution_id)
        people = Capacity.objects.filter(same).values_list("user__person", flat=True)
        return {*people, own.person.pk if own.user.person_id else 0}
