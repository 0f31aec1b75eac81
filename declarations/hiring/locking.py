"""An inspector locks a period: nothing more can be declared about it until it is released."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction

from declarations.hiring.models import EmploymentPeriod, PeriodLock
from portal.access.models import Capacity, Service
from portal.directory.control import authorised
from portal.exchange.actions import receive
from portal.exchange.models import Channel


class NothingChangesError(Exception):
    """A period is locked already, or is not locked."""


@dataclass(frozen=True)
class Order:
    """What an inspector says of the period with a number: to lock it or to release it, and why."""

    number: str
    is_locked: bool
    reason: str

    def as_bytes(self) -> bytes:
        """Return the message as it is stored."""
        return json.dumps(vars(self)).encode()


@transaction.atomic
def set_lock(capacity: Capacity, key: str, order: Order) -> tuple[PeriodLock, bool]:
    """Lock or release a period, write down who did so and why; return that with "is it new".

    It waits for a piece of declarations about the period that is being judged, and the next piece
    sees it. The same key again changes nothing. Raises `ControlError`,
    `EmploymentPeriod.DoesNotExist` (a test is nobody's to inspect), `NothingChangesError`, and
    `KeyReusedError`.
    """
    authorised(capacity, Service.INSPECTION)
    message, new = receive(capacity, Service.INSPECTION, Channel.API, key, order.as_bytes())
    if not new:
        return message.period_lock, False
    period = EmploymentPeriod.objects.select_for_update().get(number=order.number)
    if period.is_locked == order.is_locked:
        raise NothingChangesError
    period.is_locked = order.is_locked
    period.save(update_fields=["is_locked", "changed_at"])
    return PeriodLock.objects.create(
        period=period, message=message, is_locked=order.is_locked, reason=order.reason
    ), True
