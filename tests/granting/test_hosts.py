"""A night is shared by hosts; one that is cut off loses nothing, and nothing is done twice."""

import time
from collections.abc import Iterator

import pytest
from django.db import transaction

from benefits.decisions.models import Decision
from benefits.granting.models import GrantPiece, GrantRun
from benefits.granting.working import begin, work
from casework.demo.building import Cast
from portal.exchange.models import Event
from tests.granting.hosts import Host, can_be_apart
from tests.granting.test_killed import DAY, outcome, town

__all__ = ["town"]

CUT = 3.0  # seconds
COMMAND = ("grant", "--all", f"--as-of={DAY}", "--piece=2")

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


@pytest.mark.usefixtures("town")
def test_a_host_that_is_cut_off_loses_nothing_and_does_nothing_twice(
    cast: Cast, hosts: list[Host]
) -> None:
    with transaction.atomic():
        work(begin(DAY, size=1000))
        quiet = outcome()
        transaction.set_rollback(True)
    run = begin(DAY, size=2)
    for host in hosts:
        host.go()
    first = [host.next_line(" pieces") for host in hosts]
    assert all(first), "both have worked"
    hosts[0].cut_off()
    before = done()
    time.sleep(CUT)
    assert done() > before, "the other host goes on"
    hosts[0].join_again()
    shares = [1 + sum(" pieces" in line for line in host.said()) for host in hosts]
    assert GrantRun.objects.get(pk=run.pk).ended_at
    assert sum(shares) == run.pieces.count()
    assert outcome() == quiet
    told = Event.objects.filter(topic="decision.made").values_list("subject", flat=True)
    assert sorted(told) == sorted(Decision.objects.values_list("pk", flat=True))
