"""What a subscriber reads: its notices in order, from a cursor on, as far as it still may.

A batch that is not spread yet holds back those after it, so that a cursor never jumps over what
comes late.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection

from portal.access.models import AccessLine, Purpose
from portal.exchange.push.models import PLACES, PushSubscription
from portal.exchange.push.telling import STANDS, told
from portal.exchange.push.topics import OF_MESSAGES

END: Final = 2**62
PAGE: Final = f"""
    fresh AS MATERIALIZED (
        SELECT list.batch_id * {PLACES} + place AS position, notice.event_id, event.topic,
            event.person_id, event.message_id, event.company_id, event.data, event.subject,
            event.happened_at
        FROM portal_noticelist AS list
        CROSS JOIN LATERAL unnest(list.places, list.events) AS notice (place, event_id)
        JOIN portal_event AS event ON event.id = notice.event_id
        WHERE list.subscription_id = %(only)s AND list.batch_id >= %(after)s / {PLACES}
            AND list.batch_id * {PLACES} + place > %(after)s
            AND list.batch_id * {PLACES} + place <= %(before)s
            AND (NOT %(of_one)s OR event.person_id IS NOT DISTINCT FROM %(person)s)
            AND list.batch_id < (
                SELECT coalesce(min(id), %(end)s) FROM portal_batch WHERE spread_at IS NULL
            )
        ORDER BY list.batch_id, place LIMIT %(limit)s
    )
"""  # noqa: S608 - texts of ours
READ: Final = f"""
    WITH {PAGE}, {told(f"{STANDS} AND subscription.id = %(only)s")}
    SELECT fresh.position, fresh.event_id, fresh.topic, fresh.person_id, fresh.happened_at,
        fresh.data, own.number, child.number, message.ticket, company.enterprise_number, told.ground
    FROM fresh LEFT JOIN told USING (position)
    LEFT JOIN portal_personnumber AS own
        ON own.person_id = fresh.person_id AND own.until IS NULL
    LEFT JOIN portal_personnumber AS child
        ON fresh.topic = 'child.born' AND child.person_id = fresh.subject AND child.until IS NULL
    LEFT JOIN portal_message AS message
        ON message.id = fresh.message_id AND fresh.topic = ANY (%(of_messages)s)
    LEFT JOIN portal_company AS company ON company.id = fresh.company_id
    ORDER BY fresh.position
"""  # noqa: S608


@dataclass(frozen=True)
class Told:
    """One notice as its subscriber gets it."""

    position: int
    person: int | None
    ground: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Notices, and the cursor after the last of those that were looked at."""

    told: list[Told]
    cursor: int
    full: bool  # there may be more


def read(
    subscription: PushSubscription,
    after: int,
    limit: int,
    *,
    before: int = END,
    of_one: bool = False,
    person: int | None = None,
) -> Page:
    """Return up to `limit` notices after a cursor that the subscriber may still be told of.

    What it may no longer have is left out, and the cursor goes past it. With `of_one` only those
    about `person` (None: about nobody) up to the position `before`. Who hands them out calls
    `leave_lines`.
    """
    asked: dict[str, Any] = {
        "only": subscription.pk,
        "of_messages": list(OF_MESSAGES),
        "after": after,
        "before": before,
        "limit": limit,
        "end": END,
        "of_one": of_one,
        "person": person,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        rows = cursor.fetchall()
    given = [_told(subscription.reference, row) for row in rows if row[-1] is not None]
    return Page(given, rows[-1][0] if rows else after, len(rows) == limit)


def leave_lines(subscription: PushSubscription, given: Iterable[Told]) -> None:
    """Leave a line for each person whose data were handed out, which the person reads."""
    AccessLine.objects.bulk_create(
        AccessLine(
            person_id=each.person,
            capacity_id=subscription.capacity_id,
            purpose=Purpose.TOLD,
            ground=each.ground,
        )
        for each in given
        if each.person is not None
    )


def _told(subscription: UUID, row: tuple[Any, ...]) -> Told:
    position, event, topic, person, happened_at, data, *numbers, ground = row
    body: dict[str, Any] = {
        "id": str(uuid5(subscription, str(event))),
        "cursor": str(position),
        "topic": topic,
        "happenedAt": happened_at.isoformat(timespec="milliseconds"),
        "data": json.loads(data),
    }
    names = ("ssin", "childSsin", "ticket", "enterpriseNumber")
    body |= {name: str(of) for name, of in zip(names, numbers, strict=True) if of is not None}
    return Told(position, person, ground, body)
