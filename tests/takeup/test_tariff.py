"""The tariff for energy reaches nobody where no supplier has a customer at the address."""

from datetime import date

import pytest
from django.urls import reverse

from benefits.decisions.models import Decision
from benefits.takeup.actions import recount, write_to_all
from benefits.takeup.models import Outreach, TakeUpFigure
from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind
from portal.directory.models import Registration
from portal.documents.actions import file_of, words_of
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.casework.test_rights_decided import official
from tests.granting.test_page import text
from tests.hiring.declaring import today
from tests.takeup.conftest import found, search

TARIFF = "social_energy_tariff"


@pytest.fixture
def unsupplied(cast: Cast) -> Registration:
    """Georges has the tariff; his supplier ended the file of him."""
    move_outbox()
    file = Registration.objects.get(person=cast.persons["georges"], quality="70/0")
    Person.objects.filter(pk=file.person_id).update(language="en")
    Registration.objects.filter(pk=file.pk).update(until=date(2026, 10, 31))
    return file


def of_tariff() -> list[str]:
    return [name for name, scheme in found() if scheme == TARIFF]


def counted() -> tuple[int, ...]:
    recount(today())
    steps = ("found", "reached", "applied", "granted")
    return TakeUpFigure.objects.values_list(*steps).get(scheme=TARIFF)


def test_whose_supplier_has_a_customer_at_the_address_is_not_found(cast: Cast) -> None:
    move_outbox()
    search()
    assert of_tariff() == []


def test_the_holder_is_found_once_with_the_reason_and_what_is_missing(
    unsupplied: Registration,
) -> None:
    search()
    search()
    assert of_tariff() == ["Georges"]
    page = text(official(70).get(reverse("unclaimed"), {"scheme": TARIFF}))
    assert "Georges" in page
    assert "no energy supplier has told us" in page
    assert "Who supplies gas and electricity at the address." in page


def test_the_letter_leads_to_the_decision_and_what_came_of_it_is_counted(
    unsupplied: Registration,
) -> None:
    search()
    official(70)
    desk = Capacity.objects.get(kind=CapacityKind.CASEWORKER, institution__sector=70)
    assert counted() == (1, 0, 0, 0)
    write_to_all(desk, TARIFF, 0)
    move_outbox()
    letter = Outreach.objects.get().letter
    standing = Decision.objects.standing(unsupplied.person, TARIFF)
    assert standing
    assert str(standing.reference) in words_of(letter)
    assert "send your supplier the decision" in words_of(letter)
    assert bytes(file_of(letter).pdf).startswith(b"%PDF")
    assert counted() == (1, 1, 0, 0)
    Registration.objects.create(
        institution=unsupplied.institution,
        person=unsupplied.person,
        quality="70/0",
        since=today(),
    )
    assert counted() == (1, 1, 1, 1)
