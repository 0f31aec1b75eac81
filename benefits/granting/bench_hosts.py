"""What a second host brings: a night that one host begins, and another joins half-way."""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db import connection

from benefits.granting.bench_town import DAY
from benefits.granting.hosts import Host
from benefits.granting.models import GrantRun

SIZE: Final = 1_000  # persons of a piece
OTHERS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid()
"""


class Share(NamedTuple):
    """Pieces that were done, in how many seconds, and with how many of processors."""

    pieces: int
    clock: float
    processor: float

    @property
    def a_piece(self) -> float:
        """Seconds by the clock between two pieces."""
        return self.clock / self.pieces


def alone_and_together(run: GrantRun) -> tuple[Share, Share]:
    """Let one host work half of a night and two the rest; return what each half took.

    The other host is there from the start, and cut off meanwhile, for less than it bears.
    """
    command = ("grant", "--all", f"--as-of={DAY}", f"--piece={SIZE}")
    with ExitStack() as stack:
        hosts = [Host.start(*command) for _number in range(2)]
        for host in hosts:
            stack.callback(host.end)
        with connection.cursor() as cursor:
            for host in reversed(hosts):
                host.go()
                host.next_line(" pieces")  # what is loaded once is loaded
                if host is hosts[1]:
                    host.cut_off()
            first = _look(run, hosts, cursor)
            _until(run, (first.pieces + run.pieces.count()) // 2)
            second = _look(run, hosts, cursor)
            hosts[1].join_again()
            third = _look(run, hosts, cursor)
            _until(run, run.pieces.count() - 2)  # the last ones find nobody to share with
            fourth = _look(run, hosts, cursor)
        for host in hosts:
            host.said()
    return _between(first, second), _between(third, fourth)


def _until(run: GrantRun, count: int) -> None:
    while run.pieces.exclude(done_at=None).count() < count:
        time.sleep(0.01)


def _look(run: GrantRun, hosts: list[Host], cursor: Any) -> Share:
    """Say how far it is: pieces done, the clock, what hosts and their sessions used so far."""
    cursor.execute(OTHERS)
    processes = [each for host in hosts for each in (host.process.pid, host.link)]
    processes += [pid for (pid,) in cursor.fetchall()]
    return Share(
        run.pieces.exclude(done_at=None).count(),
        time.perf_counter(),
        sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in processes) / 1e9,
    )


def _between(one: Share, other: Share) -> Share:
    return Share(
        other.pieces - one.pieces, other.clock - one.clock, other.processor - one.processor
    )
