"""One timeline of a person for staff: each room registers what it tells of what happened.

A source is asked once for a page, for its newest events (`MOST`), in a constant number of queries.
It tells what the reader may know and no more: row security keeps out what is another office's, and
the source what is another right's.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity
from portal.people.models import Person

MOST: Final = 30
When = date | datetime


class Subject(models.TextChoices):
    """What an event is about, in the order in which a page offers them."""

    CASE = "case", _("Cases")
    RIGHTS = "rights", _("Rights")
    PAYMENTS = "payments", _("Payments")
    DECLARATIONS = "declarations", _("Work and declarations")
    CONTACTS = "contacts", _("Messages, calls and visits")
    LOOKED = "looked", _("Who looked")


@dataclass(frozen=True)
class Reader:
    """Who reads: a caseworker, the rights on which the office decides, and the case at hand."""

    capacity: Capacity
    schemes: Collection[str]
    case: UUID


@dataclass(frozen=True)
class Event:
    """Something that happened, for `components/timeline.html`."""

    date: When
    title: str
    body: str = ""
    tone: str = "neutral"
    url: str = ""


Source = Callable[[Person, Reader], Iterable[Event]]
_SOURCES: list[tuple[Subject, Source]] = []


def register_timeline(subject: Subject) -> Callable[[Source], Source]:
    """Register a function that tells what happened to a person, as far as a reader may know."""

    def register(source: Source) -> Source:
        _SOURCES.append((subject, source))
        return source

    return register


def timeline_of(person: Person, reader: Reader, subject: str = "") -> list[Event]:
    """Return the newest events of a person, latest first: of one subject, or of all ("")."""
    events = [
        event
        for about, source in _SOURCES
        if subject in ("", about)
        for event in source(person, reader)
    ]
    return sorted(events, key=lambda event: _moment(event.date), reverse=True)[:MOST]


def _moment(when: When) -> datetime:
    if isinstance(when, datetime):
        return when
    return timezone.make_aware(datetime.combine(when, time.min))
