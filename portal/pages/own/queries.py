"""Reads of people's own data."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from portal.people.contact.models import ContactChannel, ContactDetails
from portal.people.models import Person

if TYPE_CHECKING:
    from portal.pages.own.models import Export


class ExportQuerySet(models.QuerySet["Export"]):
    """Copies of everything known about a person."""

    def kept(self) -> "ExportQuerySet":
        """Return the copies whose time has not run out, by the database's clock."""
        return self.filter(asked_at__gt=Now() - self._time())

    def expired(self) -> "ExportQuerySet":
        """Return the copies that nobody may have any more."""
        return self.exclude(asked_at__gt=Now() - self._time())

    @staticmethod
    def _time() -> models.Value:
        from portal.pages.own.models import KEPT

        return models.Value(KEPT)


def contact_of(person: Person) -> ContactDetails:
    """Return how a person wants to be reached; who never said so, by what the account has."""
    return contacts_of([person])[person.pk]


def contacts_of(persons: Collection[Person]) -> dict[int, ContactDetails]:
    """Return by id how each of these persons wants to be reached, as `contact_of`."""
    said = ContactDetails.objects.filter(person__in=persons)
    last = said.order_by("person", "-pk").distinct("person").select_related("person")
    found = {each.person_id: each for each in last}
    return {each.pk: found.get(each.pk) or _by_account(each) for each in persons}


def _by_account(person: Person) -> ContactDetails:
    account = getattr(person, "account", None)
    email = account.email if account else ""
    return ContactDetails(
        person=person, email=email, language=person.language, channel=ContactChannel.EMAIL
    )
