"""What registers know of a piece: persons, numbers, households, employers and their mandates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.db import connection, models, transaction
from numpy.random import Generator

from casework.demo.population import MARGINALS
from casework.demo.population.people import REGIONS, ROLES, People
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MandateStatus, Party
from portal.access.models import Capacity, CapacityKind, Environment, Service, User
from portal.copying import copy_rows
from portal.people.check_digits import of_enterprise, of_nsso
from portal.people.models import (
    Company,
    Household,
    HouseholdMember,
    Person,
    PersonNumber,
)

LONG_AGO: Final = date(2003, 1, 1)
OFFICE: Final = "population@applications.example"
FIRST_ENTERPRISE: Final = 10_000_000  # of the numbers without check digits
FIRST_NSSO: Final = 200_000
EMPLOYERS: Final = 10_000  # numbers that a piece has
ADDRESS: Final = ("street", "house_number", "postal_code", "city", "box")
Address = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Registered:
    """The keys that persons and employers of a piece got, in their order, and what names them."""

    persons: list[int]
    companies: list[int]
    nsso: list[str]


class OtherPopulationError(Exception):
    """Other people have the numbers of this population."""


def enterprise_number(piece: int, employer: int) -> str:
    """Return the enterprise number of an employer of a piece."""
    first = FIRST_ENTERPRISE + piece * EMPLOYERS + employer
    return f"{first * 100 + of_enterprise(first):010d}"


def nsso_number(piece: int, employer: int) -> str:
    """Return the NSSO number of an employer of a piece, without leading zeros."""
    first = FIRST_NSSO + piece * EMPLOYERS + employer
    return str(first * 100 + of_nsso(first))


def office() -> Capacity:
    """Return the payroll office that declares for all employers of the population."""
    company, _new = Company.objects.get_or_create(
        enterprise_number=enterprise_number(-1, 0),
        defaults={"name": "Payroll office of the population", "since": LONG_AGO},
    )
    user, _new = User.objects.get_or_create(email=OFFICE)
    return Capacity.objects.get_or_create(
        user=user,
        kind=CapacityKind.PAYROLL_OFFICE,
        company=company,
        environment=Environment.REAL,
        defaults={"since": LONG_AGO},
    )[0]


@transaction.atomic
def register(
    random: Generator, piece: int, people: People, employers: int, by: Capacity
) -> Registered:
    """Enter a piece, or find it where it stands; all or nothing.

    Raises `OtherPopulationError` where one of another seed, day or size stands, or where a number
    is somebody else's: there are no more numbers than for one country.
    """
    numbers = [f"{inss:011d}" for inss in people.inss.tolist()]
    nsso = [nsso_number(piece, employer) for employer in range(employers)]
    of_piece = (enterprise_number(piece, 0), enterprise_number(piece, EMPLOYERS - 1))
    there = Company.objects.filter(enterprise_number__range=of_piece)
    companies = dict(there.values_list("nsso_number", "pk"))
    if companies:
        known = dict(
            PersonNumber.objects.filter(number__in=numbers).values_list("number", "person_id")
        )
        # Persons of another seed may all have numbers that were given, but not as many employers.
        if known.keys() != set(numbers) or companies.keys() != set(nsso):
            raise OtherPopulationError
        return Registered([known[n] for n in numbers], [companies[n] for n in nsso], nsso)
    places = [_address(random, REGIONS[region]) for region in _of_households(people)]
    persons = _enter_persons(random, people, _free(numbers))
    _enter_households(people, persons, places)
    return Registered(persons, _enter_employers(piece, nsso, places, by), nsso)


def _free(numbers: list[str]) -> list[str]:
    if PersonNumber.objects.filter(number__in=numbers).exists():
        raise OtherPopulationError
    return numbers


def _of_households(people: People) -> list[int]:
    firsts = np.unique(people.household, return_index=True)[1]
    return people.region[firsts].tolist()


def _address(random: Generator, region: str) -> Address:
    place = MARGINALS["places"][region]
    code = str(random.choice(list(place["codes"])))
    street = str(random.choice(place["streets"]))
    return street, str(random.integers(1, 300)), code, place["codes"][code], ""


def _enter_persons(random: Generator, people: People, numbers: list[str]) -> list[int]:
    keys = _keys(Person, len(people))
    first, last = (
        random.choice(MARGINALS["names"][part], len(people)).tolist() for part in ("first", "last")
    )
    family = [last[of] for of in _reference_persons(people)]
    languages = [MARGINALS["places"][REGIONS[region]]["language"] for region in people.region]
    born = people.born.tolist()
    columns = ("id", "reference", "first_name", "last_name", "birth_date", "language")
    rows = zip(keys, _references(), first, family, born, languages, strict=False)
    copy_rows(Person, columns, rows)
    copy_rows(PersonNumber, ("person_id", "number", "since"), zip(keys, numbers, born, strict=True))
    return keys


def _references() -> Iterator[Any]:
    while True:
        yield uuid4()


def _reference_persons(people: People) -> list[int]:
    """Return for each the place of whose family name they have: children that of a parent."""
    firsts = np.unique(people.household, return_index=True)[1][people.household]
    child = np.array([role.value == "child" for role in ROLES])[people.role]
    return np.where(child, firsts, np.arange(len(people))).tolist()


def _enter_households(people: People, persons: list[int], places: list[Address]) -> None:
    keys = _keys(Household, len(places))
    copy_rows(
        Household,
        ("id", *ADDRESS),
        ((key, *place) for key, place in zip(keys, places, strict=True)),
    )
    since = np.maximum(people.born, np.datetime64(LONG_AGO)).tolist()
    members = zip(persons, people.household.tolist(), people.role.tolist(), since, strict=True)
    copy_rows(
        HouseholdMember,
        ("household_id", "person_id", "role", "since"),
        ((keys[home], person, ROLES[role].value, day) for person, home, role, day in members),
    )


def _enter_employers(piece: int, nsso: list[str], places: list[Address], by: Capacity) -> list[int]:
    keys = _keys(Company, len(nsso))
    columns = ("id", "reference", "name", "enterprise_number", "nsso_number", "joint_committee")
    copy_rows(
        Company,
        (*columns, "since", *ADDRESS),
        (
            (
                *(key, uuid4(), f"Employer {piece}-{n}", enterprise_number(piece, n), number),
                *("XXX", LONG_AGO, *places[n % len(places)]),
            )
            for n, (key, number) in enumerate(zip(keys, nsso, strict=True))
        ),
    )
    given = {"status": MandateStatus.CONFIRMED.value, "asked_by": Party.GIVER.value}
    copy_rows(
        Mandate,
        ("giver_company_id", "holder_company_id", "service", "since", "confirmed_at", *given),
        (
            (key, by.company_id, service.value, LONG_AGO, LONG_AGO, *given.values())
            for key in keys
            for service in (Service.HIRING, Service.WAGES)
        ),
    )
    return keys


def _keys(model: type[models.Model], count: int) -> list[int]:
    """Draw keys of a table for rows to come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]
