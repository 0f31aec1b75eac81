"""What it costs to look at the rights of everybody, beside moving the same rows and no more."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection

from benefits.granting.models import GrantRun
from benefits.granting.reading import people, standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import begin, work
from benefits.schemes import SCHEMES
from portal.pages.bench import Result, bench, medians

PERSONS: Final = int(os.environ.get("BENCH_PERSONS", "100000"))
DAY: Final = date(2026, 9, 1)
# Households of three: two adults and a child; one person in twelve has a status.
FILL: Final = """
    INSERT INTO portal_household (id, street, house_number, box, postal_code, city)
    SELECT n, 'Street', '1', '', 1000 + n * 7919 %% 9000, 'City'
    FROM generate_series(1, %(n)s / 3) n;
    INSERT INTO portal_person (id, reference, first_name, last_name, birth_date, language)
    SELECT n, gen_random_uuid(), 'First ' || n, 'Last ' || n,
        CASE n %% 3 WHEN 2 THEN date '2008-01-01' + n * 37 %% 6800
            ELSE date '1940-01-01' + n * 37 %% 20000 END, 'en'
    FROM generate_series(1, %(n)s) n;
    INSERT INTO portal_householdmember (household_id, person_id, role, since)
    SELECT 1 + (n - 1) / 3, n, (ARRAY['child', 'reference', 'partner'])[1 + (n + 1) %% 3],
        '2024-01-01'
    FROM generate_series(1, %(n)s / 3 * 3) n;
    INSERT INTO portal_institution (id, code, name, sector, number)
    VALUES (900, 'bench', 'Bench', 17, 900);
    INSERT INTO portal_user (id, password, email, is_active) VALUES (900, '', 'bench', true);
    INSERT INTO portal_capacity (id, kind, user_id, institution_id, since)
    VALUES (900, 'institution', 900, 900, '2024-01-01');
    INSERT INTO portal_message (id, ticket, capacity_id, channel, service, key, body, sha256)
    SELECT n, gen_random_uuid(), 900, 'api', 'statuses', n, '', ''
    FROM generate_series(1, %(n)s, 12) n;
    INSERT INTO declarations_statusreport
        (message_id, institution_id, person_id, kind, legal_context, since, until, reported_on)
    SELECT n, 900, n, (ARRAY['integration_income', 'equivalent_aid',
            'elderly_income_guarantee', 'income_replacement'])[1 + n %% 4], 'RIS',
        date '2024-01-01' + n %% 700, CASE WHEN n %% 5 = 0 THEN date '2026-06-30' END, '2026-07-01'
    FROM generate_series(1, %(n)s, 12) n;
"""
READ: Final = {
    "portal_person": "id, birth_date, died_on, first_name, last_name, language",
    "portal_householdmember": "person_id, household_id, role, since, until, withdrawn",
    "portal_household": "id, street, house_number, box, postal_code, city",
    "declarations_statusreport": "id, person_id, kind, since, until",
}
WRITTEN: Final = (
    "portal_letter",
    "benefits_decision",
    "benefits_beneficiary",
    "portal_event",
    "portal_accessline",
)


@bench("granting-night")
def night() -> Result:
    """Compare a night in which many rights are granted with a COPY of what it reads and writes."""
    with connection.cursor() as cursor:
        _hold()  # of nobody: what is loaded once for a worker is loaded
        _fill(cursor)
        first, spent, memory = _hold()
        out = min(_timed(lambda: _read(cursor)) for _ in range(3))
        back = min(_write_again(cursor) for _ in range(3))
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM benefits_decision WHERE event_id = %s", [first])
        decisions = cursor.fetchone()[0]
        if not decisions:
            raise RuntimeError("nothing was granted: there is nothing to compare")
        _again, second, _memory = _hold()
    more = {
        "persons": PERSONS,
        "decisions": decisions,
        "night_s": round(spent, 2),
        "copy_out_s": round(out, 2),
        "copy_in_s": round(back, 2),
        "night_without_change_s": round(second, 2),
        "memory_mb": round(memory / 1024, 1),
    }
    return Result(
        spent / (out + back),
        2.5,
        f"reading {PERSONS} persons, evaluating, comparing and writing decisions with steps,"
        " letters, beneficiaries, events and access lines, by one worker, durable, over a binary"
        " COPY out of the tables read and into tables without keys or checks of the rows written,"
        " the quickest of three",
        more,
    )


@bench("granting-evaluation")
def evaluation() -> Result:
    """Compare rules over arrays with the same rules person by person."""
    with connection.cursor() as cursor:
        _fill(cursor)
    known = Known.of(people(1, PERSONS, DAY), DAY)
    told = {}
    for scheme, source in SOURCES.items():
        known.given["increased_reimbursement"] = np.full(len(known.people["id"]), DAY, "M8[D]")
        told[scheme] = source(known, standing(scheme, known.people["id"])).facts
    some = 300
    alone = {
        scheme: [facts.of(np.arange(len(facts)) == place) for place in range(some)]
        for scheme, facts in told.items()
    }

    def at_once() -> None:
        for scheme, facts in told.items():
            SCHEMES[scheme].evaluate(facts, DAY)

    def one_by_one() -> None:
        for scheme, each in alone.items():
            for facts in each:
                SCHEMES[scheme].evaluate(facts, DAY)

    many, few = medians([at_once, one_by_one], 5)
    persons = sum(map(len, told.values()))
    return Result(
        (few / (some * len(told))) / (many / persons),
        25.0,
        f"the rules of {len(told)} rights for {persons} persons at once over the same rules for"
        f" {some} persons one after the other, each an array of one, per person",
        {"persons": persons, "ns_a_person": round(many / persons * 1e9, 1)},
        at_least=True,
    )


def _fill(cursor: Any) -> None:
    for statement in FILL.split(";\n"):
        cursor.execute(statement, {"n": PERSONS})
    cursor.execute("ANALYZE")


def _hold() -> tuple[int | None, float, int]:
    """Hold a run; return its event, how long it took and how much memory it added."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    run: GrantRun = begin(DAY)
    work(run)
    spent = time.perf_counter() - begun
    return run.event_id, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _read(cursor: Any) -> int:
    return sum(len(each) for name, columns in READ.items() for each in _out(cursor, name, columns))


def _out(cursor: Any, name: str, columns: str) -> Iterator[bytes]:
    with cursor.copy(f"COPY {name} ({columns}) TO STDOUT (FORMAT binary)") as copy:
        yield from map(bytes, copy)


def _write_again(cursor: Any) -> float:
    """Return how long PostgreSQL takes to store the rows of the night again, by COPY alone."""
    rows = {}
    for name in WRITTEN:
        cursor.execute(f"CREATE TABLE bare_{name} AS SELECT * FROM {name} WHERE false")  # noqa: S608
        with cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copy:
            rows[name] = b"".join(copy)
    begun = time.perf_counter()
    cursor.execute("BEGIN")
    for name, of in rows.items():
        with cursor.copy(f"COPY bare_{name} FROM STDIN (FORMAT binary)") as copy:
            copy.write(of)
    cursor.execute("COMMIT")
    spent = time.perf_counter() - begun
    for name in WRITTEN:
        cursor.execute(f"DROP TABLE bare_{name}")
    return spent
