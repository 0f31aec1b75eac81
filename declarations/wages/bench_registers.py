"""Employers, workers and hirings for the benches of wages: nobody's, as the registers hold them."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import uuid4

from django.utils import timezone

from declarations.hiring.models import EmploymentPeriod
from declarations.wages.bench_files import WORKERS_OF_ONE, inss_of, nsso_of
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MandateStatus, Party
from portal.access.models import Capacity, CapacityKind, Environment, Service, User
from portal.copying import copy_rows
from portal.people.check_digits import of_enterprise
from portal.people.models import Company, Person, PersonNumber
from portal.people.numbers import make_dimona_period_id

LONG_AGO: Final = date(2010, 1, 1)
HIRED: Final = date(2019, 4, 1)
FIRST: Final = 50_000_000  # keys from here on are the benches'
SENDER: Final = "bench-wages@applications.example"
ADDRESS: Final = {"street": "", "house_number": "", "box": "", "postal_code": "", "city": ""}


def fill(workers: int) -> Capacity:
    """Make the employers of so many workers, with all that is asked about them, as far as they are
    not there yet; return the payroll office that has their mandates."""
    there = Person.objects.filter(pk__gte=FIRST).count()
    employers = range(-(-there // WORKERS_OF_ONE), -(-workers // WORKERS_OF_ONE))
    office, _made = Company.objects.get_or_create(
        enterprise_number=_enterprise(-1), defaults={"name": "Office", "since": LONG_AGO, **ADDRESS}
    )
    company = ("id", "reference", "name", "enterprise_number", "nsso_number", "since", *ADDRESS)
    copy_rows(
        Company,
        (*company, "joint_committee"),
        (
            (FIRST + n, uuid4(), f"Employer {n}", _enterprise(n), str(nsso_of(n)), LONG_AGO)
            + ("",) * len(ADDRESS)
            + ("XXX",)
            for n in employers
        ),
    )
    given = {"status": MandateStatus.CONFIRMED.value, "asked_by": Party.GIVER.value}
    copy_rows(
        Mandate,
        ("giver_company_id", "holder_company_id", "service", "since", "confirmed_at", *given),
        (
            (FIRST + n, office.pk, Service.WAGES.value, LONG_AGO, LONG_AGO, *given.values())
            for n in employers
        ),
    )
    _people(range(there, workers))
    user, _made = User.objects.get_or_create(email=SENDER)
    return Capacity.objects.get_or_create(
        user=user,
        kind=CapacityKind.PAYROLL_OFFICE,
        company=office,
        environment=Environment.REAL,
        since=LONG_AGO,
    )[0]


def _people(workers: range) -> None:
    person = ("id", "reference", "first_name", "last_name", "language")
    copy_rows(Person, person, ((FIRST + n, uuid4(), "A", "B", "en") for n in workers))
    copy_rows(
        PersonNumber,
        ("person_id", "number", "since"),
        ((FIRST + n, f"{inss_of(n):011d}", LONG_AGO) for n in workers),
    )
    now = timezone.now()
    copy_rows(
        EmploymentPeriod,
        (
            *("reference", "number", "company_id", "person_id", "worker_type"),
            *("joint_committee", "since", "is_cancelled", "is_late", "changed_at"),
        ),
        (
            (
                *(uuid4(), make_dimona_period_id(9_000_000_000 + n)),
                *(FIRST + n // WORKERS_OF_ONE, FIRST + n, "OTH", "XXX", HIRED, False, False, now),
            )
            for n in workers
        ),
    )


def _enterprise(number: int) -> str:
    first = 9_000_000 + number
    return f"{first * 100 + of_enterprise(first):010d}"
