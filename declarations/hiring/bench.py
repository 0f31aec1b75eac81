"""How fast declarations of hiring and leaving are taken in and judged."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from statistics import median
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from declarations.channels.models import Declaration, Verdict
from declarations.hiring.bench_load import Sender, rate
from portal.exchange.models import Event, Message
from portal.pages.bench import Result, bench

DECLARE = "/api/dimona/v2/declarations"
XML = "application/xml"
SERVED = "declarations.hiring.bench_server:application"
ROUNDS = 4
SINGLE = 1_200  # requests in one round
FIRST = 160  # requests before any is measured
CALL = 1_000  # declarations in one call
CONNECTIONS = 8
PROCESSES = 2  # of the web server, as the portal starts on two cores
FILES = (10_000, 1_000)  # declarations in a large file and in a small one
WORKERS = 15_000  # persons that can be hired: no bench hires more than 11,000
START_LIMIT = 30.0  # seconds
COLUMNS = "position, flow, action, content, findings, declarant_reference, received_at"

Act = Callable[[], float]


@bench("hiring-single")
def single() -> Result:
    """Compare declarations one by one with a bare view that inserts one row."""
    with _server() as port:
        ours, theirs, page = _in_turn(
            lambda: rate(port, _calls(SINGLE), CONNECTIONS),
            lambda: rate(port, _bare("/api"), CONNECTIONS),
            lambda: rate(port, _bare(""), CONNECTIONS),
        )
    return _result(
        ours,
        theirs,
        0.8,
        "requests a second of a view that inserts one row by SQL, behind the same short middleware"
        f" of the same web server: {PROCESSES} processes, {CONNECTIONS} connections, fsync on;"
        " ratio_to_page: to that same view behind the middleware of all other views",
        ratio_to_page=round(ours / page, 3),
    )


def _bare(below: str) -> list[bytes]:
    path = f"{below}/bench/bare/{sender().capacity.pk}"
    return [sender().request(path, sender().call())] * SINGLE


@bench("hiring-bulk")
def bulk() -> Result:
    """Compare calls of many declarations, whose forms are read after the receipt, with COPY."""
    return _beside_copy(lambda: sender().request(DECLARE, sender().call(CALL)), 0.5)


@bench("hiring-bulk-xml")
def bulk_xml() -> Result:
    """Compare files of many declarations, whose forms are read after the receipt, with COPY."""
    return _beside_copy(lambda: sender().request(DECLARE, sender().file(CALL), XML), 0.5)


@bench("hiring-verdicts")
def verdicts() -> Result:
    """Compare verdicts with the intake of the same declarations."""
    with _server() as port:
        one = rate(port, _calls(ROUNDS * SINGLE), CONNECTIONS)
        one_judged = _judged()
        many = CALL * rate(port, [_calls(1, CALL)[0] for _ in range(ROUNDS)], 1)
        many_judged = _judged()
    limit = (
        f"declarations a second taken in one by one over HTTP by {PROCESSES} processes of the web"
        f" server; judged afterwards by the {PROCESSES} processes of the portal's worker"
    )
    more = {"bulk_per_second": round(many_judged), "bulk_intake_per_second": round(many)}
    return _result(one_judged, one, 1.0, limit, bulk_ratio=round(many_judged / many, 3), **more)


@bench("hiring-memory")
def memory() -> Result:
    """Compare the memory for a file of ten thousand with that for one of a thousand."""
    _judged()  # what others left would be judged by the processes that are measured
    large, small = (_peak(sender().file(count)) for count in FILES)
    limit = "peak of a process that takes in and judges a file of {1:,}; ours: {0:,}".format(*FILES)
    return Result(large / small, 1.5, limit, {"peak_mb": large >> 10, "limit_mb": small >> 10})


def sender() -> Sender:
    """Return the sender of a bench, with workers enough for each to be hired once."""
    return _sender_in(connection.settings_dict["NAME"])


@cache
def _sender_in(_database: str) -> Sender:
    return Sender.make(WORKERS)


def _calls(count: int, size: int = 0) -> list[bytes]:
    return [sender().request(DECLARE, sender().call(size)) for _ in range(count)]


def _beside_copy(make: Callable[[], bytes], goal: float) -> Result:
    with _server() as port:
        rate(port, [make()], 1)
        _judged()  # its rows are those that COPY takes once more
        ours, theirs = _in_turn(lambda: CALL * rate(port, [make()], 1), _copy_rate)
    limit = (
        f"rows a second by COPY of the same {CALL} rows into the same table, one client each; ours:"
        " shape checked, kept to the byte, receipt given; its forms become rows afterwards"
    )
    return _result(ours, theirs, goal, limit)


def _in_turn(*acts: Act) -> list[float]:
    """Return the medians of rates; they take turns, and the first of each does not count."""
    rounds = [[act() for act in acts] for _ in range(ROUNDS + 1)][1:]
    return [median(rates) for rates in zip(*rounds, strict=True)]


def _result(ours: float, theirs: float, goal: float, limit: str, **more: float) -> Result:
    rates = {"per_second": round(ours), "limit_per_second": round(theirs)}
    return Result(ours / theirs, goal, limit, {**rates, **more}, at_least=True)


def _copy_rate() -> float:
    """Copy the rows of the newest call of that size once more, under a message of their own."""
    last = Message.objects.filter(declarations__position=CALL).latest("pk")
    copied = Message.objects.create(
        capacity=last.capacity, service=last.service, channel=last.channel, key=str(uuid4())
    )
    rows = (
        f"SELECT gen_random_uuid(), {copied.pk}, {COLUMNS} FROM declarations_declaration"  # noqa: S608
        f" WHERE message_id = {last.pk} ORDER BY position"
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
        data = b"".join(out)
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        into = f"COPY declarations_declaration (reference, message_id, {COLUMNS}) FROM STDIN"
        with cursor.copy(into) as copy:
            copy.write(data)
    return CALL / (time.perf_counter() - begun)


def _judged() -> float:
    """Judge all that waits; return how many declarations a second."""
    before = Verdict.objects.count()
    with ExitStack() as stack:
        workers = [stack.enter_context(_worker()) for _ in range(PROCESSES)]
        for worker in workers:
            _hear(worker, b"ready")
        begun = time.perf_counter()
        for worker in workers:
            _say(worker)
        for worker in workers:
            _hear(worker, b"done")
        spent = time.perf_counter() - begun
    if Declaration.objects.filter(verdict=None, message__in=_with_event()).exists():
        raise RuntimeError("something was not judged")
    return (Verdict.objects.count() - before) / spent


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "declarations.hiring.bench_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
        cwd=settings.BASE_DIR,
    )


def _say(worker: subprocess.Popen[bytes]) -> None:
    assert worker.stdin  # noqa: S101 - a pipe was asked for
    worker.stdin.write(b"\n")
    worker.stdin.flush()


def _hear(worker: subprocess.Popen[bytes], word: bytes) -> None:
    assert worker.stdout  # noqa: S101 - a pipe was asked for
    if worker.stdout.readline().strip() != word:
        raise RuntimeError(f"a worker did not say {word!r}")


def _with_event() -> QuerySet[Event, int]:
    return Event.objects.filter(topic="declarations.received").values_list("message", flat=True)


def _peak(file: bytes) -> int:
    """Return the peak of memory, in kB, of a process that takes the file in and judges it."""
    done = subprocess.run(  # noqa: S603 - this same program
        [sys.executable, "-m", "declarations.hiring.bench_memory", str(sender().capacity.pk)],
        input=file,
        stdout=subprocess.PIPE,
        env=_environment(),
        cwd=settings.BASE_DIR,
        check=True,
    )
    return int(done.stdout)


def _environment() -> dict[str, str]:
    """Return the environment of a process that uses the database of this bench."""
    database = connection.settings_dict
    host, user = quote(database["HOST"], safe=""), quote(database["USER"])
    secret = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    url = f"postgresql://{user}{secret}@{host}{port}/{quote(database['NAME'])}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings"}


@contextmanager
def _server() -> Iterator[int]:
    """Run the web server as the portal does, on a free port of this machine; give the port.

    It has had requests before it is measured: each of its threads has its connection to the
    database, as COPY has.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(PROCESSES), "--blocking-threads", "4", "--no-log"]
    command += ["--blocking-threads-idle-timeout", "600", "--workers-kill-timeout", "5", SERVED]
    server = subprocess.Popen(command, env=_environment(), cwd=settings.BASE_DIR)  # noqa: S603
    try:
        _await_answer(port, server)
        rate(port, _calls(FIRST), CONNECTIONS)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await_answer(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the web server does not start")
