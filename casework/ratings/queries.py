"""What a person can still be asked about, and what people said in groups."""

from datetime import timedelta
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from benefits.decisions.models import Decision
from casework.contacts.models import Contact, Direction
from casework.contacts.statuses import ContactStatus
from portal.access.scoping import tenant_filter
from portal.people.models import Person

ASKED_FOR: Final = timedelta(days=30)  # after that it is too long ago to remember


@tenant_filter
def contacts_to_rate(person: Person) -> QuerySet[Contact]:
    """Return the answered contacts that a person began of late and said nothing of yet."""
    closed = Contact.objects.filter(
        person=person,
        direction=Direction.IN,
        status=ContactStatus.ANSWERED,
        answer__given_at__gt=Now() - ASKED_FOR,
        rating__isnull=True,
    )
    return closed.select_related("office").order_by("-at", "-pk")


@tenant_filter
def decisions_to_rate(person: Person) -> QuerySet[Decision]:
    """Return the decisions on a person's applications that an office made of late by hand, and of
    which nothing was said yet."""
    made = Decision.objects.filter(
        claim__person=person,
        person=person,
        claim__case__isnull=False,
        decided_by__isnull=False,
        decided_at__gt=Now() - ASKED_FOR,
        rating__isnull=True,
    )
    return made.select_related("claim__case__office").order_by("-decided_at", "-pk")


def said_in_groups() -> list[str]:
    """Return the lines that people wrote about the acting supervisor's office, of weeks in which
    enough did, in no order that tells who or when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM rating_words()")
        return [words for (words,) in cursor.fetchall()]
