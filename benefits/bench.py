"""What rights cost: one person on a page, letters, and a payment run."""

import json
import os
import time
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test.utils import override_settings

from benefits.payments.models import Run
from benefits.payments.running import begin, work
from benefits.payments.sending import send
from benefits.schemes import SCHEMES
from benefits.schemes.single import evaluate
from portal.pages.bench import Result, bench, medians
from portal.pages.serving import EMPTY, as_served, opener

ROUNDS: Final = 300
SITUATIONS: Final = Path(__file__).parent / "schemes"

WORKERS: Final = os.cpu_count() or 1
MOMENT: Final = 0.2  # seconds
LINES: Final = 100_000
MONTHS: Final = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
# Unemployment benefit of a hundred kinds of pay: what a decision keeps of each person.
FACTS: Final = {
    "claim_start": {"date": "2026-07-01"}, "days_counted": 400, "career_days": 1000, "age": 30,
    "category": "cohabiting", "ended_by": "term", "on": "2026-07-01",
}  # fmt: skip
FILL: Final = """
    WITH person AS (
        INSERT INTO portal_person (reference, first_name, last_name, language)
        SELECT gen_random_uuid(), 'First ' || n, 'Last ' || n, 'en' FROM generate_series(1, %(n)s) n
        RETURNING id
    ), account AS (
        INSERT INTO benefits_payaccount (person_id, iban)
        SELECT id, 'BE68539007547034' FROM person
    ), letter AS (
        INSERT INTO portal_letter (reference, person_id, template, version, language, title, data)
        SELECT gen_random_uuid(), id, 'decision', 1, 'en', 'x', '{}' FROM person
        RETURNING id, person_id
    ), event AS (
        INSERT INTO portal_event (topic, subject, person_id, fanned_out_at)
        SELECT 'bench', 0, id, now() FROM person RETURNING id, person_id
    )
    INSERT INTO benefits_decision (reference, person_id, scheme, version, outcome, starts, amount,
        amount_unit, legal_ground, facts, explanation, motivation, event_id, letter_id)
    SELECT gen_random_uuid(), person_id, 'unemployment', 1, 'granted', %(month)s,
        round((200000 + person_id %% 100 * 1000) * 0.65 / 26), 'day', 'x',
        %(facts)s::jsonb || jsonb_build_object('monthly_pay', 200000 + person_id %% 100 * 1000),
        '{}', '', event.id, letter.id
    FROM letter JOIN event USING (person_id)
"""
TABLES: Final = ("benefits_payment", "benefits_posting")
AT_ONCE: Final = 65_536  # bytes of the bare COPY: row by row, sending costs more than storing
Spent = tuple[float, float]  # seconds of the clock and of processors


@bench("rights-rules")
def rules() -> Result:
    """Compare every right of one person, explained, with an empty page."""
    persons = [(scheme, *granted(scheme)) for scheme in SCHEMES]

    def all_rights() -> None:
        for scheme, facts, on in persons:
            evaluate(scheme, facts, on)

    with as_served():
        nothing = opener(WSGIHandler(), f"/{EMPTY}", "")
        ours, page = medians([all_rights, nothing], ROUNDS)
    more = {"rights": len(persons), "rights_ms": round(ours * 1000, 3), "page_ms": page * 1000}
    return Result(
        ours / page,
        5.0,
        "median of evaluating all rights for one person, with reasons and steps, over that of an"
        f" empty page behind the middleware of pages, {ROUNDS} each, by turns, in one process",
        more,
    )


def granted(scheme: str) -> tuple[dict[str, Any], date]:
    """Return the facts and the day of the first situation of a right in which it is granted."""
    told = yaml.safe_load((SITUATIONS / scheme / "situations.yaml").read_text(encoding="utf-8"))
    found = next(each for each in told if each["granted"])
    return found["facts"], found["day"]


@bench("rights-payments")
def payments() -> Result:
    """Compare a payment run with a bare COPY of the rows that it writes."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"n": LINES, "month": MONTHS[0], "facts": json.dumps(FACTS)}
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE")
    connections.close_all()  # each worker has its own
    with (
        TemporaryDirectory() as folder,
        override_settings(PAYMENTS_PATH=folder),
        get_context("fork").Pool(WORKERS) as pool,
    ):
        pool.map(_ready, range(WORKERS), chunksize=1)
        with connection.cursor() as cursor:
            spent = [_pay_and_copy(pool, cursor, month) for month in MONTHS]
        ours, kept, bare = (
            [median(each) for each in zip(*clocks, strict=True)]
            for clocks in zip(*spent, strict=True)
        )
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak before
        before, begun = _memory("VmRSS"), time.perf_counter()
        sent = send(Run.objects.latest("pk"))
        written = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    if sent is None:
        raise RuntimeError("nothing was paid")
    more = {
        "workers": WORKERS,
        "lines": sent.payments,
        "run_s": round(ours[0], 2),
        "copy_s": round(kept[0], 2),
        "run_processor_s": round(ours[1], 2),
        "copy_processor_s": round(kept[1], 2),
        "processor_ratio": round(ours[1] / kept[1], 2),
        "copy_without_keys_s": round(bare[0], 2),
        "ratio_without_keys": round(ours[0] / bare[0], 2),
        "order_s": round(written, 2),
        "order_mb": round(size / 1e6, 1),
        "order_memory_mb": round((_memory("VmHWM") - before) / 1024, 1),
    }
    return Result(
        ours[0] / kept[0],
        3.0,
        f"a payment run of {LINES} persons by {WORKERS} workers, over a COPY of the same rows of"
        " payments and postings, all columns, in one session, into tables with the keys, indexes"
        f" and checks of ours; both durable; by turns, for {len(MONTHS)} months, the median of"
        " each, by the clock; processor time is that of all sessions and processes; beside it a"
        " COPY into tables without keys; the order to the bank is written apart",
        more,
    )


def _ready(_worker: int) -> None:
    """Have a session at the database, as a worker of the portal has."""
    connection.ensure_connection()
    time.sleep(MOMENT)  # so that each of them takes one


def _pay_and_copy(pool: Pool, cursor: Any, month: date) -> tuple[Spent, Spent, Spent]:
    """Return what a run takes for a month, a COPY of what it wrote, and one without keys."""
    begun = _spent()
    run = begin(month, month)
    workers = pool.map(_work, [run.pk] * WORKERS, chunksize=1)
    clock, processors = _since(begun)
    kept, bare = (_copy_again(cursor, run, way) for way in ("INCLUDING ALL", ""))
    return (clock, processors + sum(workers)), kept, bare


def _work(run: int) -> float:
    """Work pieces of a run; return the seconds of processors that it took."""
    begun = _spent()
    work(Run.objects.get(pk=run))
    return _since(begun)[1]


def _copy_again(cursor: Any, run: Run, way: str) -> Spent:
    """Return what it takes to store the run's rows again, by COPY alone, into tables made in a
    `way` like ours."""
    rows = {name: b"".join(_copied(cursor, run, name)) for name in TABLES}
    for name in TABLES:
        cursor.execute(f"CREATE TABLE bare_{name} (LIKE {name} {way})")
    begun = _spent()
    cursor.execute("BEGIN")
    for name in TABLES:
        with cursor.copy(f"COPY bare_{name} FROM STDIN (FORMAT binary)") as copy:
            for place in range(0, len(rows[name]), AT_ONCE):
                copy.write(rows[name][place : place + AT_ONCE])
    cursor.execute("COMMIT")
    spent = _since(begun)
    for name in TABLES:
        cursor.execute(f"DROP TABLE bare_{name}")
    return spent


def _copied(cursor: Any, run: Run, name: str) -> Iterator[bytes]:
    rows = f"SELECT * FROM {name} WHERE run_id = {run.pk}"  # noqa: S608 - our own names
    with cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT binary)") as copy:
        yield from map(bytes, copy)


def _spent() -> Spent:
    """Return the time of the clock, and that of the processors of the database and of us."""
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    there = int(session.read_text().split()[0]) / 1e9
    return time.perf_counter(), time.process_time() + there


def _since(begun: Spent) -> Spent:
    clock, processors = _spent()
    return clock - begun[0], processors - begun[1]


def _memory(kind: str) -> int:
    """Return the memory of this process in kilobytes: now (VmRSS) or at most (VmHWM)."""
    return int(Path("/proc/self/status").read_text().split(f"{kind}:")[1].split()[0])
