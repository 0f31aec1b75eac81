"""Take in what the register of persons tells: histories change, and who may know is told.

What a change means is found by comparing the persons before and after it, so that a correction
tells what is so now, whatever was said before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.access.models import Capacity, Service
from portal.directory.control import authorised
from portal.exchange.actions import receive
from portal.exchange.models import Channel, Message
from portal.exchange.persons.carrying import (
    CORRECTABLE,
    call_by_name,
    carry_out,
    correct_birth,
    enter_child,
    known,
)
from portal.exchange.persons.messages import (
    Birth,
    BirthCorrection,
    Change,
    Death,
    NotSoError,
    Told,
    Withdrawal,
)
from portal.exchange.persons.states import State, states, tell, tell_birth
from portal.people.history import HISTORIES, LaterChangeError, take_back
from portal.people.models import HouseholdMember, Person


@transaction.atomic
def take_in(capacity: Capacity, key: str, said: Told) -> tuple[Message, bool]:
    """Carry out what the register tells; return its message with "is it new".

    The same key again changes nothing. Raises `ControlError` unless the sender keeps the register
    of persons, `InvalidNumber`, `Person.DoesNotExist` for a number that nobody has, `NotSoError`
    for what cannot be, `IntegrityError` for a number that is another's, and `KeyReusedError`.
    """
    authorised(capacity, Service.PERSONS)
    message, new = receive(capacity, Service.PERSONS, Channel.API, key, said.as_stored())
    if new and isinstance(said, Birth):
        _be_born(message, said)
    elif new and isinstance(said, BirthCorrection):
        _be_born_then(message, said)
    elif new:
        try:
            _change(message, said)
        except LaterChangeError as error:
            raise NotSoError("later", "since") from error
    return message, new


def _change(message: Message, said: Told) -> None:
    undone = said.ticket if isinstance(said, Withdrawal) else getattr(said, "corrects", None)
    corrected = _own_change(message, undone) if undone else {}
    numbers = [corrected.get("ssin"), getattr(said, "ssin", None)]
    numbers += [corrected.get("household_of"), getattr(said, "household_of", None)]
    before = _held([known(number) for number in numbers if number], undone)
    if undone:
        _undo(message, undone, corrected)
    if isinstance(said, Change):
        carry_out(known(said.ssin), said, message.ticket)
    tell(message, before, states(before.keys()))


def _own_change(message: Message, ticket: UUID) -> dict[str, Any]:
    """Return what a change said that the same register told, and that can be corrected."""
    own = Message.objects.filter(
        service=Service.PERSONS, capacity__institution=message.capacity.institution
    )
    standing = own.filter(ticket=ticket).exclude(pk=message.pk).first()
    said: dict[str, Any] = json.loads(bytes(standing.body)) if standing else {}
    if said.get("kind") not in CORRECTABLE:
        raise NotSoError("nothing to correct", "corrects")
    return said


def _undo(message: Message, undone: UUID, said: dict[str, Any]) -> None:
    """Undo a change; a death that was undone is told of nobody any more."""
    first = UUID(said["corrects"]) if "corrects" in said else None
    stood = take_back(undone, first, message.ticket)
    person = known(said["ssin"])
    if said["kind"] == Death.kind:
        stood = person.died_on == date.fromisoformat(said["since"])
        Person.objects.filter(pk=person.pk).update(died_on=None)
    if not stood:
        raise NotSoError("nothing to correct", "corrects")
    call_by_name(person)


def _held(named: Iterable[Person], undone: UUID | None) -> dict[int, State]:
    """Lock the persons whom a change is about, and all with whom they live or lived; see `states`.

    Locked in one order, so that two changes wait for each other and the events about one person
    come in the order in which they happened.
    """
    keys = {person.pk for person in named}
    if undone:
        for model in HISTORIES:
            keys |= set(model.all_said.filter(entered=undone).values_list("person", flat=True))
    touched = HouseholdMember.all_said.filter(person__in=keys, until__isnull=True)
    homes = touched.values("household")
    keys |= set(
        HouseholdMember.objects.filter(household__in=homes).values_list("person", flat=True)
    )
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return states(keys)


def _be_born(message: Message, said: Birth) -> None:
    """Enter a child with its number, and let it live with the parent who is named first."""
    parents = [known(number) for number in said.parents]
    before = _held(parents, None)
    child = enter_child(said, parents, message.ticket)
    after = states([*before, child.pk])
    tell_birth(message, after[child.pk], parents)
    tell(message, before, after)


def _be_born_then(message: Message, said: BirthCorrection) -> None:
    """Correct a day of birth, and tell it where it is another one."""
    before = _held([known(said.ssin)], None)
    correct_birth(known(said.ssin), said)
    tell(message, before, states(before.keys()))
