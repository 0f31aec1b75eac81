"""Reads of contacts. One clock: the database's."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from casework.contacts.statuses import OPEN
from portal.access.door import persons_near
from portal.access.models import Capacity
from portal.access.scoping import tenant_filter
from portal.people.models import Person

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

    def of(self, person: Person) -> "ContactQuerySet":
        """Return the contacts of a person with their answers, the latest first."""
        answered = ("office", "lookup", "answer__given_by__institution", "answer__given_by__user")
        return self.filter(person=person).select_related(*answered).order_by("-at", "-pk")
