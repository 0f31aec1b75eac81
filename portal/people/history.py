"""The history of a person's household and name: periods that follow each other.

A new period comes after those that stand, and what a message said can be taken back as long as
nothing later stands on it: so each history is what the last messages say, and nothing is lost.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.db import models

from portal.people.models import HouseholdMember, PersonName

HISTORIES: Final = (HouseholdMember, PersonName)
Period = TypeVar("Period", HouseholdMember, PersonName)


class LaterChangeError(Exception):
    """Something that came later stands on it."""


def begin(period: Period, ticket: UUID) -> None:
    """Let a period begin on its `since`; the one before, if it is open, ends on the day before.

    Raises `LaterChangeError` when a period of the person stands on that day or begins later.
    """
    finish(type(period), period.person_id, period.since - timedelta(days=1), ticket)
    period.entered = ticket
    period.save(force_insert=True)


def finish(model: type[Period], person: int, last_day: date, ticket: UUID) -> bool:
    """End the open period of a person on a day (included); say whether there was one.

    Raises `LaterChangeError` when the last period ends after that day or begins later.
    """
    last = model.objects.select_for_update().filter(person=person).order_by("-since").first()
    if last is None:
        return False
    if last.since > last_day or (last.until and last.until > last_day):
        raise LaterChangeError
    if last.until is None:
        _withdraw(model, [last.pk], ticket)
        _enter([last], ticket, until=last_day)
    return last.until is None


def take_back(said: UUID, corrected: UUID | None, ticket: UUID) -> bool:
    """Undo what the message `said` did to the histories; say whether anything of it stood.

    `corrected` is the message that `said` took back itself, whose periods stay withdrawn. Raises
    `LaterChangeError` when another message built on it.
    """
    homes = _take_back(HouseholdMember, said, corrected, ticket)
    names = _take_back(PersonName, said, corrected, ticket)
    return homes or names


def _take_back(model: type[Period], said: UUID, corrected: UUID | None, ticket: UUID) -> bool:
    of_it = model.all_said.select_for_update().filter(entered=said).exclude(withdrawn=said)
    entered = list(of_it)
    if any(row.withdrawn for row in entered):
        raise LaterChangeError
    before = model.all_said.filter(withdrawn=said)
    restored = list(before.exclude(entered=corrected) if corrected else before)
    _withdraw(model, [row.pk for row in entered], ticket)
    for row in restored:
        if model.objects.filter(person=row.person_id, since__gt=row.since).exists():
            raise LaterChangeError
    _enter(restored, ticket)
    return bool(entered)


def _withdraw(model: type[Period], keys: Sequence[int], ticket: UUID) -> None:
    model.objects.filter(pk__in=keys).update(withdrawn=ticket)


def _enter(rows: Sequence[Period], ticket: UUID, **changes: object) -> None:
    """Say again what rows say, with changes."""
    for row in rows:
        fields: list[models.Field[object, object]] = list(row._meta.concrete_fields)
        said = {field.attname: getattr(row, field.attname) for field in fields}
        del said[row._meta.pk.attname]
        type(row).all_said.create(**said | {"entered": ticket, "withdrawn": None} | changes)
