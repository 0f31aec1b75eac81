"""Spread events over the subscriptions that may be told: set by set, by any number of movers.

Each batch is spread by one statement, which is all or nothing: a mover that is killed leaves the
batch to the next one.
"""

from typing import Final

from django.db import connection

from portal.exchange.push.models import PLACES
from portal.exchange.push.telling import TOLD, parameters

SPREAD: Final = f"""
    WITH batch AS (
        SELECT * FROM portal_batch WHERE spread_at IS NULL
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), fresh AS MATERIALIZED (
        SELECT event_id, topic, person_id, message_id, batch.id * {PLACES} + place AS position
        FROM batch CROSS JOIN unnest(batch.events, batch.topics, batch.persons, batch.messages)
            WITH ORDINALITY AS taken (event_id, topic, person_id, message_id, place)
    ), {TOLD}, written AS (
        INSERT INTO portal_notice (subscription_id, position, event_id)
        SELECT subscription_id, position, event_id FROM told ORDER BY 1, 2  -- as the key is kept
    ), done AS (
        UPDATE portal_batch SET spread_at = now() FROM batch WHERE portal_batch.id = batch.id
        RETURNING cardinality(batch.events)
    )
    SELECT * FROM done
"""  # noqa: S608 - texts of ours


def spread() -> int:
    """Spread one batch; return how many events it held: 0 when no batch waits."""
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, parameters())
        done = cursor.fetchone()
    return int(done[0]) if done else 0
