"""The queue page costs the same however much waits: ten thousand cases and a million."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from casework.demo.building import Cast
from portal.access.models import User
from portal.embedded.places import WEB
from portal.pages.bench import Result, bench
from portal.pages.serving import as_served, opener

FEW: Final = 10_000
MANY: Final = int(os.environ.get("BENCH_CASES", "1000000"))
ROUNDS: Final = 60
FEWER: Final = 15  # of each filter
WHO: Final = "marie@unemployment.example"
AT: Final = "/casework/"
# As many persons, applications that wait, and cases that were closed; triggers are left
# out, since each row would be looked at alone, and the rows are those that they would write.
FILL: Final = """
    ALTER TABLE benefits_claim DISABLE TRIGGER USER;
    ALTER TABLE casework_case DISABLE TRIGGER USER;
    INSERT INTO portal_person (id, reference, first_name, last_name, birth_date, language)
    SELECT n, gen_random_uuid(), 'First ' || n, 'Last ' || n,
        date '1940-01-01' + n * 37 %% 20000, (ARRAY['nl', 'fr', 'de', 'en'])[1 + n %% 4]
    FROM generate_series(%(first)s, %(last)s) n;
    INSERT INTO benefits_claim
        (id, reference, person_id, scheme, status, known, answers, version, submitted_at)
    SELECT n, gen_random_uuid(), n, 'unemployment',
        CASE n %% 2 WHEN 0 THEN 'submitted' ELSE 'decided' END, '{}', '{}', 1,
        now() - n %% 130 * interval '1 day' - n %% 86399 * interval '1 second'
    FROM generate_series(%(first)s, %(last)s) n;
    INSERT INTO casework_waiting (claim_id, reference, person_id, scheme, sector, language, came_at,
        answer_by, rank, kind)
    SELECT id, reference, person_id, scheme, 18, 'nl', submitted_at, answer_until(submitted_at),
        id / 2 %% 4, 'claim'
    FROM benefits_claim WHERE status = 'submitted' AND id BETWEEN %(first)s AND %(last)s;
    INSERT INTO casework_case (reference, claim_id, office_id, official_id, status, closed_at)
    SELECT gen_random_uuid(), id, %(office)s, %(user)s, 'closed',
        now() - id %% 400 * interval '1 day'
    FROM benefits_claim WHERE status = 'decided' AND id BETWEEN %(first)s AND %(last)s;
    ALTER TABLE benefits_claim ENABLE TRIGGER USER;
    ALTER TABLE casework_case ENABLE TRIGGER USER;
"""
START: Final = 1_000_000  # of the ids, behind those of the cast
STEP: Final = 100_000  # rows written before it is said how far it is
# Each choice alone and together; the last ones find nothing, and have to look for it.
CHOICES: Final = (
    "scheme=unemployment",
    "kind=claim",
    "language=de",
    "days=30",
    "scheme=unemployment&kind=claim&language=nl&days=7",
    "kind=objection&language=de",
    "scheme=temporary_unemployment&days=30",
)


@bench("casework")
def queue() -> Result:
    """Compare the queue page at a million cases with itself at ten thousand."""
    Cast().build()
    user = User.objects.get(email=WHO)
    with as_served(), override_settings(SECOND_FACTOR_SINCE=date(2100, 1, 1)):
        handler, session = WSGIHandler(), _session_of(user)
        opened = opener(handler, AT, session)
        narrowed = [opener(handler, AT, session, each) for each in CHOICES]
        _fill(user, START, START + FEW)
        few, few_cpu = _timed(opened)
        before = [_timed(each, FEWER)[1] for each in narrowed]
        _fill(user, START + FEW, START + MANY)
        many, many_cpu = _timed(opened)
        after = [_timed(each, FEWER)[1] for each in narrowed]
    slowest = max(zip(after, before, CHOICES, strict=True), key=lambda each: each[0] / each[1])
    more = {
        "cases": MANY,
        "page_ms": round(many * 1000, 2),
        "page_ms_at_10000": round(few * 1000, 2),
        "cpu_ms": round(many_cpu * 1000, 2),
        "cpu_ms_at_10000": round(few_cpu * 1000, 2),
        "worst_filter": slowest[2],
        "worst_filter_ratio": round(slowest[0] / slowest[1], 2),
    }
    return Result(
        many_cpu / few_cpu,
        1.5,
        f"median processor time, with the database session's, of {ROUNDS} openings of a"
        f" caseworker's queue page as the web's role: {MANY} cases over {FEW}, half of them waiting"
        " and half closed, in one process with its database connection kept; no web server, network"
        " or browser",
        more,
    )


def _fill(user: User, first: int, end: int) -> None:
    """Write rows by whole statements, from an id to before another, and say how far it is."""
    office = user.capacities.get(kind="caseworker").institution_id
    with connection.cursor() as cursor:
        for start in range(first, end, STEP):
            last = min(start + STEP, end) - 1
            values = {"first": start, "last": last, "office": office, "user": user.pk}
            for statement in filter(str.strip, FILL.split(";\n")):
                cursor.execute(statement, values)
            sys.stderr.write(f"casework: {last - START + 1:,} cases\n")
        cursor.execute("VACUUM ANALYZE")


def _timed(act: Callable[[], None], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the median seconds of a round, and of its processor time, as the web's role."""
    spent, worked = [], []
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}")
        for number in range(-rounds // 10, rounds):
            begun, begun_cpu = time.perf_counter(), _clock()
            act()
            if number >= 0:
                spent.append(time.perf_counter() - begun)
                worked.append(_clock() - begun_cpu)
        cursor.execute("RESET ROLE")
    return median(spent), median(worked)


def _clock() -> float:
    """Return the processor time of this thread and of its database session, in seconds."""
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.thread_time() + int(session.read_text().split()[0]) / 1e9


def _session_of(user: User) -> str:
    """Return the cookie of somebody who has signed in."""
    browser = Client()
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
