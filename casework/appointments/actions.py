"""Book, move, cancel, and say how it went: the only writers of status."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.appointments.access import may_change_appointment, may_close_appointment
from casework.appointments.models import Appointment, AppointmentMove, Opening, Way
from casework.appointments.slots import holds_on
from casework.appointments.statuses import MOVES, AppointmentStatus
from casework.appointments.terms import AHEAD, BOOK_UNTIL, MOST_BOOKED, REMIND_FROM
from portal.access.models import Capacity
from portal.exchange.actions import publish
from portal.people.models import Person


class SlotGoneError(Exception):
    """The office has no time at that moment, or no longer."""


class TooManyError(Exception):
    """The person has as many appointments with the office as one can have, or one at that time."""


class AppointmentMoveRefusedError(Exception):
    """The appointment is not in a status, or it is too late, for this."""


@transaction.atomic
def book(
    capacity: Capacity, opening: Opening, starts: datetime, way: Way, topic: str
) -> Appointment:
    """Give a citizen a place at a moment of an opening.

    Raises `SlotGoneError` when nothing is free there, and `TooManyError`.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=capacity.person.pk)
    opening = _check(opening, starts, way)
    standing = Appointment.objects.to_come(person)
    if standing.filter(office=opening.office_id).count() >= MOST_BOOKED:
        raise TooManyError
    if standing.filter(starts=starts).exists():
        raise TooManyError
    made = Appointment(
        person=person,
        office_id=opening.office_id,
        opening=opening,
        starts=starts,
        way=way,
        topic=topic,
        booked_by=capacity,
    )
    _seat(made)
    AppointmentMove.objects.create(appointment=made, verb="book", capacity=capacity, starts=starts)
    return made


def _check(opening: Opening, starts: datetime, way: Way) -> Opening:
    """Return the opening as it stands; its supervisor, who would end it, waits until we are done.

    Raises `SlotGoneError` for a moment that is none of it, or too near or far.
    """
    opening = Opening.objects.select_for_update(no_key=True).get(pk=opening.pk)
    now, local = timezone.now(), timezone.localtime(starts)
    fits = (
        way in opening.ways
        and local.isoweekday() == opening.weekday
        and local.time() == opening.at
        and holds_on(opening, local.date())
        and now + BOOK_UNTIL <= starts
        and local.date() <= timezone.localdate(now) + AHEAD
    )
    if not fits:
        raise SlotGoneError
    return opening


def _seat(appointment: Appointment) -> None:
    """Write an appointment at the first place that the database gives; of two only one gets it."""
    for place in range(1, appointment.opening.places + 1):
        appointment.place = place
        try:
            with transaction.atomic():
                appointment.save()
        except IntegrityError:
            continue
        return
    raise SlotGoneError


def _move(appointment: Appointment, verb: str, capacity: Capacity, **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    standing = Appointment.objects.filter(pk=appointment.pk, status__in=sources)
    if not standing.update(status=target, **changes):
        raise AppointmentMoveRefusedError(verb)
    appointment.refresh_from_db()
    AppointmentMove.objects.create(
        appointment=appointment, verb=verb, capacity=capacity, starts=appointment.starts
    )


@transaction.atomic
def rebook(
    capacity: Capacity, appointment: Appointment, opening: Opening, starts: datetime
) -> None:
    """Move an appointment to another moment of its office; the old place is free at once.

    Raises `AppointmentMoveRefusedError` when it is too late, `SlotGoneError`, and `TooManyError`
    when the person has something else then.
    """
    held = _held(appointment)
    if not may_change_appointment(capacity, held) or opening.office_id != held.office_id:
        raise AppointmentMoveRefusedError("move")
    if held.starts == starts:
        return
    opening = _check(opening, starts, Way(held.way))
    if Appointment.objects.to_come(held.person).filter(starts=starts).exists():
        raise TooManyError
    held.opening, held.starts = opening, starts
    _seat(held)
    _move(held, "move", capacity, reminded_of=None)


@transaction.atomic
def cancel(capacity: Capacity, appointment: Appointment) -> None:
    """Give a place back. Raises `AppointmentMoveRefusedError` when it is too late."""
    held = _held(appointment)
    if not may_change_appointment(capacity, held):
        raise AppointmentMoveRefusedError("cancel")
    _move(held, "cancel", capacity)


@transaction.atomic
def close(capacity: Capacity, appointment: Appointment, *, came: bool) -> None:
    """Say whether the person came, once the time has begun.

    Raises `AppointmentMoveRefusedError` before that, and when it was said already.
    """
    held = _held(appointment)
    if not may_close_appointment(capacity, held) or held.starts > timezone.now():
        raise AppointmentMoveRefusedError("keep")
    _move(held, "keep" if came else "miss", capacity)


def _held(appointment: Appointment) -> Appointment:
    """Return the appointment as it stands; others wait until we are done."""
    held = Appointment.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("opening", "person").get(pk=appointment.pk)


@transaction.atomic
def remind(now: datetime) -> int:
    """Have everybody told of what starts within `REMIND_FROM`, once for each moment; how many."""
    near = Appointment.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        status=AppointmentStatus.BOOKED,
        starts__gt=now,
        starts__lte=now + REMIND_FROM,
        reminded_of__isnull=True,
    )
    told = list(near.select_related("person"))
    for each in told:
        each.reminded_of = each.starts
        publish("appointment.near", each.pk, person=each.person)
    Appointment.objects.bulk_update(told, ["reminded_of"])
    return len(told)
