"""The verbs of a copy of everything."""

from django.db import transaction
from django.db.models.functions import Now

from portal.access.door import open_file
from portal.access.models import Capacity, Purpose
from portal.exchange.actions import publish
from portal.pages.own.copying import copy_of
from portal.pages.own.models import Export
from portal.people.models import Person


@transaction.atomic
def ask_export(capacity: Capacity, language: str) -> Export:
    """Ask for a copy of all that is known of who acts; return the one being made, if any.

    It leaves a line of who looked: whoever got into an account cannot take a copy unseen.
    """
    person = Person.objects.select_for_update().get(pk=capacity.person.pk)
    waiting = Export.objects.kept().filter(person=person, made_at=None).first()
    if waiting:
        return waiting
    open_file(person, capacity, Purpose.OWN)
    export = Export.objects.create(person=person, capacity=capacity, language=language)
    publish("export.asked", export.pk, person=person)
    return export


def make_export(export: Export) -> None:
    """Make the copy; nothing happens where it is made already."""
    if export.made_at is None:
        export.archive = copy_of(export.person, export.language)
        export.made_at = Now()
        export.save(update_fields=["archive", "made_at"])


def remove_expired() -> int:
    """Remove the copies whose time has run out; return how many."""
    return Export.objects.expired().delete()[0]
