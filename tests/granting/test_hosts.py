"""A night is shared by hosts; one that is cut off loses nothing, and nothing is done twice."""

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from benefits.decisions.models import Decision
from benefits.granting.hosts import Host, can_be_apart
from benefits.granting.models import GrantPiece, GrantRun
from benefits.granting.working import begin, work
from casework.demo.building import Cast
from portal.exchange.models import Event
from tests.granting.test_killed import DAY, outcome, town

__all__ = ["town"]

PATIENCE = 60.0  # seconds
COMMAND = ("grant", "--all", f"--as-of={DAY}", "--piece=1")

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not can_be_apart(), reason="no network namespaces on this machine"),
]


@pytest.fixture
def hosts() -> Iterator[list[Host]]:
    """Start two hosts; end what still runs of them afterwards."""
    started: list[Host] = []
    try:
        started += [Host.start(*COMMAND) for _ in range(2)]
        yield started
    finally:
        for host in started:
            host.end()


def done() -> int:
    return GrantPiece.objects.exclude(done_at=None).count()


def until(holds: Callable[[], bool]) -> None:
    """Look again until something holds, or fail."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def waiting() -> int:
    """Count the sessions that wait for the table of pieces."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND relation = 'benefits_grantpiece'::regclass"
        )
        return int(cursor.fetchone()[0])


def go_together(hosts: list[Host]) -> None:
    """Let hosts begin, and none take a piece before all are there: a slow one finds work left."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE benefits_grantpiece IN ACCESS EXCLUSIVE MODE")
        for host in hosts:
            host.go()
        until(lambda: waiting() == len(hosts))


@pytest.mark.usefixtures("town")
def test_a_host_that_is_cut_off_loses_nothing_and_does_nothing_twice(
    cast: Cast, hosts: list[Host]
) -> None:
    with transaction.atomic():
        work(begin(DAY, size=1000))
        quiet = outcome()
        transaction.set_rollback(True)
    run = begin(DAY, size=1)
    go_together(hosts)
    first = [host.next_line(" pieces") for host in hosts]
    assert all(first), "both have worked"
    hosts[0].cut_off()
    before = done()
    until(lambda: done() > before + 1)  # the other host goes on
    hosts[0].join_again()
    shares = [1 + sum(" pieces" in line for line in host.said()) for host in hosts]
    assert GrantRun.objects.get(pk=run.pk).ended_at
    assert sum(shares) == run.pieces.count()
    assert outcome() == quiet
    told = Event.objects.filter(topic="decision.made").values_list("subject", flat=True)
    assert sorted(told) == sorted(Decision.objects.values_list("pk", flat=True))


def test_all_that_works_for_a_host_keeps_to_its_processor(hosts: list[Host]) -> None:
    """The worker, its link, and the process that serves it at the database, which is its own."""
    processor = max(os.sched_getaffinity(0))
    first, second = hosts
    first.keep_to(processor)
    assert [os.sched_getaffinity(each) for each in first.processes()] == [{processor}] * 3
    assert [os.sched_getaffinity(each) for each in second.processes()] == [
        os.sched_getaffinity(0)
    ] * 3
    assert not set(first.processes()) & set(second.processes())
