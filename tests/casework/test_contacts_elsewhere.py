"""What was said to an office stays with it, and with who wrote it down or passed it on."""

from casework.contacts.actions import Said, pass_on, record
from casework.contacts.models import Contact, Direction
from casework.contacts.queries import elsewhere
from portal.access.models import Capacity
from portal.people.models import Person
from tests.access.test_row_security import acting
from tests.casework.conftest import caseworker
from tests.casework.test_contacts import as_emma, called, emma, waiting

__all__ = ["as_emma", "emma", "waiting"]  # fixtures


def test_who_speaks_with_nobody_reads_not_even_that(marie: Capacity, emma: Person) -> None:
    record(called(marie), marie, Said(Direction.IN, "unemployment", "A secret?"), "Yes.")
    ines = caseworker("Ines")
    with acting(ines):
        assert elsewhere(emma, 9) == []


def test_who_passed_it_on_or_wrote_it_down_knows_the_words(
    waiting: Contact, marie: Capacity, emma: Person
) -> None:
    with acting(marie):
        pass_on(waiting, marie, "incapacity")
        noted = record(called(marie), marie, Said(Direction.IN, "incapacity", "And this?"))
        assert set(Contact.objects.values_list("question", flat=True)) == {
            waiting.question,
            noted.question,
        }
        assert elsewhere(emma, 9) == []
    assert set(Contact.objects.known_to(marie)) == {waiting, noted}
