"""Receive messages, publish events, move the outbox. The rows are the work; the rest is a bell."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from portal.access.models import Capacity, Service
from portal.copying import copy_rows
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event, Message
from portal.exchange.subscribers import SUBSCRIBERS
from portal.people.models import Company, Person

logger = logging.getLogger(__name__)

BATCH = 20  # deliveries in one transaction: a kill repeats at most this much work
MAX_ATTEMPTS = 8  # with doubling waits: about four minutes, then a person has to look


class KeyReusedError(Exception):
    """The sender used a key again for another message."""


def receive(
    capacity: Capacity,
    service: Service,
    channel: Channel,
    key: str,
    body: bytes,
    received_at: datetime | None = None,
) -> tuple[Message, bool]:
    """Store a message once and return it with "is it new".

    `received_at` is given only for history that is taken over from elsewhere.
    `key` (at most 80 characters) is the sender's own name for the message. The same key with the
    same body returns the row that stands; with another body it raises `KeyReusedError`. To be
    called in the transaction that also stores what the message says.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    stored = {"channel": channel, "body": body, "sha256": sha256}
    message, new = Message.objects.get_or_create(
        capacity=capacity,
        service=service,
        key=key,
        defaults={**stored, "received_at": received_at} if received_at else stored,
    )
    if message.sha256 != sha256:
        raise KeyReusedError(key)
    if new:
        message.refresh_from_db(fields=["received_at"])
    return message, new


def publish(
    topic: str,
    subject: int,
    *,
    person: Person | None = None,
    company: Company | None = None,
    message: Message | None = None,
) -> Event:
    """Write an event to the outbox, in the caller's transaction, and ring after its commit."""
    event = Event.objects.create(
        topic=topic, subject=subject, person=person, company=company, message=message
    )
    _ring_on_commit()
    return event


class Happening(NamedTuple):
    """An event to be: its topic, and the ids of what it is about."""

    topic: str
    subject: int
    person: int | None = None
    company: int | None = None
    message: int | None = None


def publish_all(happenings: Iterable[Happening]) -> None:
    """Write many events to the outbox at once; see `publish`."""
    copy_rows(Event, ("topic", "subject", "person_id", "company_id", "message_id"), happenings)
    _ring_on_commit()


def _ring_on_commit() -> None:
    """Ring after the commit: once for a transaction, however much it publishes."""
    if all(waiting[1] is not ring for waiting in connection.run_on_commit):
        transaction.on_commit(ring)


def ring() -> None:
    """Wake a mover. A bell that nobody hears is no loss: the scheduler rings every two seconds."""
    from portal.exchange.tasks import move

    try:
        move.apply_async(retry=False)
    except OperationalError:
        logger.warning("the broker is away; the scheduler will move the outbox")


FAN_OUT = """
    WITH fresh AS (
        UPDATE portal_event SET fanned_out_at = now()
        WHERE id IN (
            SELECT id FROM portal_event WHERE fanned_out_at IS NULL
            ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED
        )
        RETURNING id, topic
    ), told AS (
        INSERT INTO portal_delivery (event_id, subscription_id, status, attempts, error)
        SELECT fresh.id, subscription.id, 'pending', 0, ''
        FROM fresh JOIN portal_subscription subscription USING (topic)
        ON CONFLICT DO NOTHING
    )
    SELECT count(*) FROM fresh
"""


def fan_out() -> int:
    """Turn up to 500 events into deliveries, one for each subscription; return how many events."""
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT)
        return int(cursor.fetchone()[0])


def deliver() -> int:
    """Carry out up to `BATCH` deliveries that are due, oldest first; return how many.

    Rows that another worker holds are passed over. A subscriber that fails loses its own work
    alone: it is tried again later, and parked after `MAX_ATTEMPTS`.
    """
    with transaction.atomic():
        due = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(status=DeliveryStatus.PENDING, due_at__lte=Now())
            .select_related("event__person", "event__company", "event__message", "subscription")
            .order_by("event_id", "pk")[:BATCH]
        )
        for delivery in due:
            _carry_out(delivery)
    return len(due)


def _carry_out(delivery: Delivery) -> None:
    delivery.attempts += 1
    try:
        with transaction.atomic():
            _topic, function = SUBSCRIBERS[delivery.subscription.subscriber]
            function(delivery.event)
    except Exception as error:
        logger.exception("delivery %s failed (attempt %s)", delivery.pk, delivery.attempts)
        delivery.error = f"{type(error).__name__}: {error}"[:400]
        parked = delivery.attempts >= MAX_ATTEMPTS
        delivery.status = DeliveryStatus.PARKED if parked else DeliveryStatus.PENDING
        delivery.due_at = Now() + timedelta(seconds=2**delivery.attempts)
    else:
        delivery.status, delivery.error = DeliveryStatus.DONE, ""
        delivery.done_at = Now()
    delivery.save(update_fields=["attempts", "status", "error", "due_at", "done_at"])


def move_outbox() -> int:
    """Fan out and deliver until nothing is due; return how many deliveries were carried out."""
    total = 0
    while True:
        moved, carried = fan_out(), deliver()
        total += carried
        if not moved and not carried:
            return total
