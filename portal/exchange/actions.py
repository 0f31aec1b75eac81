"""Receive messages, publish events, move the outbox. The rows are the work; the rest is a bell."""

import hashlib
import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from portal.access.models import Capacity, Service
from portal.copying import insert_rows
from portal.directory.models import Subscription
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event, Message
from portal.exchange.push.spreading import spread
from portal.exchange.push.statuses import KEPT
from portal.exchange.subscribers import SUBSCRIBERS
from portal.people.models import Company, Person

logger = logging.getLogger(__name__)
_last_bell = 0.0  # by the monotonic clock

BATCH = 2000  # events that are taken up at once
MOST = 256  # deliveries in one transaction
LONGEST = 1.0  # seconds that a transaction of deliveries is meant to take
GROWTH = 8  # times as many as before, at most: what comes may be larger
HEARD = 2  # seconds in which a bell is heard; the scheduler rings as often
SILENCE = 0.1  # seconds after a bell in which another would say nothing new
MAX_ATTEMPTS = 8  # with doubling waits: about four minutes, then a person has to look


class KeyReusedError(Exception):
    """The sender used a key again for another message."""


# The key is drawn first: a row that the insert itself returned, or found to stand, row security
# would judge as one that is read, which takes longer than all the rest.
RECEIVE = """
    WITH sender AS MATERIALIZED ({sender}), message AS MATERIALIZED (
        SELECT nextval('portal_message_id_seq') AS id, coalesce(%s, now()) AS received_at, capacity
        FROM sender
    ), kept AS (
        INSERT INTO portal_message
            (id, received_at, capacity_id, ticket, service, channel, key, body, sha256)
        SELECT id, received_at, capacity, %s, %s, %s, %s, %b, %s FROM message
    ){contents}
    SELECT id, received_at FROM message
"""
KNOWN = "SELECT %s::bigint AS capacity"


def receive(
    capacity: Capacity,
    service: Service,
    channel: Channel,
    key: str,
    body: bytes,
    received_at: datetime | None = None,
    *,
    sha256: str = "",
    contents: str = "",
    parameters: Sequence[Any] = (),
) -> tuple[Message, bool]:
    """Store a message once and return it with "is it new".

    `received_at` is given only for history that is taken over from elsewhere.
    `key` (at most 80 characters) is the sender's own name for the message. The same key with the
    same body returns the row that stands; with another body it raises `KeyReusedError`. A body that
    is too large for a row is kept elsewhere and empty here; its `sha256` is given then.

    What the message says is stored in the transaction that this is called in, or by the same
    statement: `contents` is SQL of further common table expressions, which read `id` and
    `received_at` from `message`; nothing of it is stored when the message stands already.
    """
    message = Message(
        ticket=uuid4(),
        capacity=capacity,
        service=service,
        channel=channel,
        key=key,
        body=body,
        sha256=sha256 or hashlib.sha256(body).hexdigest(),
    )
    sent = (message.ticket, service.value, channel.value, key, body, message.sha256)
    values = [capacity.pk, received_at, *sent, *parameters]
    statement = RECEIVE.format(sender=KNOWN, contents=contents)
    try:
        message.pk, message.received_at = _stored(statement, values)
    except IntegrityError:
        standing = _standing(message)
        if standing is None:
            raise
        return standing, False
    message._state.adding = False
    return message, True


def _stored(statement: str, parameters: Sequence[Any]) -> Any:
    """Return the row that a statement leads to; one that fails undoes itself alone."""
    undoing = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with undoing, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def _standing(message: Message) -> Message | None:
    """Return the message that has the key already; raise `KeyReusedError` if it is another."""
    standing = Message.objects.filter(
        capacity=message.capacity, service=message.service, key=message.key
    ).first()
    if standing is not None and standing.sha256 != message.sha256:
        raise KeyReusedError(message.key)
    return standing


def publish(
    topic: str,
    subject: int,
    *,
    person: Person | None = None,
    company: Company | None = None,
    message: Message | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write an event to the outbox, in the caller's transaction, and ring after its commit.

    `data` is what changed, by the name of the block of data that it belongs to.
    """
    event = Event.objects.create(
        topic=topic,
        subject=subject,
        person=person,
        company=company,
        message=message,
        data=data or {},
    )
    ring_on_commit()
    return event


class Happening(NamedTuple):
    """An event to be: its topic, and the ids of what it is about."""

    topic: str
    subject: int
    person: int | None = None
    company: int | None = None
    message: int | None = None
    data: dict[str, Any] | None = None


def publish_all(happenings: Iterable[Happening]) -> None:
    """Write many events to the outbox at once; see `publish`."""
    columns = ("topic", "subject", "person_id", "company_id", "message_id", "data")
    insert_rows(Event, columns, ((*each[:5], json.dumps(each.data or {})) for each in happenings))
    ring_on_commit()


def ring_on_commit() -> None:
    """Ring after the commit: once for a transaction, however much it publishes."""
    if all(waiting[1] is not ring for waiting in connection.run_on_commit):
        transaction.on_commit(ring)


def ring() -> None:
    """Wake a mover, which moves all that is due; `SILENCE` after a bell there is no other.

    A bell that nobody hears is no loss: the scheduler rings every two seconds.
    """
    global _last_bell
    if time.monotonic() - _last_bell < SILENCE:
        return
    _last_bell = time.monotonic()
    from portal.exchange.tasks import move

    try:
        move.apply_async(retry=False, expires=HEARD)
    except OperationalError:
        logger.warning("the broker is away; the scheduler will move the outbox")


# Movers take turns at this, so that the order of batches is that of commits. Who waited may see
# events that were taken up in the meantime: those are looked at again, and left.
FAN_OUT = """
    WITH turn AS MATERIALIZED (
        SELECT pg_advisory_xact_lock(hashtext('portal_batch'))
    ), fresh AS (
        UPDATE portal_event SET fanned_out_at = now()
        WHERE fanned_out_at IS NULL AND id = ANY (ARRAY(
            SELECT event.id FROM turn CROSS JOIN portal_event AS event
            WHERE event.fanned_out_at IS NULL ORDER BY event.id LIMIT %s
        ))
        RETURNING id, topic, person_id, message_id
    ), told AS (
        INSERT INTO portal_delivery (event_id, subscription_id, status, attempts, error)
        SELECT fresh.id, subscription.id, 'pending', 0, ''
        FROM fresh JOIN portal_subscription subscription USING (topic)
    ), batch AS (
        INSERT INTO portal_batch (events, topics, persons, messages)
        SELECT array_agg(id ORDER BY id), array_agg(topic ORDER BY id),
            array_agg(person_id ORDER BY id), array_agg(message_id ORDER BY id)
        FROM fresh WHERE topic IN (
            SELECT unnest(topics) FROM portal_pushsubscription WHERE status = ANY (%s)
        )
        HAVING count(*) > 0
    )
    SELECT count(*) FROM fresh
"""


def fan_out(limit: int = BATCH) -> int:
    """Turn events into deliveries, one for each subscription of our own; return how many events.

    Those that somebody outside subscribed to are a batch, for `spread`.
    """
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, [limit, [status.value for status in KEPT]])
        return int(cursor.fetchone()[0])


# Whose oldest delivery was due first, but for the patience that was agreed on.
TURNS = """
    SELECT subscription.* FROM portal_subscription subscription
    CROSS JOIN LATERAL (
        SELECT due_at, event_id FROM portal_delivery
        WHERE subscription_id = subscription.id AND status = 'pending'
            AND due_at <= statement_timestamp()
        ORDER BY due_at, event_id LIMIT 1
    ) AS oldest
    ORDER BY oldest.due_at + patience, oldest.event_id
"""


def turns() -> list[Subscription]:
    """Return the subscriptions of which deliveries are due, in the order in which to work them.

    Patience is time that others may go before: whoever waited for longer has the turn, so that
    nothing starves.
    """
    return list(Subscription.objects.raw(TURNS))


def deliver(subscription: Subscription, limit: int = MOST) -> int:
    """Carry out up to `limit` due deliveries of a subscription, oldest first; return how many.

    Rows that another worker holds are passed over. A subscriber is given its events together; when
    it fails, each half of them by itself, so that an event that cannot be worked loses its own work
    alone: it is tried again later, and parked after `MAX_ATTEMPTS`.
    """
    with transaction.atomic():
        due = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(subscription=subscription, status=DeliveryStatus.PENDING, due_at__lte=Now())
            .select_related("event")
            .order_by("due_at", "event_id")[:limit]
        )
        if due:
            _carry_out(due, subscription.subscriber)
    return len(due)


def _carry_out(deliveries: Sequence[Delivery], subscriber: str) -> None:
    """Let one subscriber work its events."""
    try:
        with transaction.atomic():
            SUBSCRIBERS[subscriber].function([delivery.event for delivery in deliveries])
    except Exception as error:
        if len(deliveries) == 1:
            _postpone(deliveries[0], error)
        else:
            half = len(deliveries) // 2
            _carry_out(deliveries[:half], subscriber)
            _carry_out(deliveries[half:], subscriber)
    else:
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
            status=DeliveryStatus.DONE, attempts=F("attempts") + 1, error="", done_at=Now()
        )


def _postpone(delivery: Delivery, error: Exception) -> None:
    delivery.attempts += 1
    logger.error("delivery %s failed (attempt %s)", delivery.pk, delivery.attempts, exc_info=error)
    delivery.error = f"{type(error).__name__}: {error}"[:400]
    parked = delivery.attempts >= MAX_ATTEMPTS
    delivery.status = DeliveryStatus.PARKED if parked else DeliveryStatus.PENDING
    delivery.due_at = Now() + timedelta(seconds=2**delivery.attempts)
    delivery.save(update_fields=["attempts", "status", "error", "due_at"])


def move_outbox(seconds: float = inf) -> int:
    """Fan out, spread and deliver until nothing is due; return how many deliveries were done.

    After so many seconds nothing more is begun, and the bell is rung for who goes on.
    """
    paces, total, until = defaultdict[int, Pace](Pace), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        moved, told = fan_out(), spread()
        carried = _deliver_next(paces)
        total += carried
        if not moved and not told and not carried:
            break
    else:
        ring()
    return total


@dataclass
class Pace:
    """How many deliveries of a subscription take about `LONGEST`, few of whole files and many of
    single declarations: so much work, at most, a kill repeats, and so long others wait for it."""

    limit: int = 1

    def learn(self, carried: int, seconds: float) -> None:
        """Take as many as at this pace fit, but not at once many more than were tried."""
        fit = int(carried * LONGEST / max(seconds, 1e-6))
        self.limit = max(1, min(fit, carried * GROWTH, MOST))


def _deliver_next(paces: Mapping[int, Pace]) -> int:
    """Carry out deliveries of the first subscription of which nobody else holds all that is due.

    While others hold all that is wanted sooner, what has more patience is left for later: it would
    take their processor from them.
    """
    due = turns()
    for subscription in due:
        if subscription.patience > due[0].patience:
            break
        begun = time.monotonic()
        if carried := deliver(subscription, paces[subscription.pk].limit):
            paces[subscription.pk].learn(carried, time.monotonic() - begun)
            return carried
    return 0
