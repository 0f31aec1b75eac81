"""Spread events over the subscriptions that may be told: set by set, by any number of movers.

Each batch is spread in one transaction, which is all or nothing: a mover that is killed leaves the
batch to the next one.
"""

from typing import Final

from django.db import connection, transaction

from portal.exchange.push.models import PLACES
from portal.exchange.push.telling import told

WAITS: Final = "SELECT FROM portal_batch WHERE spread_at IS NULL LIMIT 1"
TAKE: Final = """
    SELECT id, events, topics, persons, messages FROM portal_batch WHERE spread_at IS NULL
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
# A plan that is kept for batches of any size would be one for small ones.
PLANNED: Final = "SET LOCAL plan_cache_mode = force_custom_plan"
SPREAD: Final = f"""
    WITH fresh AS MATERIALIZED (
        SELECT event_id, topic, person_id, message_id, %s * {PLACES} + place AS position
        FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
            WITH ORDINALITY AS taken (event_id, topic, person_id, message_id, place)
    ), {told()}
    INSERT INTO portal_noticelist (subscription_id, batch_id, places, events)
    SELECT subscription_id, position / {PLACES},
        array_agg((position %% {PLACES})::smallint ORDER BY position),
        array_agg(event_id ORDER BY position)
    FROM told GROUP BY 1, 2
"""  # noqa: S608 - texts of ours
DONE: Final = "UPDATE portal_batch SET spread_at = now() WHERE id = %s"


def spread() -> int:
    """Spread one batch; return how many events it held: 0 when no batch waits."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        if cursor.fetchone() is None:
            return 0
        with transaction.atomic():
            cursor.execute(TAKE)
            taken = cursor.fetchone()
            if taken is None:
                return 0
            cursor.execute(PLANNED)
            cursor.execute(SPREAD, taken)
            cursor.execute(DONE, taken[:1])
    return len(taken[1])
