"""Who may be told of which event: one rule in SQL, asked when events are spread and at delivery.

Told is who has a subscription that stands, a file of the person in its capacity, and a profile that
gives the block of the topic, all at this moment by the database's clock; or who sent the message;
or the companies that a mandate is between.
"""

from collections.abc import Iterable
from typing import Final

from django.conf import settings

from portal.exchange.push.statuses import KEPT
from portal.exchange.push.topics import OF_COMPANIES, OF_MESSAGES, OF_PERSONS


def _texts(values: Iterable[str]) -> str:
    """Return words of ours as SQL has them. Not as parameters: a plan that is kept knows them."""
    return ", ".join(f"'{value}'" for value in values)


# Worked out once: the day on the database's clock.
TODAY: Final = f"(SELECT (now() AT TIME ZONE '{settings.TIME_ZONE}')::date)"
HOLDS: Final = """
    {row}.since <= {today} AND ({row}.until IS NULL OR {row}.until >= {today})
    AND ({row}.ended_at IS NULL OR {row}.ended_at > now())
"""
STANDS: Final = f"subscription.status IN ({_texts(status.value for status in KEPT)})"
KNOWN: Final = ", ".join(
    f"({_texts((name, topic.service.value, topic.block))})" for name, topic in OF_PERSONS.items()
)


def entitled(which: str) -> str:
    """Return the common table expressions of what subscriptions may be told of now.

    `which` is the SQL condition of those that are asked about. The narrowest profile counts, as in
    the control.
    """
    return f"""
    entitled AS MATERIALIZED (
        SELECT subscription.id, subscription.institution_id, subscription.quality,
            subscription.whom, topic, profile.ground,
            known.block = ANY (profile.blocks) AS gives  -- no condition: the planner guesses it low
        FROM portal_pushsubscription AS subscription
        CROSS JOIN unnest(subscription.topics) AS topic
        JOIN (VALUES {KNOWN}) AS known (topic, service, block) USING (topic)
        CROSS JOIN LATERAL (
            SELECT blocks, concat_ws(', ', legal_ground, nullif(deliberation, '')) AS ground
            FROM portal_authorisation AS held
            WHERE held.institution_id = subscription.institution_id
                AND held.quality = subscription.quality AND held.service = known.service
                AND held.legal_context IN ('', subscription.legal_context)
                AND coalesce(held.application_id, subscription.capacity_id)
                    = subscription.capacity_id
                AND {HOLDS.format(row="held", today=TODAY)}
            ORDER BY held.application_id NULLS LAST, held.legal_context DESC, held.id LIMIT 1
        ) AS profile
        WHERE {which}
    ), senders AS MATERIALIZED (
        SELECT subscription.id, subscription.company_id, asker.environment, topic
        FROM portal_pushsubscription AS subscription
        JOIN portal_capacity AS asker ON asker.id = subscription.capacity_id
        CROSS JOIN unnest(subscription.topics) AS topic
        WHERE subscription.company_id IS NOT NULL AND {which}
    )
"""  # noqa: S608 - texts of ours


def told(which: str = STANDS) -> str:
    """Return the common table expression `told`, with those that it needs.

    Of the rows of `fresh` (an event's id, its topic, person and message, and a position) it holds
    those that subscriptions may be told of.
    """
    return f"""
    {entitled(which)}, files AS (
        SELECT fresh.position, fresh.event_id, fresh.topic, fresh.person_id,
            registration.institution_id, registration.quality
        FROM fresh
        JOIN portal_registration AS registration ON registration.person_id = fresh.person_id
            AND {HOLDS.format(row="registration", today=TODAY)}
        OFFSET 0  -- first the few files of each person, then who wants what
    ), told AS (
        SELECT entitled.id AS subscription_id, files.position, files.event_id, entitled.ground
        FROM files JOIN entitled USING (institution_id, quality, topic)
        WHERE entitled.gives AND (entitled.whom = 'everybody' OR EXISTS (
            SELECT FROM portal_listedperson AS listed
            WHERE listed.subscription_id = entitled.id AND listed.person_id = files.person_id
        ))
        UNION ALL
        SELECT senders.id, fresh.position, fresh.event_id, ''
        FROM fresh
        JOIN portal_message AS message ON message.id = fresh.message_id
        JOIN portal_capacity AS sender ON sender.id = message.capacity_id
        JOIN senders ON senders.company_id = sender.company_id
            AND senders.environment = sender.environment AND senders.topic = fresh.topic
        WHERE fresh.topic IN ({_texts(OF_MESSAGES)})
        UNION ALL
        SELECT senders.id, fresh.position, fresh.event_id, ''
        FROM fresh
        CROSS JOIN LATERAL (  -- one look for each: these are few among all events
            SELECT company_id FROM portal_event WHERE id = fresh.event_id OFFSET 0
        ) AS event
        JOIN senders ON senders.company_id = event.company_id
            AND senders.environment = 'R' AND senders.topic = fresh.topic
        WHERE fresh.topic IN ({_texts(OF_COMPANIES)})
    )
"""  # noqa: S608
