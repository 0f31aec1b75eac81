"""What rights cost: one person on a page, letters, and a payment run."""

import json
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import override_settings

from benefits.payments.running import pay
from benefits.payments.sending import send
from benefits.schemes import SCHEMES
from benefits.schemes.single import evaluate
from portal.pages.bench import Result, bench, medians
from portal.pages.serving import EMPTY, as_served, opener

ROUNDS: Final = 300
SITUATIONS: Final = Path(__file__).parent / "schemes"

LINES: Final = 100_000
MONTH: Final = date(2026, 7, 1)
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
PAYMENT: Final = "reference, run_id, person_id, scheme, account_id, cents"
POSTING: Final = (
    "person_id, scheme, month, kind, debit, credit, cents, decision_id, payment_id, run_id,"
    " posted_at"
)


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
    with connection.cursor() as cursor, TemporaryDirectory() as folder:
        values: dict[str, Any] = {"n": LINES, "month": MONTH, "facts": json.dumps(FACTS)}
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE")
        with override_settings(PAYMENTS_PATH=folder):
            begun = time.perf_counter()
            run = pay(MONTH, MONTH)
            booked = time.perf_counter() - begun
            before, begun = _peak(), time.perf_counter()
            sent = send(run)
            written = time.perf_counter() - begun
        bare = min(_copy_again(cursor) for _ in range(3))
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    more = {
        "lines": sent.payments,
        "run_s": round(booked, 2),
        "copy_s": round(bare, 2),
        "order_s": round(written, 2),
        "order_mb": round(size / 1e6, 1),
        "order_memory_mb": round((_peak() - before) / 1024, 1),
    }
    return Result(
        booked / bare,
        3.0,
        f"a payment run of {LINES} persons, durable, over a COPY of the same rows of payments and"
        " postings into tables without keys or checks, durable, the quickest of three; the order"
        " to the bank is written apart",
        more,
    )


def _copy_again(cursor: Any) -> float:
    """Return how long PostgreSQL takes to store the run's rows again, by COPY alone."""
    pieces = {name: list(_copied(cursor, name, of)) for name, of in TABLES.items()}
    for name, columns in TABLES.items():
        rows = f"SELECT {columns} FROM benefits_{name} WHERE false"  # noqa: S608 - our own names
        cursor.execute(f"CREATE TABLE bare_{name} AS {rows}")
    begun = time.perf_counter()
    cursor.execute("BEGIN")
    for name, columns in TABLES.items():
        statement = f"COPY bare_{name} ({columns}) FROM STDIN (FORMAT binary)"
        with cursor.copy(statement) as copy:
            for piece in pieces[name]:
                copy.write(piece)
    cursor.execute("COMMIT")
    spent = time.perf_counter() - begun
    for name in TABLES:
        cursor.execute(f"DROP TABLE bare_{name}")
    return spent


TABLES: Final = {"payment": PAYMENT, "posting": POSTING}


def _copied(cursor: Any, name: str, columns: str) -> Iterator[bytes]:
    with cursor.copy(f"COPY benefits_{name} ({columns}) TO STDOUT (FORMAT binary)") as copy:
        yield from map(bytes, copy)


def _peak() -> int:
    """Return the most memory that this process has held so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
