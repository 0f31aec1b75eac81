"""Events that are settled together lead to what each leads to alone, whatever fails in between."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from threading import Thread
from typing import Any, Final, NamedTuple
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.db.models import Max, Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.decisions.models import Decision
from benefits.granting.actions import grant_after, grant_by_status
from benefits.granting.models import Finding, Way, Wish
from casework.demo.building import Cast
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import AccessLine, Service
from portal.directory.models import Subscription
from portal.documents.models import Letter
from portal.exchange.actions import move_outbox, publish, receive
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event
from portal.people.models import Household, HouseholdMember, Person
from tests.granting.test_everyone import told
from tests.granting.test_granting import months_ago
from tests.hiring.declaring import today

PEOPLE: Final = 4  # in two homes, two in each
KILLS: Final = 10
WORKER: Final = "together-test"


class Word(NamedTuple):
    """What an institution says: of whom (a place among the people), what, since and until when."""

    who: int
    kind: StatusKind
    since: int  # months ago
    lasted: int | None  # months; None: it still runs


WORDS = st.builds(
    Word,
    st.integers(0, PEOPLE - 1),
    st.sampled_from(list(StatusKind)),
    st.integers(0, 30),
    st.none() | st.integers(0, 24),
)


def couples(count: int) -> list[Person]:
    """Let so many people live in homes of two."""
    found = []
    for number in range(count):
        if number % 2 == 0:
            home = Household.objects.create(
                street="S", house_number=str(number), postal_code="1000", city="C"
            )
        person = Person.objects.create(first_name=f"P{number}", last_name="X")
        role = "partner" if number % 2 else "reference"
        HouseholdMember.objects.create(household=home, person=person, role=role, since="2020-01-01")
        found.append(person)
    return found


def say(cast: Cast, person: Person, word: Word) -> Event:
    """Store what an institution says, as it is stored when it is received; return the event."""
    sender = cast.applications["welfare-software"]
    assert sender.institution is not None
    message, _new = receive(sender, Service.STATUSES, Channel.API, str(uuid4()), b"")
    since = months_ago(word.since)
    until = None if word.lasted is None else since + timedelta(days=31 * word.lasted)
    report = StatusReport.objects.create(
        message=message,
        institution=sender.institution,
        person=person,
        kind=word.kind,
        legal_context="RIS",
        since=since,
        until=until,
        reported_on=today(),
    )
    return publish("status.reported", report.pk, person=person, message=message)


def settle(batches: Iterable[Sequence[Event]], size: int) -> None:
    """Settle events, and what follows from what is decided, so many at a time."""
    begun = Event.objects.aggregate(last=Max("pk"))["last"]
    for some in batches:
        grant_by_status(some)
    made = list(Event.objects.filter(topic="decision.made", pk__gt=begun).order_by("pk"))
    for first in range(0, len(made), size):
        grant_after(made[first : first + size])


def led_to(work: Callable[[], None], persons: Sequence[Person]) -> dict[str, Any]:
    """Return what a work leads to, and undo it."""
    with transaction.atomic():
        begun = Event.objects.aggregate(last=Max("pk"))["last"]
        work()
        found: dict[str, list[Any]] = {
            "decisions": list(map(_decided, Decision.objects.filter(person__in=persons))),
            "letters": list(
                Letter.objects.filter(person__in=persons).values_list("person", "title")
            ),
            "lines": list(AccessLine.objects.filter(person__in=persons).values_list("person")),
            "offers": [
                (each.person_id, each.scheme, each.kind, each.decision_id is None)
                for each in Finding.objects.filter(person__in=persons)
            ],
            "events": list(Event.objects.filter(pk__gt=begun).values_list("topic", "person")),
        }
        transaction.set_rollback(True)
    return {what: sorted(each, key=repr) for what, each in found.items()}


def _decided(decision: Decision) -> dict[str, Any]:
    said = told(decision)
    said["replaces_id"] = said["replaces_id"] is not None
    said["letter"]["replaces"] = said["letter"]["replaces"] is not None
    cause = decision.event
    assert cause is not None
    return {**said, "cause": (cause.topic, cause.message_id)}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(WORDS, max_size=3),
    st.lists(WORDS, min_size=2, max_size=8),
    st.dictionaries(st.integers(0, PEOPLE - 1), st.sampled_from(list(Way))),
)
def test_many_events_together_lead_to_what_each_leads_to_alone(
    cast: Cast, before: list[Word], words: list[Word], wishes: dict[int, Way]
) -> None:
    """Decisions, letters, whom they cover, offers, events and lines; also of two events of one
    person, of partners, of what stands already, and of who does not want it."""
    with transaction.atomic():
        persons = couples(PEOPLE)
        for word in before:
            settle([[say(cast, persons[word.who], word)]], 1)
        for who, way in wishes.items():
            wanted = {"wanted": way != Way.LEAVE, "ask_first": way == Way.ASK}
            Wish.objects.create(person=persons[who], scheme="", **wanted)
        events = [say(cast, persons[word.who], word) for word in words]
        together = led_to(lambda: settle([events], 100), persons)
        alone = led_to(lambda: settle([[event] for event in events], 1), persons)
        transaction.set_rollback(True)
    assert together == alone


def granted_to(persons: Iterable[Person]) -> dict[str, int]:
    """Return how many of these people have each right."""
    found: dict[str, int] = {}
    for scheme in Decision.objects.filter(person__in=persons).values_list("scheme", flat=True):
        found[scheme] = found.get(scheme, 0) + 1
    return found


RUNS: Final = Word(0, StatusKind.ELDERLY_INCOME_GUARANTEE, 4, None)
BOTH: Final = ("increased_reimbursement", "social_energy_tariff")


def test_an_event_that_cannot_be_settled_holds_up_no_other(cast: Cast) -> None:
    move_outbox()
    persons = couples(5)
    for person in persons[:3]:
        say(cast, person, RUNS)
    publish("status.reported", 0, person=persons[0])  # of no report
    for person in persons[3:]:
        say(cast, person, RUNS)
    move_outbox()
    assert granted_to(persons) == dict.fromkeys(BOTH, 5)
    left = Delivery.objects.exclude(status=DeliveryStatus.DONE).get()
    assert (left.event.subject, left.error) == (0, "KeyError: 0")


def test_what_is_decided_goes_before_the_pdf_of_any_letter(cast: Cast) -> None:
    move_outbox()
    begun = Event.objects.aggregate(last=Max("pk"))["last"]
    persons = couples(3)
    for person in persons:
        say(cast, person, RUNS)
    move_outbox()
    assert granted_to(persons) == dict.fromkeys(BOTH, 3)
    done = Delivery.objects.filter(event__pk__gt=begun)
    pdfs = done.filter(event__topic="letter.written")
    decided = done.filter(event__topic__in=["status.reported", "decision.made"])
    assert pdfs.count() == 6
    first, last = pdfs.aggregate(at=Min("done_at")), decided.aggregate(at=Max("done_at"))
    assert first["at"] > last["at"]


def worker() -> None:
    """Move the outbox until nothing is left, and begin again whenever the session is killed."""
    while True:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, false)", [WORKER])
            move_outbox()
            if not Delivery.objects.filter(status=DeliveryStatus.PENDING).exists():
                break
            time.sleep(0.01)
        except Error:
            connection.close()
    connection.close()


def kill(draw: random.Random) -> int:
    """End the session of a worker, in the midst of whatever it does; return how many it were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [WORKER])
        alive = [pid for (pid,) in cursor.fetchall()]
        if not alive:
            return 0
        cursor.execute("SELECT pg_terminate_backend(%s)", [draw.choice(alive)])
    return 1


@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(cast: Cast) -> None:
    move_outbox()
    # PDFs take long, and say nothing here.
    Subscription.objects.filter(topic="letter.written").update(topic="test.nobody-says")
    persons = couples(60)
    for person in persons:
        say(cast, person, RUNS)
    workers = [Thread(target=worker) for _ in range(2)]
    for each in workers:
        each.start()
    draw, killed = random.Random(3), 0  # noqa: S311 - moments, no secrets
    while any(each.is_alive() for each in workers):
        time.sleep(draw.uniform(0.01, 0.1))
        if killed < KILLS:
            killed += kill(draw)
    assert killed > 1
    move_outbox()
    assert granted_to(persons) == dict.fromkeys(BOTH, 60)
    made = Decision.objects.filter(person__in=persons)
    events = Event.objects.filter(topic="decision.made", person__in=persons)
    assert sorted(events.values_list("subject", flat=True)) == sorted(
        made.values_list("pk", flat=True)
    )
    assert Letter.objects.filter(person__in=persons).count() == made.count()
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()
