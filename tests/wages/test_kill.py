"""Workers that are killed, and workers side by side: each piece counts once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection

from casework.demo.building import Cast
from declarations.channels.models import Verdict
from declarations.wages.bench import _environment
from declarations.wages.intake import take
from declarations.wages.models import Load, Piece, PieceReading, WorkerRecord
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Delivery, DeliveryStatus
from tests.wages.loads import FACTS, WORKERS, in_small_pieces, office, results, wage_file

pytestmark = pytest.mark.django_db(transaction=True)

# A worker that stops, for ever, right after it did something, and says so.
STOPPING = """
import sys, time
import django
django.setup()
from importlib import import_module
from portal.exchange.actions import move_outbox
module, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
*above, name = name.split(".")
inside = import_module(module)
for each in above:
    inside = getattr(inside, each)
real, calls = getattr(inside, name), []
def stopping(*given, **named):
    done = real(*given, **named)
    calls.append(1)
    if len(calls) == times:
        print("there", flush=True)
        time.sleep(600)
    return done
setattr(inside, name, stopping)
move_outbox()
"""
WORKING = (
    "import django; django.setup()\nfrom portal.exchange.actions import move_outbox\nmove_outbox()"
)
SAYING_WHAT_IT_COMPILES = (
    WORKING
    + """
from declarations.wages import cutting, encoding, scanning
cutting._places(b"<Form></Form>", b"<Form>")
for module in (encoding, scanning):
    for one in vars(module).values():
        if hasattr(one, "stats") and one.stats.cache_hits:
            assert not one.stats.cache_misses, (one, one.signatures)
            print(one.__name__)
"""
)
MOMENTS = {
    "in the first piece, with its facts stored": ("declarations.wages.storing", "Facts.store", 1),
    "in a later piece": ("declarations.wages.loading", "shelve", 4),
    "with the keys of a shelf": ("declarations.wages.partitions", "seal", 1),
    "at the end, with the shelves attached": ("declarations.wages.finishing", "_show", 1),
    "at the end, with the verdicts given": ("declarations.wages.finishing", "_pronounce", 1),
}


@pytest.fixture
def waiting(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Return a load of several pieces of which nothing is worked; sweep its tables away after."""
    in_small_pieces(monkeypatch)
    message, _new = take(office(), Channel.FILE, "key", BytesIO(wage_file(tmp_path)))
    yield Load.objects.get(message=message)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = ANY(%s::regclass[])",
            [[model._meta.db_table for model in FACTS]],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name} CASCADE")


def _run(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )


def _assert_finished(load: Load) -> None:
    load.refresh_from_db()
    assert load.finished_at is not None
    assert results() == {"A"}
    assert Verdict.objects.filter(declaration__message=load.message).count() == 4
    assert WorkerRecord.objects.count() == WORKERS
    assert len(set(WorkerRecord.objects.values_list("inss", flat=True))) == WORKERS
    for model, often in zip(FACTS[1:], (1, 2, 2, 2, 2), strict=True):
        assert model._default_manager.count() == often * WORKERS
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()


@pytest.mark.parametrize("moment", list(MOMENTS))
def test_a_killed_worker_leaves_nothing_and_another_goes_on(waiting: Load, moment: str) -> None:
    module, name, times = MOMENTS[moment]
    worker = _run(STOPPING, module, name, str(times))
    assert worker.stdout is not None
    assert worker.stdout.readline() == "there\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert not WorkerRecord.objects.exists()
    assert results() == set()
    while move_outbox():
        pass
    _assert_finished(waiting)


def test_two_workers_share_the_pieces(waiting: Load) -> None:
    workers = [_run(WORKING), _run(WORKING)]
    assert [worker.wait() for worker in workers] == [0, 0]
    move_outbox()
    _assert_finished(waiting)
    assert PieceReading.objects.count() == Piece.objects.count() > 5
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_finds_everything_compiled(waiting: Load) -> None:
    """`make` compiles for the very arrays that a load comes with: a first worker reads, only."""
    worker = _run(SAYING_WHAT_IT_COMPILES)
    assert worker.stdout is not None
    assert sorted(worker.stdout.read().split()) == ["encode", "places", "positions", "scan", "sort"]
    _assert_finished(waiting)
