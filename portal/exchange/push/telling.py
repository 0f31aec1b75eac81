"""Who may be told of which event: one rule in SQL, asked when events are spread and at delivery.

Told is who has a subscription that stands, a file of the person in its capacity, and a profile that
gives the block of the topic, all at this moment by the database's clock; or who sent the message.
"""

from typing import Any, Final

from django.conf import settings

from portal.exchange.push.statuses import KEPT
from portal.exchange.push.topics import OF_MESSAGES, OF_PERSONS

# Worked out once: the day on the database's clock.
TODAY: Final = "(SELECT (now() AT TIME ZONE %(zone)s)::date)"
HOLDS: Final = """
    {row}.since <= {today} AND ({row}.until IS NULL OR {row}.until >= {today})
    AND ({row}.ended_at IS NULL OR {row}.ended_at > now())
"""

# What each subscription may be told of now; the narrowest profile counts, as in the control.
ENTITLED: Final = f"""
    entitled AS MATERIALIZED (
        SELECT subscription.id, subscription.institution_id, subscription.quality,
            subscription.whom, topic, profile.ground
        FROM portal_pushsubscription AS subscription
        CROSS JOIN unnest(subscription.topics) AS topic
        JOIN unnest(%(topics)s::text[], %(services)s::text[], %(blocks)s::text[])
            AS known (topic, service, block) USING (topic)
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
        WHERE subscription.status = ANY (%(kept)s) AND known.block = ANY (profile.blocks)
            AND (%(only)s::bigint IS NULL OR subscription.id = %(only)s)
    ), senders AS MATERIALIZED (
        SELECT subscription.id, subscription.company_id, asker.environment, topic
        FROM portal_pushsubscription AS subscription
        JOIN portal_capacity AS asker ON asker.id = subscription.capacity_id
        CROSS JOIN unnest(subscription.topics) AS topic
        WHERE subscription.company_id IS NOT NULL AND subscription.status = ANY (%(kept)s)
            AND (%(only)s::bigint IS NULL OR subscription.id = %(only)s)
    )
"""  # noqa: S608 - texts of ours

# Of the rows of `fresh` (an event's id, its topic, person and message, and a position) those that
# somebody may be told of.
TOLD: Final = f"""
    {ENTITLED}, files AS (
        SELECT fresh.position, fresh.event_id, fresh.topic, fresh.person_id,
            registration.institution_id, registration.quality
        FROM fresh
        JOIN portal_registration AS registration ON registration.person_id = fresh.person_id
            AND {HOLDS.format(row="registration", today=TODAY)}
        OFFSET 0  -- first the few files of each person, then who wants what
    ), told AS (
        SELECT entitled.id AS subscription_id, files.position, files.event_id, entitled.ground
        FROM files JOIN entitled USING (institution_id, quality, topic)
        WHERE entitled.whom = 'everybody' OR EXISTS (
            SELECT FROM portal_listedperson AS listed
            WHERE listed.subscription_id = entitled.id AND listed.person_id = files.person_id
        )
        UNION ALL
        SELECT senders.id, fresh.position, fresh.event_id, ''
        FROM fresh
        JOIN portal_message AS message ON message.id = fresh.message_id
        JOIN portal_capacity AS sender ON sender.id = message.capacity_id
        JOIN senders ON senders.company_id = sender.company_id
            AND senders.environment = sender.environment AND senders.topic = fresh.topic
        WHERE fresh.topic = ANY (%(of_messages)s)
    )
"""  # noqa: S608


def parameters(only: int | None = None) -> dict[str, Any]:
    """Return what `TOLD` is asked with: about all subscriptions, or about one."""
    return {
        "zone": settings.TIME_ZONE,
        "topics": list(OF_PERSONS),
        "services": [topic.service.value for topic in OF_PERSONS.values()],
        "blocks": [topic.block for topic in OF_PERSONS.values()],
        "of_messages": list(OF_MESSAGES),
        "kept": [status.value for status in KEPT],
        "only": only,
    }
