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
        SELECT id, events FROM portal_batch WHERE spread_at IS NULL
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), fresh AS MATERIALIZED (
        SELECT event.id AS event_id, event.topic, event.person_id, event.message_id,
            batch.id * {PLACES} + taken.place AS position
        FROM batch CROSS JOIN unnest(batch.events) WITH ORDINALITY AS taken (id, place)
        JOIN portal_event AS event ON event.id = taken.id
    ), {TOLD}, written AS (
        INSERT INTO portal_notice (subscription_id, position, event_id)
        SELECT subscription_id, position, event_id FROM told
        RETURNING 1
    ), spread AS (
        UPDATE portal_batch SET spread_at = now() FROM batch WHERE portal_batch.id = batch.id
    )
    SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM written)
"""  # noqa: S608 - texts of ours


def spread() -> tuple[int, int]:
    """Spread one batch; return how many batches that were (0 or 1) and how many notices."""
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, parameters())
        batches, notices = cursor.fetchone()
    return int(batches), int(notices)
