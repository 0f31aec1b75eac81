"""Say when an office has time: begun, changed from a day on, ended; never overwritten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.appointments.access import may_manage_opening
from casework.appointments.models import Opening, OpeningMove
from casework.appointments.slots import places_taken
from portal.access.models import Capacity, CapacityKind


class OpeningRefusedError(Exception):
    """The opening is another office's, or is over on that day."""


class OpeningTwiceError(Exception):
    """The office has an opening at that time of the week already."""


class BookedError(Exception):
    """People have appointments after the day; the argument is the day of the last one."""


@dataclass(frozen=True)
class Seats:
    """How many people are seen at once, for how many minutes each, and by which ways."""

    minutes: int
    places: int
    ways: Collection[str]


@transaction.atomic
def open_times(
    capacity: Capacity, weekdays: Collection[int], at: time, seats: Seats, since: date
) -> None:
    """Let the office have time at an hour of some days of the week (1 is Monday), from a day on.

    Raises `OpeningRefusedError` for who leads no office, and `OpeningTwiceError`.
    """
    if capacity.kind != CapacityKind.SUPERVISOR or capacity.institution is None:
        raise OpeningRefusedError("open")
    for weekday in sorted(weekdays):
        _begin(Opening(office=capacity.institution, weekday=weekday, at=at), capacity, seats, since)


def _begin(opening: Opening, capacity: Capacity, seats: Seats, since: date) -> None:
    opening.minutes, opening.places = seats.minutes, seats.places
    opening.ways, opening.since = list(seats.ways), since
    try:
        with transaction.atomic():
            opening.save()
    except IntegrityError as error:
        raise OpeningTwiceError from error
    OpeningMove.objects.create(opening=opening, verb="open", capacity=capacity, day=since)


@transaction.atomic
def end_opening(opening: Opening, capacity: Capacity, until: date) -> Opening:
    """Let an opening have its last day; who has an appointment keeps it.

    Raises `OpeningRefusedError`, also where the day is past, before its first one or after its
    last one, and `BookedError` where somebody comes later.
    """
    held = Opening.objects.select_for_update(no_key=True).get(pk=opening.pk)
    first, last = max(held.since, timezone.localdate()), held.until or date.max
    if not may_manage_opening(capacity, held) or not first <= until <= last:
        raise OpeningRefusedError("end")
    if (booked := last_booked(held)) and booked > until:
        raise BookedError(booked)
    held.until = until
    held.save(update_fields=["until"])
    OpeningMove.objects.create(opening=held, verb="end", capacity=capacity, day=until)
    return held


@transaction.atomic
def change_opening(opening: Opening, capacity: Capacity, seats: Seats, since: date) -> None:
    """See so many people at the same time of the week from a day on: the opening that stood ends
    the day before. Raises as `end_opening`."""
    held = end_opening(opening, capacity, since - timedelta(days=1))
    anew = Opening(office=held.office, weekday=held.weekday, at=held.at)
    _begin(anew, capacity, seats, since)


def last_booked(opening: Opening) -> date | None:
    """Return the day of the last appointment that somebody has there, if anybody has; of whom, a
    supervisor does not learn."""
    taken = [starts for of, starts in places_taken(opening.office) if of == opening.pk]
    return timezone.localdate(max(taken)) if taken else None
