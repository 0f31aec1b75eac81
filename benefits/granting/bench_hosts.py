"""What a second host brings: a night that one host begins, and another joins half-way.

Each host has one processor for all that works for it: the worker, its link, and the process of the
database server that serves it. So what is measured is what a second machine brings, and not what a
second worker gets of processors that all share. The writer of the journal, the clock and the
checkpoints of the database stay where the machine puts them, as does who else is there.
"""

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from benefits.granting.bench_town import DAY
from benefits.granting.hosts import Host
from benefits.granting.models import GrantRun

HOSTS: Final = 2
SIZE: Final = 1_000  # persons of a piece


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

    The other host is there from the start, and cut off meanwhile, for less than it bears. Raises
    `PermissionError` where we may not keep the database's processes to a processor.
    """
    processors = sorted(os.sched_getaffinity(0))
    command = ("grant", "--all", f"--as-of={DAY}", f"--piece={SIZE}")
    with ExitStack() as stack:
        hosts = [Host.start(*command) for _number in range(HOSTS)]
        for host in hosts:
            stack.callback(host.end)
        for number, host in reversed(list(enumerate(hosts))):
            host.go()
            host.next_line(" pieces")  # what is loaded once is loaded
            host.keep_to(processors[number])
            if host is hosts[1]:
                host.cut_off()
        first = _look(run, hosts)
        _until(run, (first.pieces + run.pieces.count()) // 2)
        second = _look(run, hosts)
        hosts[1].join_again()
        third = _look(run, hosts)
        _until(run, run.pieces.count() - 2)  # the last ones find nobody to share with
        fourth = _look(run, hosts)
        for host in hosts:
            host.said()
    return _between(first, second), _between(third, fourth)


def _until(run: GrantRun, count: int) -> None:
    while run.pieces.exclude(done_at=None).count() < count:
        time.sleep(0.01)


def _look(run: GrantRun, hosts: list[Host]) -> Share:
    """Say how far it is: pieces done, the clock, what hosts and their sessions used so far."""
    processes = [each for host in hosts for each in host.processes()]
    return Share(
        run.pieces.exclude(done_at=None).count(),
        time.perf_counter(),
        sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in processes) / 1e9,
    )


def _between(one: Share, other: Share) -> Share:
    return Share(
        other.pieces - one.pieces, other.clock - one.clock, other.processor - one.processor
    )
