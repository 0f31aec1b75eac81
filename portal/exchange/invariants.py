"""What must hold of messages, events and deliveries."""

from portal.verification import hold

OLD = "interval '10 minutes'"

hold(
    "messages",
    "The fingerprint of a message is that of its bytes.",
    of="portal_message",
    broken="""
        SELECT id AS message FROM portal_message
        WHERE length(body) > 0 AND sha256 <> encode(sha256(body), 'hex') ORDER BY id
    """,
)
hold(
    "events-of-messages",
    "An event of a message is of one that is there.",
    of="portal_event",
    broken="""
        SELECT event.id AS event FROM portal_event event
        LEFT JOIN portal_message message ON message.id = event.message_id
        WHERE event.message_id IS NOT NULL AND message.id IS NULL ORDER BY 1
    """,
)
hold(
    "deliveries",
    "A delivery is done at a moment, or still to be made, or parked for a reason.",
    of="portal_delivery",
    broken="""
        SELECT id AS delivery, status FROM portal_delivery
        WHERE NOT CASE status
            WHEN 'done' THEN done_at IS NOT NULL AND error = ''
            WHEN 'pending' THEN done_at IS NULL
            WHEN 'parked' THEN done_at IS NULL AND error <> ''
            ELSE false END
        ORDER BY id
    """,
)
hold(
    "topics",
    "An event is delivered to who wants its topic, and to nobody else.",
    of="portal_delivery",
    broken="""
        SELECT delivery.id AS delivery, event.id AS event
        FROM portal_delivery delivery
        JOIN portal_event event ON event.id = delivery.event_id
        JOIN portal_subscription subscription ON subscription.id = delivery.subscription_id
        WHERE subscription.topic <> event.topic OR event.fanned_out_at IS NULL
        ORDER BY delivery.id
    """,
)
hold(
    "delivered-events",
    "A delivery is of an event that is there, to a subscriber that is there.",
    of="portal_delivery",
    broken="""
        SELECT delivery.id AS delivery FROM portal_delivery delivery
        LEFT JOIN portal_event event ON event.id = delivery.event_id
        LEFT JOIN portal_subscription subscription ON subscription.id = delivery.subscription_id
        WHERE event.id IS NULL OR subscription.id IS NULL ORDER BY delivery.id
    """,
)
hold(
    "outbox-age",
    "No event or delivery waits for more than ten minutes after its turn has come.",
    of="portal_event",
    broken=f"""
        SELECT id AS event, NULL::bigint AS delivery FROM portal_event
        WHERE fanned_out_at IS NULL AND happened_at < now() - {OLD}
        UNION ALL
        SELECT event_id, delivery.id FROM portal_delivery delivery
        JOIN portal_subscription subscription ON subscription.id = delivery.subscription_id
        WHERE status = 'pending' AND due_at + patience < now() - {OLD} ORDER BY 1
    """,  # noqa: S608 - texts of ours
)
hold(
    "removals",
    "What is sealed was removed only once it had been kept for its period.",
    of="portal_removal",
    broken="""
        SELECT id AS removal FROM portal_removal
        WHERE months < 1 OR before > at - make_interval(months => months) ORDER BY id
    """,
)
