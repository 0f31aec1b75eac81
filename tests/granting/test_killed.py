"""A night is the same however often its workers are killed, and however many they are."""

import random
import time
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import Error, connection, transaction

from benefits.decisions.models import Decision
from benefits.granting.models import GrantRun
from benefits.granting.working import begin, work
from casework.demo.building import Cast
from portal.exchange.models import Event
from portal.people.models import Household, HouseholdMember, Person

DAY = date(2026, 9, 1)
CHILDREN = 400
KILLS = 20
WORKER = "granting-test"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(cast: Cast) -> None:
    """Make a town of children, each of a family of its own."""
    draw = random.Random(7)  # noqa: S311 - the same town each time
    for number in range(CHILDREN):
        born = date(draw.randint(2016, 2025), draw.randint(1, 12), draw.randint(1, 28))
        child = Person.objects.create(first_name=f"C{number}", last_name="X", birth_date=born)
        code = draw.choice(["2000", "1000", "5000", "9000"])
        home = Household.objects.create(street="S", house_number="1", postal_code=code, city="City")
        HouseholdMember.objects.create(household=home, person=child, role="child", since=born)


def outcome() -> set[tuple[Any, ...]]:
    """Return what was decided, without numbers."""
    rows = Decision.objects.values_list(
        "person", "scheme", "version", "outcome", "starts", "ends", "amount", "legal_ground"
    )
    assert len(rows) == len(set(rows))
    return set(rows)


def worker(run: GrantRun) -> None:
    """Work, and begin again whenever the connection is killed, as a worker that is restarted."""
    while GrantRun.objects.filter(pk=run.pk, ended_at=None).exists():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, false)", [WORKER])
            work(run)
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


def test_a_night_killed_twenty_times_decides_the_same(town: None) -> None:
    with transaction.atomic():
        work(begin(DAY, size=1000))
        quiet = outcome()
        transaction.set_rollback(True)
    assert len(quiet) > CHILDREN // 4
    run = begin(DAY, size=2)
    threads = [Thread(target=worker, args=[run]) for _ in range(2)]
    for thread in threads:
        thread.start()
    draw, killed = random.Random(11), 0  # noqa: S311 - moments, no secrets
    while any(thread.is_alive() for thread in threads):
        time.sleep(draw.uniform(0.01, 0.1))
        if killed < KILLS:
            killed += kill(draw)
    assert killed == KILLS
    assert outcome() == quiet
    told = Event.objects.filter(topic="decision.made").values_list("subject", flat=True)
    assert sorted(told) == sorted(Decision.objects.values_list("pk", flat=True))
