"""The database shows each their own rows: whatever a query asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.models import Beneficiary, Decision
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from declarations.wages.models import Filing, Service, WorkerRecord
from declarations.wages.statements.models import StatementEntry
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MandateStatus
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from portal.documents.models import Letter
from portal.embedded.places import WEB
from portal.exchange.models import Event, Message
from portal.people.models import HouseholdMember, Person, PersonNumber
from portal.row_security import Rows
from tests.house.test_row_security import SECURED

pytestmark = pytest.mark.django_db


def capacity_of(email: str, kind: CapacityKind) -> Capacity:
    return Capacity.objects.get(user__email=email, kind=kind, mandate=None, environment="R")


@contextmanager
def acting(capacity: Capacity | None) -> Iterator[None]:
    """Be the web server while somebody acts, or nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('solida.capacity', %s, false)",
            [str(capacity.pk) if capacity else ""],
        )
        cursor.execute(f"SET ROLE {WEB}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "table", [name for name, rule in SECURED.items() if isinstance(rule, Rows)]
)
def test_nobody_sees_nothing(cast: Cast, table: str) -> None:
    with acting(None), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
        assert cursor.fetchone() == (0,)


PERSONAL = {
    Claim: "person",
    Decision: "person",
    Letter: "person",
    EmploymentPeriod: "person",
    StatusReport: "person",
    WorkerRecord: "person",
    PersonNumber: "person",
}


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", ["emma", "sofia", "georges", "lucas"])
def test_a_citizen_sees_all_of_the_own_and_nothing_of_others(
    cast: Cast, model: Any, name: str
) -> None:
    me = cast.persons[name]
    account = me.account.email
    own = set(model.objects.filter(person=me).values_list("pk", flat=True))
    covered = Decision.objects.filter(beneficiaries__person=me).values("pk")
    allowed = own | (set(covered.values_list("pk", flat=True)) if model is Decision else set())
    with acting(capacity_of(account, CapacityKind.CITIZEN)):
        assert set(model.objects.values_list("pk", flat=True)) == allowed


def test_the_lines_about_me_and_no_others(cast: Cast) -> None:
    me, piet = cast.persons["sofia"], capacity_of("piet@bouw.example", CapacityKind.COMPANY)
    for person in (me, cast.persons["emma"]):
        AccessLine.objects.create(person=person, capacity=piet, purpose=Purpose.STAFF)
    about = set(AccessLine.objects.filter(person=me).values_list("pk", flat=True))
    assert about
    with acting(piet):
        assert AccessLine.objects.filter(purpose=Purpose.STAFF).count() == 2  # one's own doing
    with acting(capacity_of(me.account.email, CapacityKind.CITIZEN)):
        assert set(AccessLine.objects.values_list("pk", flat=True)) == about


def test_a_company_sees_its_own_and_nothing_of_another(cast: Cast) -> None:
    piet = capacity_of("piet@bouw.example", CapacityKind.COMPANY)
    own = EmploymentPeriod.every.filter(company=piet.company)
    periods, staff = (
        set(own.values_list("pk", flat=True)),
        set(own.values_list("person", flat=True)),
    )
    with acting(piet):
        assert set(EmploymentPeriod.every.values_list("pk", flat=True)) == periods
        assert set(PersonNumber.objects.values_list("person", flat=True)) <= staff | {
            piet.user.person_id
        }
        assert (
            not Verdict.objects.exclude(company=piet.company)
            .exclude(declaration__message__capacity__company=piet.company)
            .exists()
        )
        assert (
            not Message.objects.exclude(capacity__company=piet.company)
            .filter(declarations__verdict__company__isnull=False)
            .exclude(declarations__verdict__company=piet.company)
            .exists()
        )
        assert not Claim.objects.exists()
        assert not Decision.objects.exists()


def test_an_office_sees_its_clients_as_long_as_the_mandate_is_in_force(cast: Cast) -> None:
    nora = capacity_of("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    held = Mandate.objects.filter(holder_company=nora.company, status=MandateStatus.CONFIRMED)
    clients = set(held.values_list("giver_company", flat=True))
    assert clients
    with acting(nora):
        seen = EmploymentPeriod.every.exclude(company=nora.company)
        assert set(seen.values_list("company", flat=True)) == clients
    held.update(status=MandateStatus.ENDED, ended_at=timezone.now())
    with acting(nora):
        assert not EmploymentPeriod.every.exclude(company=nora.company).exists()


def test_wages_are_seen_by_worker_employer_and_the_office_of_the_quarter(cast: Cast) -> None:
    declare_wages(cast)
    lucas = cast.persons["lucas"]
    own = set(WorkerRecord.objects.filter(person=lucas).values_list("pk", flat=True))
    assert own
    with acting(capacity_of("lucas@family.example", CapacityKind.CITIZEN)):
        assert set(WorkerRecord.objects.values_list("pk", flat=True)) == own
        assert Service.objects.filter(record__person=lucas).exists()
        assert not Service.objects.filter(record__in=WorkerRecord.objects.exclude(person=lucas))
        assert not StatementEntry.objects.exists()
    colette = capacity_of("colette@restaurant.example", CapacityKind.COMPANY)
    quarters = set(Filing.objects.filter(company=colette.company).values_list("quarter", flat=True))
    with acting(colette):
        assert not Filing.objects.exclude(company=colette.company).exists()
        assert not WorkerRecord.objects.exclude(filing__company=colette.company).exists()
        assert StatementEntry.objects.exists()
    nora = capacity_of("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    with acting(nora):
        assert set(Filing.objects.values_list("quarter", flat=True)) == quarters
    last = max(quarters)
    Mandate.objects.filter(holder_company=nora.company).update(quarters_from=last)
    with acting(nora):
        assert set(Filing.objects.values_list("quarter", flat=True)) == {last}
        assert set(WorkerRecord.objects.values_list("quarter", flat=True)) == {last}


def test_a_mandate_that_is_over_today_shows_nothing(cast: Cast) -> None:
    nora = capacity_of("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(holder_company=nora.company).update(until=yesterday)
    with acting(nora):
        assert not EmploymentPeriod.every.exclude(company=nora.company).exists()


def test_an_institution_sees_what_it_reported_and_its_own_files(cast: Cast) -> None:
    report = StatusReport.objects.select_related("message__capacity", "institution").first()
    assert report
    with acting(report.message.capacity):
        assert StatusReport.objects.filter(institution=report.institution).exists()
        assert not Message.objects.exclude(capacity__institution=report.institution).exists()
        assert not Claim.objects.exists()
        assert not Letter.objects.exists()


def test_a_caseworker_sees_what_waits_and_what_the_office_has(cast: Cast) -> None:
    marie = capacity_of("marie@unemployment.example", CapacityKind.CASEWORKER)
    with acting(marie):
        assert not Decision.objects.exists()
        assert not Letter.objects.exists()
        assert not WorkerRecord.objects.exists()
        assert not HouseholdMember.objects.exclude(
            household__members__person=marie.user.person
        ).exists()


def test_who_identified_somebody_sees_who_it_is_and_leaves_a_line(cast: Cast) -> None:
    piet = capacity_of("piet@bouw.example", CapacityKind.COMPANY)
    sofia = cast.persons["sofia"]
    with acting(piet):
        assert not Person.objects.filter(pk=sofia.pk).exists()
        assert Person.objects.identify(sofia_number := "05021126241") == sofia
        assert Person.objects.identify("05021126242") is None
        assert not PersonNumber.objects.filter(number=sofia_number).exists()
        AccessLine.objects.create(
            person=sofia, capacity=piet, purpose=Purpose.DECLARATION, opened=False
        )
        assert Person.objects.get(pk=sofia.pk) == sofia


def test_nobody_writes_in_the_name_of_another(cast: Cast) -> None:
    piet = capacity_of("piet@bouw.example", CapacityKind.COMPANY)
    colette = capacity_of("colette@restaurant.example", CapacityKind.COMPANY)
    line = {"person": cast.persons["sofia"], "capacity": colette, "purpose": Purpose.STAFF}
    foreign = Message.objects.filter(capacity=colette).first()
    with acting(piet):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            AccessLine.objects.create(**line)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Declaration.objects.bulk_create(
                [Declaration(message=foreign, position=99, flow="dimona", action="x", content={})]
            )


def test_rows_of_nobodys_are_not_made(cast: Cast) -> None:
    with acting(None), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        Event.objects.bulk_create([Event(topic="x", subject=1)])


def test_who_a_decision_covers_sees_with_whom(cast: Cast) -> None:
    decision = Decision.objects.select_related("person").first()
    assert decision
    emma = cast.persons["emma"]
    mine = capacity_of(emma.account.email, CapacityKind.CITIZEN)
    with acting(mine):
        assert not Decision.objects.filter(pk=decision.pk).exists()
    Beneficiary.objects.get_or_create(
        decision=decision, person=decision.person, defaults={"role": "holder"}
    )
    Beneficiary.objects.create(decision=decision, person=emma, role="member")
    with acting(mine):
        assert Decision.objects.filter(pk=decision.pk).exists()
        assert Person.objects.filter(pk=decision.person_id).exists()
