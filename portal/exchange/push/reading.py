"""What a subscriber reads: its notices in order, from a cursor on, as far as it still may.

A batch that is not spread yet holds back those after it, so that a cursor never jumps over what
comes late.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection

from portal.access.models import Purpose
from portal.exchange.push.models import PLACES, PushSubscription
from portal.exchange.push.telling import TOLD, parameters

PAGE: Final = f"""
    page AS MATERIALIZED (
        SELECT position, event_id FROM portal_notice
        WHERE subscription_id = %(only)s AND position > %(after)s
            AND position < (
                SELECT coalesce(min(id) * {PLACES}, %(end)s) FROM portal_batch
                WHERE spread_at IS NULL
            )
        ORDER BY position LIMIT %(limit)s
    ), fresh AS MATERIALIZED (
        SELECT page.position, page.event_id, event.topic, event.person_id, event.message_id,
            event.data, event.subject, event.happened_at
        FROM page JOIN portal_event AS event ON event.id = page.event_id
    )
"""  # noqa: S608 - texts of ours
# Who is given data about a person leaves a line that the person reads.
READ: Final = f"""
    WITH {PAGE}, {TOLD}, lines AS (
        INSERT INTO portal_accessline (person_id, capacity_id, purpose, opened, ground)
        SELECT fresh.person_id, %(capacity)s, %(purpose)s, true, told.ground
        FROM told JOIN fresh USING (position) WHERE fresh.person_id IS NOT NULL
    )
    SELECT fresh.position, fresh.event_id, fresh.topic, fresh.person_id, fresh.happened_at,
        fresh.data, own.number, child.number, message.ticket, told.event_id IS NOT NULL
    FROM fresh LEFT JOIN told USING (position)
    LEFT JOIN portal_personnumber AS own
        ON own.person_id = fresh.person_id AND own.until IS NULL
    LEFT JOIN portal_personnumber AS child
        ON fresh.topic = 'child.born' AND child.person_id = fresh.subject AND child.until IS NULL
    LEFT JOIN portal_message AS message
        ON message.id = fresh.message_id AND fresh.topic = ANY (%(of_messages)s)
    ORDER BY fresh.position
"""  # noqa: S608
END: Final = 2**62


@dataclass(frozen=True)
class Told:
    """One notice as its subscriber gets it."""

    position: int
    person: int | None
    body: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Notices, and the cursor after the last of those that were looked at."""

    told: list[Told]
    cursor: int
    full: bool  # there may be more


def read(subscription: PushSubscription, after: int, limit: int) -> Page:
    """Return up to `limit` notices after a cursor that the subscriber may still be told of.

    What it may no longer have is left out, and the cursor goes past it. Each notice about a person
    leaves an access line.
    """
    asked = {
        **parameters(subscription.pk),
        "after": after,
        "limit": limit,
        "end": END,
        "capacity": subscription.capacity_id,
        "purpose": Purpose.TOLD.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        rows = cursor.fetchall()
    told = [_told(subscription.reference, row) for row in rows if row[-1]]
    return Page(told, rows[-1][0] if rows else after, len(rows) == limit)


def _told(subscription: UUID, row: tuple[Any, ...]) -> Told:
    position, event, topic, person, happened_at, data, number, child, ticket, _may = row
    body: dict[str, Any] = {
        "id": str(uuid5(subscription, str(event))),
        "cursor": str(position),
        "topic": topic,
        "happenedAt": _moment(happened_at),
        "data": json.loads(data),
    }
    for name, value in (("ssin", number), ("childSsin", child), ("ticket", ticket)):
        if value is not None:
            body[name] = str(value)
    return Told(position, person, body)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
