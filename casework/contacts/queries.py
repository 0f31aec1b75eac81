"""Reads of contacts. One clock: the database's."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from casework.contacts.statuses import OPEN, ContactStatus
from casework.staff.queries import colleagues_of
from portal.access.door import persons_near
from portal.access.models import Capacity, User
from portal.access.scoping import tenant_filter
from portal.people.models import Institution, Person

if TYPE_CHECKING:
    from casework.contacts.models import Contact, Identification


class IdentificationQuerySet(models.QuerySet["Identification"]):
    """When somebody said to be a person."""

    @tenant_filter
    def open_to(self, capacity: Capacity) -> "IdentificationQuerySet":
        """Return those by which a person is open to a capacity at this moment."""
        return self.filter(capacity=capacity, until__gt=Now()).select_related("person")

    def failed_for(self, person: Person) -> "IdentificationQuerySet":
        """Return those where too little fitted what a person knows, the latest first."""
        failed = self.filter(person=person, until__isnull=True)
        return failed.select_related("capacity__institution").order_by("-at", "-pk")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts."""

    def waiting_for(self, capacity: Capacity) -> "ContactQuerySet":
        """Return what waits for an answer of a caseworker's office, the oldest first; never of
        somebody near."""
        waiting = self.filter(office=capacity.institution, status__in=OPEN)
        far = waiting.exclude(person__in=persons_near(capacity))
        return far.select_related("person", "official__person").order_by("at", "pk")

    def in_hand_of(self, *users: User) -> "ContactQuerySet":
        """Return what caseworkers have in hand, the oldest first."""
        held = self.filter(official__in=users, status=ContactStatus.IN_HAND)
        return held.select_related("person", "official__person").order_by("at", "pk")

    def known_to(self, capacity: Capacity) -> "ContactQuerySet":
        """Return those of which a caseworker's office knows the words: its own, and those that it
        wrote down or passed on."""
        from casework.contacts.models import ContactMove

        moves = ContactMove.objects.filter(contact=OuterRef("pk"))
        ours = Exists(moves.filter(capacity__institution=capacity.institution_id))
        return self.filter(ours | Q(office=capacity.institution_id))

    def of(self, person: Person) -> "ContactQuerySet":
        """Return the contacts of a person with their answers, the latest first."""
        answered = ("office", "lookup", "answer__given_by__institution", "answer__given_by__user")
        return self.filter(person=person).select_related(*answered).order_by("-at", "-pk")


@dataclass(frozen=True)
class Elsewhere:
    """A contact with another office: when, by which way and about what, and no words."""

    at: datetime
    channel: str
    direction: str
    topic: str
    office: Institution


def elsewhere(person: Person, most: int) -> list[Elsewhere]:
    """Return at most so many contacts of a person with other offices, the latest first; the
    database tells no more of them to who speaks with the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contacts_elsewhere(%s, %s)", [person.pk, most])
        found = cursor.fetchall()
    offices = {
        each.code: each for each in Institution.objects.filter(code__in=[row[-1] for row in found])
    }
    return [Elsewhere(at, way, who, topic, offices[code]) for at, way, who, topic, code in found]


def colleagues(contact: "Contact") -> models.QuerySet[Capacity]:
    """Return to whom a contact can be handed over: the office's other caseworkers of today."""
    return colleagues_of(contact.office_id, contact.person, (contact.official_id,))
