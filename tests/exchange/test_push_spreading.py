"""Who is told: those who may know, once, in order, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from casework.demo.building import Cast
from declarations.wages.bench import _environment
from portal.access.models import AccessLine, Purpose, Service
from portal.directory.models import Registration
from portal.exchange.actions import fan_out, move_outbox, publish
from portal.exchange.models import Channel, Message
from portal.exchange.push.actions import NotForYouError, Wish, ask, end
from portal.exchange.push.models import Batch, NoticeList
from portal.exchange.push.spreading import spread
from portal.people.models import Person
from tests.directory.profiles import say_otherwise
from tests.exchange.pushing import (
    all_of,
    application,
    happen,
    ids,
    on_the_clock,
    profile,
    register,
    said,
    subscribe,
)
from tests.hiring.declaring import today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def georges(cast: Cast) -> Person:
    """Return the one of whom the pension service has a file."""
    return cast.persons["georges"]


def test_a_change_is_told_once_with_its_block_alone(georges: Person) -> None:
    subscription = subscribe()
    happen(georges, n=1)
    for _ in range(3):
        move_outbox()
    (told,) = all_of(subscription).told
    assert told.body["data"] == {"n": 1}
    assert (told.body["topic"], told.body["ssin"]) == ("person.moved", georges.inss)
    assert ids(subscription) == ids(subscription) == [told.body["id"]]


def test_nothing_is_told_of_who_has_no_file_there(cast: Cast, georges: Person) -> None:
    subscription = subscribe()
    for who in ("sofia", "lucas"):
        happen(cast.persons[who])
    happen(georges, "household.changed")  # a topic that was not asked for
    move_outbox()
    assert all_of(subscription).told == []
    assert not NoticeList.objects.exists()


def test_several_subscribers_are_told_each(cast: Cast, georges: Person) -> None:
    register(cast, georges, institution="welfare-centre", quality="17/2")
    both = subscribe(), subscribe("welfare-software", quality="17/2")
    happen(georges, n=1)
    happen(cast.persons["sofia"], n=2)
    move_outbox()
    assert [said(each) for each in both] == [[1], [1, 2]]
    assert set(ids(both[0])).isdisjoint(ids(both[1]))


def test_a_list_is_about_those_who_are_on_it(cast: Cast, georges: Person) -> None:
    sofia = cast.persons["sofia"]
    register(cast, sofia)
    one = subscribe(persons=[sofia.inss])
    happen(georges, n=1)
    happen(sofia, n=2)
    move_outbox()
    assert said(one) == [2]


ENDINGS = {
    "the file": "UPDATE portal_registration SET ended_at = now()",
    "the file, yesterday": "UPDATE portal_registration SET until = current_date - 1",
    "the profile": "UPDATE portal_authorisation SET ended_at = now()",
    "the profile, yesterday": "UPDATE portal_authorisation SET until = current_date - 1",
    "the block": """
        WITH ended AS (
            UPDATE portal_authorisation SET ended_at = now() WHERE ended_at IS NULL
            RETURNING institution_id, application_id, service, quality, legal_context,
                legal_ground, since, until
        )
        INSERT INTO portal_authorisation
            (institution_id, application_id, service, quality, legal_context,
             legal_ground, since, until, blocks)
        SELECT ended.*, '{household}' FROM ended
    """,
    "the subscription": "UPDATE portal_pushsubscription SET status = 'ended'",
}


@pytest.mark.parametrize("what", ENDINGS)
def test_what_ended_ends_what_waits(georges: Person, what: str) -> None:
    """Judged when it is spread, and again when it is read."""
    subscription = subscribe()
    happen(georges, n=1)
    move_outbox()
    assert said(subscription) == [1]
    on_the_clock(ENDINGS[what])
    happen(georges, n=2)
    move_outbox()
    assert all_of(subscription).told == []
    assert NoticeList.objects.count() == 1


def test_the_narrowest_profile_counts(cast: Cast, georges: Person) -> None:
    say_otherwise({"blocks": ["household"]}, service=Service.IDENTITY)
    profile(cast, application=application("pension-software"))
    subscription = subscribe()
    happen(georges, n=1)
    move_outbox()
    assert said(subscription) == [1]


def test_who_is_told_leaves_a_line_that_the_person_reads(georges: Person) -> None:
    subscription = subscribe()
    happen(georges)
    move_outbox()
    all_of(subscription)
    line = AccessLine.objects.get(person=georges, purpose=Purpose.TOLD)
    assert line.capacity == application("pension-software")
    assert line.ground == "Act of 22 March 2001, article 6, demo deliberation 2026/03"


def test_a_page_ends_and_the_next_goes_on(georges: Person) -> None:
    subscription = subscribe()
    for number in range(7):
        happen(georges, n=number)
    move_outbox()
    found, cursor = [], 0
    while True:
        page = all_of(subscription, cursor, 3)
        found += [told.body["data"]["n"] for told in page.told]
        cursor = page.cursor
        if not page.full:
            break
    assert found == list(range(7))
    first = int(all_of(subscription).told[2].body["cursor"])
    assert said(subscription, first) == [3, 4, 5, 6]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no topic": ({"topics": []}, "topics"),
    "a topic that is not for outside": ({"topics": ["letter.written"]}, "topics"),
    "a verdict, for an institution": ({"topics": ["wages.judged"]}, "topics"),
    "no capacity": ({"quality": ""}, "quality"),
    "another capacity": ({"quality": "17/2"}, "CTRL-003"),
    "a block that the profile does not give": ({"topics": ["status.reported"]}, "CTRL-003"),
    "a number that cannot be": ({"persons": ["56083007762"]}, "CTRL-002"),
    "somebody without a file": ({"persons": ["05021126241"]}, "CTRL-004"),
    "nobody": ({"persons": ["70010100188"]}, "CTRL-004"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_for_them_is_refused(georges: Person, what: str) -> None:
    given, code = REFUSED[what]
    with pytest.raises(NotForYouError) as refusal:
        subscribe(**given)
    assert refusal.value.code == code


def message(client: str, key: str = "sent") -> Message:
    """Return a message that an application sent."""
    return Message.objects.create(
        capacity=application(client), service="wages", channel=Channel.API, key=key, sha256=""
    )


def test_who_sent_a_message_is_told_of_its_verdict(cast: Cast) -> None:
    own = ask(application("payroll-software"), Wish(["wages.judged"]))
    test = ask(application("payroll-software-test"), Wish(["wages.judged"]))
    sent = {name: message(name) for name in ("payroll-software", "payroll-software-test")}
    others = message("welfare-software")
    for each in (*sent.values(), others):
        publish("wages.judged", 1, message=each)
    publish("declarations.judged", 1, message=sent["payroll-software"])
    move_outbox()
    for subscription, name in ((own, "payroll-software"), (test, "payroll-software-test")):
        (told,) = all_of(subscription).told
        assert told.body["ticket"] == str(sent[name].ticket)
        assert "ssin" not in told.body
    with pytest.raises(NotForYouError):
        ask(application("payroll-software"), Wish(["person.moved"]))
    with pytest.raises(NotForYouError):
        ask(application("payroll-software"), Wish(["wages.judged"], quality="5/30"))


def test_who_ended_gets_nothing_more(georges: Person) -> None:
    subscription = subscribe()
    assert end(subscription)
    assert not end(subscription)
    happen(georges)
    move_outbox()
    assert not NoticeList.objects.exists()


def run_beside(*works: Any) -> None:
    """Do things at the same time, each with a connection of its own."""

    def closed(work: Any) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=closed, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_cursor_never_jumps_over_what_is_committed_late(georges: Person) -> None:
    """An earlier event is committed after a later one was read; late batches hold back the rest."""
    subscription = subscribe()
    written, let_go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            happen(georges, n="late")
            written.set()
            let_go.wait(20)

    def quick() -> None:
        written.wait(20)
        happen(georges, n="early")
        fan_out()
        spread()
        page = all_of(subscription)
        assert [told.body["data"]["n"] for told in page.told] == ["early"]
        cursors.append(page.cursor)
        let_go.set()

    cursors: list[int] = []
    run_beside(slow, quick)
    move_outbox()
    assert said(subscription, cursors[0]) == ["late"]


def test_a_batch_that_is_not_spread_holds_back_the_later_ones(georges: Person) -> None:
    subscription = subscribe()
    happen(georges, n=1)
    fan_out()
    happen(georges, n=2)
    fan_out()
    with transaction.atomic():  # another mover has the first batch in hand
        Batch.objects.select_for_update().order_by("pk")[:1].get()
        run_beside(lambda: spread())
        assert NoticeList.objects.count() == 1
        assert said(subscription) == []
    assert spread() == 1
    assert said(subscription) == [1, 2]


@pytest.fixture
def readers_see(georges: Person) -> Iterator[list[int]]:
    """Read by cursor, without pause, while others work; give what was read."""
    found: list[int] = []
    subscription, stop = subscribe(), threading.Event()

    def follow() -> None:
        cursor = 0
        while True:
            last = stop.is_set()
            page = all_of(subscription, cursor, 50)
            found.extend(told.body["data"]["n"] for told in page.told)
            cursor = page.cursor
            if last and not page.told:
                connection.close()
                return

    reader = threading.Thread(target=follow)
    reader.start()
    yield found
    stop.set()
    reader.join()
    per_person = [n for n in found if n < 1000], [n for n in found if n >= 1000]
    assert [sorted(set(each)) for each in per_person] == list(per_person)  # once, and in order
    assert len(found) == 300


def test_movers_side_by_side_tell_each_once_and_in_order(
    cast: Cast, georges: Person, readers_see: list[int]
) -> None:
    sofia = cast.persons["sofia"]
    register(cast, sofia)

    def tell(person: Person, first: int) -> None:
        for number in range(150):
            happen(person, n=first + number)

    def move() -> None:
        for _ in range(40):
            fan_out(7)
            spread()

    run_beside(lambda: tell(georges, 0), lambda: tell(sofia, 1000), move, move, move)
    while fan_out() or spread():
        pass


STOPPING = """
import sys, time
import django
django.setup()
from django.db import transaction
from portal.exchange import actions
with transaction.atomic():
    getattr(actions, sys.argv[1])()
    print("there", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("step", ["fan_out", "spread"])
def test_a_killed_mover_loses_nothing(georges: Person, step: str) -> None:
    subscription = subscribe()
    for number in range(5):
        happen(georges, n=number)
    if step == "spread":
        fan_out()
    worker = subprocess.Popen(
        [sys.executable, "-c", STOPPING, step],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "there\n"
    assert said(subscription) == []
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    move_outbox()
    assert said(subscription) == list(range(5))


def test_a_file_from_tomorrow_on_tells_nothing_today(cast: Cast) -> None:
    Registration.objects.filter(person=cast.persons["georges"]).update(
        since=today() + timedelta(days=1)
    )
    subscription = subscribe()
    happen(cast.persons["georges"])
    move_outbox()
    assert all_of(subscription).told == []
