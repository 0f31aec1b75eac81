"""Up to which number all rows of a table are there, though transactions end in any order.

A row draws its number when it is written and is seen when its transaction ends: a lower number can
come later than a higher one, or never. But whoever draws from a sequence holds a lock on it to the
end of its transaction, also a prepared one, and takes that lock first. So: note how far a sequence
is, and then who holds its lock. When these have ended, every number below is there or never will
be; who comes later draws higher ones. Nobody is held up for it, and there is no waiting for those
who only read.

It holds while a sequence hands out its numbers one by one: with CACHE above 1 a session keeps
numbers for later transactions, and sealing refuses to start.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models.functions import Now

from portal.exchange.trail.models import Horizon
from portal.exchange.trail.registry import Sealed

FLOOR: Final = -(2**63)  # below every number
SEQUENCES: Final = """
    SELECT wanted.name, sequence.seqrelid, sequence.seqrelid::regclass::text, sequence.seqcache
    FROM unnest(%s::text[], %s::text[]) AS wanted (name, column_name)
    JOIN pg_sequence sequence
        ON sequence.seqrelid = pg_get_serial_sequence(wanted.name, wanted.column_name)::regclass
"""
REACHED: Final = "SELECT {key}, last_value + is_called::int FROM {sequence}"
WRITERS: Final = """
    SELECT relation, array_agg(DISTINCT virtualtransaction) FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND relation = ANY(%s)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pid IS DISTINCT FROM pg_backend_pid()
    GROUP BY relation
"""


@dataclass(frozen=True)
class _Seen:
    """How far a sequence was, and who had drawn from it and not ended."""

    reached: int
    writers: frozenset[str]


def settle(tables: Collection[Sealed]) -> dict[str, int]:
    """Move the horizons of tables as far as they go; return below which number each is final.

    Run it where every statement sees what was committed before it, one process at a time. Raises
    `RuntimeError` for a table that is numbered by no sequence, or by one that caches.
    """
    seen = _look({each.table: each.order for each in tables})
    known = Horizon.objects.in_bulk(list(seen))
    moved = [_moved(table, known.get(table), seen[table]) for table in seen]
    Horizon.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["table"],
        update_fields=["final", "next", "writers", "noted_at"],
    )
    return {horizon.table: horizon.final for horizon in moved}


def _moved(table: str, known: Horizon | None, seen: _Seen) -> Horizon:
    horizon = known or Horizon(table=table, final=FLOOR, next=FLOOR, writers=[])
    if not seen.writers:
        horizon.final = seen.reached
    elif not seen.writers & set(horizon.writers):
        horizon.final = horizon.next
    else:  # those who are waited for still write
        return horizon
    horizon.next, horizon.writers = seen.reached, sorted(seen.writers)
    horizon.noted_at = Now()
    return horizon


def _look(orders: dict[str, str]) -> dict[str, _Seen]:
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES, [list(orders), list(orders.values())])
        sequences = {table: (key, name) for table, key, name, cache in cursor if cache == 1}
        if missing := orders.keys() - sequences.keys():
            raise RuntimeError(f"no sequence without cache numbers the rows of {sorted(missing)}")
        # How far first, and who writes after that: the other way round somebody would be missed.
        reached = " UNION ALL ".join(
            REACHED.format(key=key, sequence=name) for key, name in sequences.values()
        )
        cursor.execute(reached)
        far: dict[int, int] = dict(cursor.fetchall())
        cursor.execute(WRITERS, [list(far)])
        writers: dict[int, list[str]] = dict(cursor.fetchall())
    return {
        table: _Seen(far[key], frozenset(writers.get(key, ())))
        for table, (key, _name) in sequences.items()
    }
