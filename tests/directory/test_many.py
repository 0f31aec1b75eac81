"""A thousand persons in a call: as many queries as for one, and each their own outcome."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.demo.building import Cast
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Service
from portal.directory.models import Registration
from portal.exchange.network.consultation import MOST
from portal.exchange.network.models import Exchange
from portal.people.check_digits import of_inss
from portal.people.models import (
    Household,
    HouseholdMember,
    HouseholdRole,
    Person,
    PersonNumber,
)
from tests.api.conftest import Application
from tests.directory.conftest import about, consult
from tests.directory.profiles import say_otherwise

SINCE = date(2010, 1, 1)


def numbers() -> Iterator[str]:
    """National numbers of persons born on one day of 1971."""
    for serial in range(1, 998):
        first = 710101000 + serial
        yield f"{first:09d}{of_inss(first):02d}"
    for serial in range(1, 998):
        first = 710102000 + serial
        yield f"{first:09d}{of_inss(first):02d}"


@pytest.fixture
def crowd(cast: Cast) -> list[str]:
    """A thousand persons, each with a partner, of whom the sickness fund has files; their work."""
    made = list(islice(numbers(), MOST))
    persons = Person.objects.bulk_create(
        Person(first_name="N", last_name=number) for number in made
    )
    PersonNumber.objects.bulk_create(
        PersonNumber(person=person, number=number, since=SINCE)
        for person, number in zip(persons, made, strict=True)
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
    EmploymentPeriod.objects.bulk_create(
        EmploymentPeriod(
            number=f"{place:012d}",
            company=cast.companies["builder"],
            person=person,
            worker_type="OTH",
            joint_committee="124",
            since=SINCE,
        )
        for place, person in enumerate(persons)
    )
    Registration.objects.bulk_create(
        Registration(
            institution=cast.institutions["sickness-fund"],
            person=person,
            quality="11/1",
            since=SINCE,
        )
        for person in persons
    )
    say_otherwise({"blocks": ["employment", "wages"]}, service=Service.CAREER)
    return made


@pytest.mark.parametrize("service", ["identity", "career", "support"])
def test_a_thousand_persons_take_the_queries_of_one(
    crowd: list[str], fund: Application, service: str
) -> None:
    counts = []
    for asked in (crowd[:1], crowd):
        with CaptureQueriesContext(connection) as queries:
            answer = consult(fund, service, "11/1", persons=about(*asked))
        assert answer.status_code == 200
        counts.append(len(queries))
    assert len(answer.json()["results"]) == MOST
    # Django stores rows in statements of a size that is bounded: a few for a thousand.
    assert counts[1] <= counts[0] + 4, counts


def test_each_of_a_thousand_has_a_line_and_a_row(crowd: list[str], fund: Application) -> None:
    answer = consult(fund, "identity", "11/1", persons=about(*crowd)).json()
    assert {each["status"]["code"] for each in answer["results"]} == {"DATA"}
    ticket = answer["informationCBSS"]["ticketCBSS"]
    assert AccessLine.objects.filter(case=ticket, opened=True).count() == MOST
    assert not AccessLine.objects.filter(case=ticket, opened=False).exists()
    rows = Exchange.objects.filter(ticket=ticket).order_by("position")
    assert list(rows.values_list("position", flat=True)) == list(range(MOST))
    assert [each["ssin"] for each in answer["results"]] == crowd
