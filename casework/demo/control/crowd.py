"""A thousand persons of whom the cast's sickness fund has a file: for a call about them all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from django.db import connection

from casework.demo.building import Cast
from portal.directory.models import Registration
from portal.exchange.network.consultation import MOST
from portal.people.check_digits import of_inss
from portal.people.models import Household, HouseholdMember, HouseholdRole, Person, PersonNumber

SINCE: Final = date(2010, 1, 1)
FUND, QUALITY = "sickness-fund", "11/1"
SERIALS: Final = 997  # of a day of birth


def make_crowd(cast: Cast) -> list[Person]:
    """Return `MOST` persons, in twos at an address; each one's number is the last name."""
    persons = Person.objects.bulk_create(
        Person(first_name="N", last_name=number) for number in islice(_numbers(), MOST)
    )
    PersonNumber.objects.bulk_create(
        PersonNumber(person=person, number=person.last_name, since=SINCE) for person in persons
    )
    homes = Household.objects.bulk_create(
        Household(street="S", house_number="1", postal_code="1000", city="C")
        for _ in range(MOST // 2)
    )
    HouseholdMember.all_said.bulk_create(
        HouseholdMember(
            household=homes[place // 2], person=person, role=HouseholdRole.OTHER, since=SINCE
        )
        for place, person in enumerate(persons)
    )
    Registration.objects.bulk_create(
        Registration(
            institution=cast.institutions[FUND], person=person, quality=QUALITY, since=SINCE
        )
        for person in persons
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return persons


def _numbers() -> Iterator[str]:
    """Give national numbers of persons born on two days of 1971."""
    for day in (710101, 710102):
        for serial in range(1, SERIALS + 1):
            first = day * 1000 + serial
            yield f"{first:09d}{of_inss(first):02d}"
