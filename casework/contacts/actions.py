"""Find out who calls; record, write, take, pass on and answer: the only writers of status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from casework.contacts.access import may_handle_contact
from casework.contacts.identifying import CHECKS, fitting
from casework.contacts.models import (
    Channel,
    Contact,
    ContactAnswer,
    ContactMove,
    Direction,
    Identification,
)
from casework.contacts.queries import colleagues
from casework.contacts.statuses import MOVES
from casework.contacts.topics import NoOfficeError, office_for
from casework.information.actions import Source, keep
from casework.information.models import Lookup
from casework.queue.statuses import Kind
from casework.staff.caseload import require_room
from casework.staff.competence import require_competence
from portal.access.door import TooNearError, persons_near
from portal.access.limits import Limit
from portal.access.models import Capacity
from portal.exchange.actions import publish
from portal.people.models import Institution, Person

OPEN_FOR: Final = timedelta(minutes=30)
ASK: Final = Limit("ask who calls", 30, 600)
# Counted for the number too, whoever asks and whether anybody has it.
FAIL: Final = Limit("answer who calls wrongly", 5, 3600)


class ContactMoveRefusedError(Exception):
    """The contact is not in a status, or not in the hands, from which this can be done."""


@dataclass(frozen=True)
class Said:
    """What a contact was about: `direction` who began, `topic` a code, `question` in words."""

    direction: Direction
    topic: str
    question: str


@transaction.atomic
def identify(
    capacity: Capacity, channel: Channel, number: str, said: Mapping[str, str]
) -> Identification | None:
    """Open the person who has a national number, when enough of what was `said` fits.

    What was asked and what fitted is kept either way. None when too little fits, when nobody has
    the number, or when too much was tried with it: who asks is not told which. Raises
    `TooNearError` for oneself and for somebody near, when enough fits.
    """
    person, passed = fitting(number, said)
    shut = FAIL.reached(number)
    enough = CHECKS[channel].enough(said, passed) and not shut
    if person and enough and persons_near(capacity).filter(pk=person).exists():
        raise TooNearError
    tried = Identification.objects.create(
        person_id=person,
        capacity=capacity,
        channel=channel,
        asked=sorted(said),
        passed=passed,
        until=Now() + OPEN_FOR if enough else None,
    )
    if not enough:
        FAIL.exceeded(number)
    return tried if enough else None


@transaction.atomic
def record(
    identification: Identification,
    capacity: Capacity,
    said: Said,
    answer_text: str = "",
    source: Source | None = None,
) -> Contact:
    """Write down a contact with somebody who was identified, with the answer or without.

    Without one it waits for the office that answers for its topic. `source` is where the answer
    was looked for.
    """
    person, own = identification.person, capacity.institution
    assert person is not None  # noqa: S101 - an identification that opens has a person
    assert own is not None  # noqa: S101 - the database gives a caseworker an office
    contact = Contact.objects.create(
        person=person,
        office=own if answer_text else _office(said.topic, person, own),
        channel=identification.channel,
        direction=said.direction,
        topic=said.topic,
        question=said.question,
        identification=identification,
        recorded_by=capacity,
    )
    ContactMove.objects.create(contact=contact, verb="record", capacity=capacity)
    if source:
        keep(contact, source)
    if answer_text:
        _give(contact, capacity, answer_text)
    return contact


@transaction.atomic
def write(capacity: Capacity, topic: str, question: str) -> Contact:
    """Write to the office that answers for a topic, as a citizen on the portal.

    The same words sent again while they wait are one message. Raises `NoOfficeError`.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=capacity.person.pk)
    waiting = Contact.objects.filter(person=person, channel=Channel.PORTAL, topic=topic)
    same = waiting.filter(question=question, answer__isnull=True).first()
    if same:
        return same
    contact = Contact.objects.create(
        person=person,
        office=office_for(topic, person),
        channel=Channel.PORTAL,
        topic=topic,
        question=question,
        recorded_by=capacity,
    )
    ContactMove.objects.create(contact=contact, verb="write", capacity=capacity)
    return contact


def _office(topic: str, person: Person, own: Institution) -> Institution:
    found = office_for(topic, person)
    return own if own.sector == found.sector else found


def _move(contact: Contact, verb: str, capacity: Capacity, **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    free = Q(official__isnull=True) | Q(official__in=[capacity.user_id, contact.official_id])
    standing = Contact.objects.filter(free, pk=contact.pk, office=contact.office_id)
    values = {"official": None, **changes}
    ContactMove.objects.create(
        contact=contact, verb=verb, capacity=capacity, office=changes.get("office")
    )
    if not standing.filter(status__in=sources).update(status=target, **values):
        raise ContactMoveRefusedError(verb)
    for name, value in {"status": target, **values}.items():
        setattr(contact, name, value)


@transaction.atomic
def take(contact: Contact, capacity: Capacity) -> None:
    """Take what waits in hand. Of two who take it at once, one gets it.

    Raises `ContactMoveRefusedError` when it is not for this caseworker, or no longer waits, and
    `NotCompetentError`.
    """
    _require(contact, capacity, "take")
    require_room(capacity)
    _move(contact, "take", capacity, official=capacity.user)


@transaction.atomic
def hand_over(contact: Contact, capacity: Capacity, to: Capacity) -> None:
    """Give a contact to a colleague of the office, who has it in hand then.

    Raises `ContactMoveRefusedError` when somebody else has it in hand, when it is closed, or when
    the other is no caseworker of the office today or is near the person, and
    `NotCompetentError` when it is not among the competences of the other.
    """
    if not may_handle_contact(capacity, contact):
        raise ContactMoveRefusedError("hand_over")
    if not colleagues(contact).filter(pk=to.pk).exists():
        raise ContactMoveRefusedError("hand_over")
    require_competence(to, contact.topic, Kind.CONTACT, contact.person.language)
    require_room(to)
    _move(contact, "hand_over", capacity, official=to.user)


def give_back(contact: Contact, capacity: Capacity) -> None:
    """Let what somebody has in hand wait again, as their time at the office is over."""
    with transaction.atomic():
        _move(contact, "give_back", capacity)


def _require(contact: Contact, capacity: Capacity, verb: str) -> None:
    if not may_handle_contact(capacity, contact):
        raise ContactMoveRefusedError(verb)
    require_competence(capacity, contact.topic, Kind.CONTACT, contact.person.language)


@transaction.atomic
def pass_on(contact: Contact, capacity: Capacity, topic: str) -> Institution:
    """Give a contact to the office that answers for a topic; return that office.

    Raises `ContactMoveRefusedError` when a colleague has it in hand, or when it is closed, and
    `NoOfficeError` when no other office answers for the topic.
    """
    if not may_handle_contact(capacity, contact):
        raise ContactMoveRefusedError("pass_on")
    office = office_for(topic, contact.person)
    if office.sector == contact.office.sector:
        raise NoOfficeError(topic)
    _move(contact, "pass_on", capacity, office=office, topic=topic)
    return office


@transaction.atomic
def answer(
    contact: Contact, capacity: Capacity, text: str, source: Source | None = None
) -> ContactAnswer:
    """Answer what waited; the person is told that there is an answer.

    Raises `ContactMoveRefusedError` when a colleague has it in hand, or when it is closed, and
    `NotCompetentError`.
    """
    _require(contact, capacity, "answer")
    if source and not Lookup.objects.filter(contact=contact).exists():
        keep(contact, source)
    # Said while it waits: once it is answered, the person is no longer the office's to see.
    publish("contact.answered", contact.pk, person=contact.person)
    return _give(contact, capacity, text)


def _give(contact: Contact, capacity: Capacity, text: str) -> ContactAnswer:
    _move(contact, "answer", capacity)
    return ContactAnswer.objects.create(contact=contact, text=text, given_by=capacity)
