"""How fast a file of wages becomes facts, beside what the database needs for the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections, transaction

from declarations.channels.models import Result as Answer
from declarations.channels.models import Verdict
from declarations.wages import partitions
from declarations.wages.bench_files import WageFile
from declarations.wages.bench_registers import fill
from declarations.wages.intake import take
from declarations.wages.models import Load, PieceReading, Shelf, WorkerRecord
from declarations.wages.quarters import moved
from portal.access.models import Capacity
from portal.directory.models import Subscription
from portal.exchange.models import Channel
from portal.pages.bench import Result, bench

WORKERS: Final = 100_000
FEW: Final = 2_000  # in the file by which the workers load what they need
LARGER: Final = 300_000
ROUNDS: Final = 3
PROCESSES: Final = 2
FIRST: Final = 20251
MEMORY: Final = 20243
GOAL: Final = 2.0
MOST_MEMORY: Final = 300_000  # kB
BLOCK: Final = 1 << 20
TOPICS: Final = ("wages.piece", "wages.read", "wages.sealed")
Buffers = dict[str, bytes]


@bench("wages")
def wages() -> Result:
    """Compare with PostgreSQL taking the same rows; they take turns, quarter by quarter."""
    with tempfile.TemporaryDirectory() as folder, _workers() as workers:
        running = _Running(fill(WORKERS), Path(folder) / "wages.xml", workers)
        # What others make of the facts is not measured here.
        Subscription.objects.exclude(topic__in=TOPICS).delete()
        running.load(FIRST, FEW)
        runs = [running.round(moved(FIRST, number)) for number in range(1, ROUNDS + 1)]
    limit = (
        f"PostgreSQL alone takes the rows of {WORKERS} workers by prepared binary COPY over"
        f" {PROCESSES} connections into fresh partitions, adds keys, checks and indexes, attaches;"
        f" ours: file on disk, read against the whole model, stored, keys, attached, {PROCESSES}"
        " processes; the whole way is beside it: message kept to the byte, registers, all rules,"
        " verdicts, events"
    )
    return Result(median(run.ours / run.limit for run in runs), GOAL, limit, _figures(runs))


def _figures(runs: Sequence[_Run]) -> dict[str, float]:
    ours, limit, whole = (
        median(run.ours for run in runs),
        median(run.limit for run in runs),
        median(run.whole for run in runs),
    )
    stages = {
        f"whole_{stage}_s": round(median(run.stages[stage] for run in runs), 2)
        for stage in runs[0].stages
    }
    return {
        "ours_s": round(ours, 2),
        "limit_s": round(limit, 2),
        "workers_per_second": round(WORKERS / ours),
        "whole_s": round(whole, 2),
        "whole_ratio": round(median(run.whole / run.limit for run in runs), 2),
        **stages,
        "rows": runs[0].rows,
        "file_mb": runs[0].megabytes,
        "peak_kb_of_a_worker": max(run.peak for run in runs),
    }


@bench("wages-memory")
def memory() -> Result:
    """Take the peak of memory of a process that takes in and works files of two sizes."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        capacity = fill(LARGER)
        for quarter, workers in ((MEMORY, WORKERS), (moved(MEMORY, 1), LARGER)):
            path = Path(folder) / "wages.xml"
            WageFile(quarter, workers).write(path)
            command = [sys.executable, "-m", "declarations.wages.bench_memory"]
            done = subprocess.run(  # noqa: S603 - this same program
                [*command, str(capacity.pk), str(path)],
                stdout=subprocess.PIPE,
                env=_environment(),
                cwd=settings.BASE_DIR,
                check=True,
            )
            peaks[f"peak_kb_{workers}"] = int(done.stdout)
    limit = f"{MOST_MEMORY} kB of one process that takes in and works a file, whatever its size"
    return Result(max(peaks.values()) / MOST_MEMORY, 1.0, limit, dict(peaks))


@dataclass(frozen=True)
class _Run:
    ours: float
    limit: float
    whole: float
    stages: dict[str, float]
    rows: int
    megabytes: int
    peak: int


@dataclass(frozen=True)
class _Running:
    """A sender, a place for its file, and the processes that work."""

    capacity: Capacity
    path: Path
    workers: Sequence[subprocess.Popen[str]]

    def round(self, quarter: int) -> _Run:
        """Load a quarter the whole way; then store the same rows in both ways."""
        load, whole, peak = self.load(quarter, WORKERS)
        shelves = list(load.shelves.order_by("pk"))
        rows = sum(_count(quarter, table) for table in partitions.TABLES)
        buffers = [_taken_out(shelf) for shelf in shelves]
        begun = time.perf_counter()
        _taken_alone(shelves, buffers)
        limit = time.perf_counter() - begun
        for shelf in shelves:
            _dropped(shelf)
        self.tell(
            *(f"ready {load.message_id} {n} {PROCESSES} {self.path}" for n in range(PROCESSES))
        )
        begun = time.perf_counter()
        self.tell(*["store"] * PROCESSES)
        _attached(shelves)
        ours = time.perf_counter() - begun
        if rows != sum(_count(quarter, table) for table in partitions.TABLES):
            raise RuntimeError("the two did not store the same rows")
        size = self.path.stat().st_size // 1_000_000
        return _Run(ours, limit, whole, _stages(load), rows, size, peak)

    def load(self, quarter: int, workers: int) -> tuple[Load, float, int]:
        """Take a file in and have it worked; return the seconds until it was finished, and the peak
        of memory of a worker in kB."""
        WageFile(quarter, workers).write(self.path)
        begun = time.perf_counter()
        with self.path.open("rb") as file:
            message, _new = take(self.capacity, Channel.FILE, f"bench {quarter}", file)
        peaks = self.tell(*[f"work {message.pk}"] * PROCESSES)
        spent = time.perf_counter() - begun
        load = Load.objects.get(message=message)
        refused = Verdict.objects.filter(declaration__message=message, result=Answer.REFUSED)
        if refused.exists() or WorkerRecord.objects.in_quarter(quarter).count() != workers:
            raise RuntimeError(f"{refused.count()} forms were refused")
        return load, spent, max(peaks)

    def tell(self, *lines: str) -> list[int]:
        """Give each process something to do, and return what they answer when all are done."""
        for worker, line in zip(self.workers, lines, strict=True):
            assert worker.stdin is not None  # noqa: S101 - a pipe
            worker.stdin.write(f"{line}\n")
            worker.stdin.flush()
        return [int(worker.stdout.readline()) for worker in self.workers if worker.stdout]


def _stages(load: Load) -> dict[str, float]:
    """Return the seconds of intake, of the pieces, of the keys, as the database saw them begin."""
    read = PieceReading.objects.filter(piece__load=load).order_by("read_at")
    first = read[0].read_at
    sealed = max(shelf.sealed_at for shelf in load.shelves.all() if shelf.sealed_at)
    finished = Load.objects.get(pk=load.pk).finished_at
    assert finished is not None  # noqa: S101 - it was waited for
    return {
        "intake": (first - load.message.received_at).total_seconds(),
        "pieces": (sealed - first).total_seconds(),
        "keys": (finished - sealed).total_seconds(),
    }


def _taken_out(shelf: Shelf) -> Buffers:
    """Take the rows of a shelf out of the database: by table, as COPY takes them in again."""
    buffers = {}
    with connection.cursor() as cursor:
        for table in partitions.TABLES:
            name = partitions.name_of(table, shelf.quarter, shelf.pk)
            with cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copy:
                buffers[table] = b"".join(copy)
    _dropped(shelf)
    return buffers


def _dropped(shelf: Shelf) -> None:
    with connection.cursor() as cursor:
        for table in reversed(partitions.TABLES):
            name = partitions.name_of(table, shelf.quarter, shelf.pk)
            cursor.execute(f"ALTER TABLE {table}_{shelf.quarter} DETACH PARTITION {name}")
            cursor.execute(f"DROP TABLE {name}")


def _taken_alone(shelves: Sequence[Shelf], buffers: Sequence[Buffers]) -> None:
    """Let the database take rows into fresh partitions, over a connection for each shelf."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(_take_alone, shelves, buffers))
    _attached(shelves)


def _attached(shelves: Sequence[Shelf]) -> None:
    with transaction.atomic():
        for shelf in shelves:
            partitions.attach(shelf.quarter, shelf.pk)


def _take_alone(shelf: Shelf, buffers: Buffers) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            partitions.make(shelf.quarter, shelf.pk)
            for table, rows in buffers.items():
                name = partitions.name_of(table, shelf.quarter, shelf.pk)
                with cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy:
                    for place in range(0, len(rows), BLOCK):
                        copy.write(memoryview(rows)[place : place + BLOCK])
            partitions.seal(shelf.quarter, shelf.pk)
    finally:
        connections.close_all()


def _count(quarter: int, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE quarter = %s", [quarter])  # noqa: S608
        return int(cursor.fetchone()[0])


@contextmanager
def _workers() -> Iterator[list[subprocess.Popen[str]]]:
    """Run the processes that work, on the database of this bench."""
    command = [sys.executable, "-m", "declarations.wages.bench_worker"]
    with ExitStack() as stack:
        yield [stack.enter_context(_process(command)) for _ in range(PROCESSES)]


@contextmanager
def _process(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - this same program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
        cwd=settings.BASE_DIR,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _environment() -> dict[str, str]:
    """Return the environment of a process that uses the database of this bench."""
    database = connection.settings_dict
    host, user = quote(database["HOST"], safe=""), quote(database["USER"])
    secret = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    url = f"postgresql://{user}{secret}@{host}{port}/{quote(database['NAME'])}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
