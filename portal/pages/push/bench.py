"""How fast events are spread over outside subscriptions, beside writing the same rows bare."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final

from django.db import connection

from portal.exchange.actions import BATCH, fan_out
from portal.exchange.push.models import PLACES
from portal.exchange.push.spreading import spread
from portal.pages.bench import Result, bench

INSTITUTIONS: Final = (
    10  # each has a file of each of 100,000 persons, and wants to be told of moves
)
EVENTS: Final = 20_000  # in a round
ROUNDS: Final = 7
NETWORK: Final = 511_000_000  # messages of the network in 2006, which an hour should do
GOAL: Final = 0.5

MAKE: Final = (
    "INSERT INTO portal_person (reference, first_name, last_name, language)"
    " SELECT gen_random_uuid(), 'P', n::text, 'en' FROM generate_series(1, 100000) AS n",
    "INSERT INTO portal_institution (code, name, sector) SELECT 'bench-' || n, n::text, 11"
    " FROM generate_series(1, 10) AS n",
    "INSERT INTO portal_user (email, password, is_active) VALUES ('bench@bench.example', '', true)",
    "INSERT INTO portal_capacity (user_id, kind, institution_id, since)"
    " SELECT portal_user.id, 'institution', institution.id, '2010-01-01'"
    " FROM portal_user, portal_institution AS institution",
    "INSERT INTO portal_authorisation (institution_id, service, quality, blocks, legal_ground,"
    " since) SELECT id, 'identity', '11/1', '{address}', 'bench', '2010-01-01'"
    " FROM portal_institution",
    "INSERT INTO portal_registration (institution_id, person_id, quality, since)"
    " SELECT institution.id, person.id, '11/1', '2010-01-01'"
    " FROM portal_person AS person, portal_institution AS institution",
    "INSERT INTO portal_pushsubscription (reference, institution_id, capacity_id, topics, quality,"
    " legal_context, whom, way, status) SELECT gen_random_uuid(), institution_id, id,"
    " '{person.moved}', '11/1', '', 'everybody', 'pull', 'active' FROM portal_capacity",
    "CREATE TABLE wanted (subscription_id bigint, position bigint, event_id bigint)",
    "CREATE TABLE bare (LIKE wanted, PRIMARY KEY (subscription_id, position))",
    "VACUUM ANALYZE",
)
HAPPEN: Final = f"""
    INSERT INTO portal_event (topic, person_id, subject)
    SELECT 'person.moved', id, id FROM portal_person ORDER BY random() LIMIT {EVENTS}
"""  # noqa: S608 - texts of ours


@bench("access-fan-out")
def spreading() -> Result:
    """Compare spreading events with a bare INSERT … SELECT of the same rows of notices."""
    _run(*MAKE)
    times: dict[str, list[float]] = {"ours": [], "bare": [], "two movers": []}
    for number in range(-1, ROUNDS):
        found = {"ours": _ours(_move), "bare": _bare(), "two movers": _ours(_two_movers)}
        for name, seconds in found.items():
            if number >= 0:
                times[name].append(seconds)
    notices = EVENTS * INSTITUTIONS
    ours, bare, two = (notices / median(each) for each in times.values())
    per_second = NETWORK / 3600
    return Result(
        ours / bare,
        GOAL,
        f"notices a second of {INSTITUTIONS} subscriptions for each of {EVENTS} events, taken up"
        f" and spread in batches of {BATCH}, each judged by file and profile, with the deliveries"
        " to our own apps, which do not count, over an INSERT …"
        " SELECT in batches of the same size of the same notices, a row each, already worked out,"
        " into a table with a key; one database on the same machine, nothing delivered yet",
        {
            "notices_per_s": round(ours),
            "bare_per_s": round(bare),
            "two_movers_per_s": round(two),
            "network_per_s": round(per_second),
            "hours_of_2006": round(per_second / max(ours, two), 2),
        },
        at_least=True,
    )


def _ours(move: Callable[[], None]) -> float:
    """Return the seconds in which events that have happened are spread."""
    _run("TRUNCATE portal_noticelist", "TRUNCATE portal_batch", HAPPEN, "ANALYZE portal_event")
    begun = time.perf_counter()
    move()
    spent = time.perf_counter() - begun
    if _told() != EVENTS * INSTITUTIONS:
        raise RuntimeError("not every subscriber was told")
    return spent


def _move() -> None:
    while fan_out() or spread():
        pass


def _two_movers() -> None:
    """Let another mover work at the same time, with a connection of its own."""

    def move() -> None:
        _move()
        connection.close()

    other = threading.Thread(target=move)
    other.start()
    _move()
    other.join()


def _bare() -> float:
    """Return the seconds in which the same rows are written, worked out before."""
    _run(
        "TRUNCATE bare",
        "TRUNCATE wanted",
        f"INSERT INTO wanted SELECT subscription_id, batch_id * {PLACES} + place, event_id"  # noqa: S608
        " FROM portal_noticelist, unnest(places, events) AS each (place, event_id) ORDER BY 2, 1",
        "CREATE INDEX ON wanted (position)",
        "ANALYZE wanted",
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT position / {PLACES} FROM wanted ORDER BY 1")  # noqa: S608
        batches: list[Any] = cursor.fetchall()
        begun = time.perf_counter()
        for (batch,) in batches:
            cursor.execute(
                "INSERT INTO bare SELECT * FROM wanted WHERE position BETWEEN %s AND %s",
                [batch * PLACES, (batch + 1) * PLACES - 1],
            )
        return time.perf_counter() - begun


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _told() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(cardinality(places)) FROM portal_noticelist")
        return int(cursor.fetchone()[0])
