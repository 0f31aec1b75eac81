"""Remove what was kept for its period: in pieces, each one transaction, safe to repeat.

What is sealed goes by whole blocks, and only after a removal was written down, which is sealed too:
the blocks stay with their hashes, and `verify` knows what is missing by rule (`trail.verifying`).
"""

from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from portal.exchange.trail.horizons import FLOOR
from portal.law.figures import Figures

PERIODS: Final = Figures.load(Path(__file__).with_name("retention.yaml"))
PIECE: Final = 50  # blocks, or batches
EXCHANGES: Final = "portal_exchange"
OLD: Final = "statement_timestamp() - make_interval(months => %(months)s)"
# The newest batch stays, whatever its age: cursors are counted from it.
NOTICES: Final = f"""
    WITH gone AS (
        DELETE FROM portal_batch WHERE id IN (
            SELECT id FROM portal_batch
            WHERE spread_at <= {OLD} AND id < (SELECT max(id) FROM portal_batch)
            ORDER BY id LIMIT %(piece)s
        ) RETURNING id
    ), lists AS (
        DELETE FROM portal_noticelist WHERE batch_id IN (SELECT id FROM gone)
    )
    SELECT count(*) FROM gone
"""  # noqa: S608 - texts of ours
WRITE_DOWN: Final = f"""
    INSERT INTO portal_removal ("table", below, before, months)
    SELECT %(table)s, max(high), {OLD}, %(months)s FROM (
        SELECT high FROM portal_block
        WHERE "table" = %(table)s AND sealed_at <= {OLD} AND high > (
            SELECT coalesce(max(below), %(floor)s) FROM portal_removal WHERE "table" = %(table)s
        )
        ORDER BY high LIMIT %(piece)s
    ) AS old HAVING count(*) > 0 RETURNING below
"""  # noqa: S608
REMOVE: Final = f"DELETE FROM {EXCHANGES} WHERE id < %s"  # noqa: S608


def months_kept(what: str) -> int:
    """Return for how many months notices or exchanges are kept, as it stands today."""
    return PERIODS.on(what, timezone.localdate()).value


def remove_old() -> None:
    """Remove all that was kept for its period."""
    while remove_notices():
        pass
    while remove_exchanges():
        pass


def remove_notices() -> int:
    """Remove a piece of the notices; return how many batches they were in."""
    with connection.cursor() as cursor:
        cursor.execute(NOTICES, {"months": months_kept("notices"), "piece": PIECE})
        found: int = cursor.fetchone()[0]
    return found


@transaction.atomic
def remove_exchanges() -> int:
    """Remove a piece of the exchanges, of whole blocks; return how many rows these were."""
    asked: dict[str, str | int] = {
        "table": EXCHANGES,
        "months": months_kept("exchanges"),
        "floor": FLOOR,
        "piece": PIECE,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_DOWN, asked)
        written = cursor.fetchone()
        if written is None:
            return 0
        cursor.execute(REMOVE, written)
        return cursor.rowcount
