"""Call the receivers: each gets its notices in order, as its own reader of what `read` gives.

A failure holds back the person whom it is about, and nobody else; who does not answer at all, or
fails several times in a row, is left alone for a while, longer each time. Nothing is lost: what
was not told stays behind the cursor. After a day of failures the subscription is paused.
"""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Final
from uuid import uuid5

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from portal.exchange.push.actions import activate, pause
from portal.exchange.push.calling import CallError, call
from portal.exchange.push.models import PLACES, HeldBack, Webhook
from portal.exchange.push.reading import Told, leave_lines, read
from portal.exchange.push.signing import signed
from portal.exchange.push.statuses import PushStatus

LEASE: Final = 60  # seconds in which nobody else calls the same receiver
TURN: Final = 20.0  # seconds for one receiver, then another has its turn
PATIENCE: Final = timedelta(days=1)
IN_A_ROW: Final = 3  # failures after which it is the receiver, not the person
LONGEST: Final = 3600  # seconds between two tries

CLAIM: Final = f"""
    UPDATE portal_webhook SET leased_until = clock_timestamp() + make_interval(secs => %(lease)s)
    WHERE subscription_id = (
        SELECT webhook.subscription_id
        FROM portal_webhook AS webhook
        JOIN portal_pushsubscription AS subscription ON subscription.id = webhook.subscription_id
        WHERE subscription.status IN ('asked', 'active') AND webhook.due_at <= clock_timestamp()
            AND (webhook.leased_until IS NULL OR webhook.leased_until < clock_timestamp())
            AND (subscription.status = 'asked' OR EXISTS (
                SELECT FROM portal_noticelist AS list
                WHERE list.subscription_id = webhook.subscription_id
                    AND list.batch_id >= webhook.cursor / {PLACES}
                    AND list.batch_id * {PLACES} + list.places[cardinality(list.places)]
                        > webhook.cursor
            ) OR EXISTS (
                SELECT FROM portal_heldback AS held
                WHERE held.webhook_id = webhook.subscription_id
                    AND held.due_at <= clock_timestamp()
            ))
        ORDER BY webhook.due_at LIMIT 1 FOR UPDATE OF webhook SKIP LOCKED
    )
    RETURNING subscription_id
"""  # noqa: S608 - texts of ours


ONE_AT_A_TIME: Final = "SELECT pg_try_advisory_lock(hashtext('portal_webhook'))"
NEXT: Final = "SELECT pg_advisory_unlock(hashtext('portal_webhook'))"
SIDE_BY_SIDE: Final = 8  # receivers that are called at the same time
SHIFT: Final = 60.0  # seconds


class _Stopped(Exception):  # noqa: N818 - no error: this turn is over
    """The receiver is left alone for now."""


def call_receivers() -> None:
    """Call all receivers for whom something waits, several at a time, for `SHIFT` seconds at most.

    One process of the workers does so at a time: slow receivers take nothing from other work.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        if not cursor.fetchone()[0]:
            return
        end = time.monotonic() + SHIFT
        try:
            if call_next():
                with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
                    list(pool.map(_work, [end] * SIDE_BY_SIDE))
        finally:
            cursor.execute(NEXT)


def _work(end: float) -> None:
    try:
        while time.monotonic() < end and call_next():
            pass
    finally:
        connection.close()


def call_next() -> bool:
    """Give one receiver its turn; say whether one was waiting."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"lease": LEASE})
        found = cursor.fetchone()
    if found is None:
        return False
    webhook = Webhook.objects.select_related("subscription").get(pk=found[0])
    try:
        _take_turn(webhook)
    except _Stopped:
        pass
    finally:
        mine = Webhook.objects.filter(pk=webhook.pk, leased_until=webhook.leased_until)
        mine.update(leased_until=None)
    return True


def _take_turn(webhook: Webhook) -> None:
    end = time.monotonic() + TURN
    if webhook.subscription.status == PushStatus.ASKED:
        _introduce(webhook)
    for held in webhook.held.filter(due_at__lte=Now()).order_by("due_at"):
        while time.monotonic() < end and _tell_held(webhook, held):
            pass
    while time.monotonic() < end and _tell_next(webhook):
        pass


def _introduce(webhook: Webhook) -> None:
    """Ask a new receiver whether it is there: only who answers is told of anybody."""
    identity = str(uuid5(webhook.subscription.reference, "hello"))
    body: dict[str, Any] = {"id": identity, "topic": "subscription.asked", "data": {}}
    try:
        _call(webhook, body)
    except CallError as error:
        _back_off(webhook, error)
        raise _Stopped from error
    _well(webhook)
    if not activate(webhook.subscription):
        raise _Stopped


def _tell_next(webhook: Webhook) -> bool:
    """Tell the notice after the cursor, unless its person is held back; say whether there was one.

    What may not be told any more is passed over.
    """
    page = read(webhook.subscription, webhook.cursor, 1)
    if page.cursor == webhook.cursor:
        return False
    for told in page.told:
        if webhook.held.filter(person=told.person).exists():
            continue
        try:
            _tell(webhook, told)
        except CallError as error:
            _fail(webhook, told, error)
        else:
            _well(webhook)
    _advance(webhook, page.cursor)
    return True


def _tell_held(webhook: Webhook, held: HeldBack) -> bool:
    """Tell the next notice of a person who was held back; say whether one was told."""
    page = read(
        webhook.subscription,
        held.position,
        1,
        before=webhook.cursor,
        of_one=True,
        person=held.person_id,
    )
    if page.cursor == held.position:
        held.delete()
        return False
    for told in page.told:
        try:
            _tell(webhook, told)
        except CallError as error:
            held.attempts += 1
            held.error, held.due_at = str(error)[:200], Now() + _wait(held.attempts)
            held.save(update_fields=["attempts", "error", "due_at"])
            _count(webhook, error)
            return False
        _well(webhook)
    held.position, held.attempts = page.cursor, 0
    held.save(update_fields=["position", "attempts"])
    return True


def _fail(webhook: Webhook, told: Told, error: CallError) -> None:
    """Hold back the person of a notice, or leave a receiver alone that does not answer."""
    if not error.reached:
        _back_off(webhook, error)
        raise _Stopped from error
    HeldBack.objects.create(
        webhook=webhook,
        person_id=told.person,
        position=told.position - 1,
        attempts=1,
        error=str(error)[:200],
        due_at=Now() + _wait(1),
    )
    _advance(webhook, told.position)
    _count(webhook, error)


def _count(webhook: Webhook, error: CallError) -> None:
    """Leave a receiver alone that fails several times in a row."""
    webhook.attempts += 1
    if error.gone or not error.reached or webhook.attempts >= IN_A_ROW:
        webhook.attempts -= 1  # `_back_off` counts it
        _back_off(webhook, error)
        raise _Stopped from error
    Webhook.objects.filter(pk=webhook.pk).update(attempts=webhook.attempts)


def _back_off(webhook: Webhook, error: CallError) -> None:
    """Wait, longer each time; after a day, or when it wants no more calls, pause."""
    webhook.attempts = min(webhook.attempts + 1, 1000)
    webhook.failing_since = webhook.failing_since or timezone.now()
    Webhook.objects.filter(pk=webhook.pk).update(
        attempts=webhook.attempts,
        failing_since=webhook.failing_since,
        error=str(error)[:200],
        due_at=Now() + _wait(webhook.attempts),
    )
    fresh = Webhook.objects.filter(pk=webhook.pk, failing_since__lt=Now() - PATIENCE)
    if error.gone or fresh.exists():
        pause(webhook.subscription)


def _well(webhook: Webhook) -> None:
    """A call succeeded: what failed before is forgotten."""
    if webhook.attempts or webhook.failing_since or webhook.error:
        webhook.attempts, webhook.failing_since, webhook.error = 0, None, ""
        webhook.save(update_fields=["attempts", "failing_since", "error"])


def _advance(webhook: Webhook, cursor: int) -> None:
    """Go past what was told, unless somebody else has the lease by now or the cursor was set."""
    mine = Webhook.objects.filter(
        pk=webhook.pk, leased_until=webhook.leased_until, leased_until__gt=Now()
    )
    if not mine.filter(cursor__lt=cursor).update(cursor=cursor) and webhook.cursor < cursor:
        raise _Stopped
    webhook.cursor = cursor


def _tell(webhook: Webhook, told: Told) -> None:
    """Call with a notice; who answered, in whatever way, was given the data."""
    try:
        _call(webhook, told.body)
    except CallError as error:
        if error.reached:
            leave_lines(webhook.subscription, [told])
        raise
    leave_lines(webhook.subscription, [told])


def _call(webhook: Webhook, body: dict[str, Any]) -> None:
    content = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    headers = signed(webhook, str(body["id"]), timezone.now(), content)
    call(webhook.url, {"Content-Type": "application/json", **headers}, content)


def _wait(attempts: int) -> timedelta:
    """Return how long to wait: doubled each time up to an hour, and by chance up to half less."""
    longest = min(5 * 2 ** min(attempts, 12), LONGEST)
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311 - no secret
