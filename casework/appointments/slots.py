"""Which times of an office are free."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from casework.appointments.models import Opening, Way
from casework.appointments.terms import AHEAD, BOOK_UNTIL
from portal.people.models import Institution


@dataclass(frozen=True)
class Slot:
    """A moment at which an office has time, and how many places are free."""

    opening: Opening
    starts: datetime
    free: int


def slots_of(office: Institution, way: Way, now: datetime) -> list[Slot]:
    """Return what can be booked at an office in a way, from `now` on, in order of time."""
    today = timezone.localdate(now)
    last = today + AHEAD
    openings = [each for each in Opening.objects.between(office, today, last) if way in each.ways]
    taken = places_taken(office)
    return [
        Slot(opening, starts, free)
        for starts, opening in sorted(
            _moments(openings, today, last), key=lambda each: (each[0], each[1].pk)
        )
        if starts >= now + BOOK_UNTIL and (free := opening.places - taken[opening.pk, starts]) > 0
    ]


def _moments(
    openings: list[Opening], first: date, last: date
) -> Iterator[tuple[datetime, Opening]]:
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        for each in openings:
            if each.weekday == day.isoweekday() and holds_on(each, day):
                yield timezone.make_aware(datetime.combine(day, each.at)), each


def holds_on(opening: Opening, day: date) -> bool:
    """Say whether an opening is in force on a day."""
    return opening.since <= day and (opening.until is None or day <= opening.until)


def places_taken(office: Institution) -> Counter[tuple[int, datetime]]:
    """Return how many places are given, by opening (its id) and moment, from now on.

    Whoever asks is told numbers, and of nobody whose.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT opening, starts, given FROM places_taken(%s)", [office.pk])
        return Counter({(opening, starts): given for opening, starts, given in cursor.fetchall()})
