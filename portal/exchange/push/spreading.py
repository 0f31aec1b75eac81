"""Spread events over the subscriptions that may be told: set by set, by any number of movers.

Each batch is spread in one transaction, which is all or nothing: a mover that is killed leaves the
batch to the next one.
"""

from typing import Final

from django.db import connection, transaction

from portal.exchange.push.models import PLACES
from portal.exchange.push.telling import TOLD, parameters

TAKE: Final = """
    SELECT id, events, topics, persons, messages FROM portal_batch WHERE spread_at IS NULL
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
SPREAD: Final = f"""
    WITH fresh AS MATERIALIZED (
        SELECT event_id, topic, person_id, message_id, %(batch)s * {PLACES} + place AS position
        FROM unnest(
            %(events)s::bigint[], %(topics_of)s::text[], %(persons)s::bigint[],
            %(messages)s::bigint[]
        ) WITH ORDINALITY AS taken (event_id, topic, person_id, message_id, place)
    ), {TOLD}
    INSERT INTO portal_notice (subscription_id, position, event_id)
    SELECT subscription_id, position, event_id FROM told ORDER BY 1, 2  -- as the key is kept
"""  # noqa: S608 - texts of ours
DONE: Final = "UPDATE portal_batch SET spread_at = now() WHERE id = %s"


def spread() -> int | None:
    """Spread one batch; return how many notices that made, or None when no batch waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE)
        taken = cursor.fetchone()
        if taken is None:
            return None
        names = ("batch", "events", "topics_of", "persons", "messages")
        cursor.execute(SPREAD, {**parameters(), **dict(zip(names, taken, strict=True))})
        notices = cursor.rowcount
        cursor.execute(DONE, taken[:1])
    return notices
