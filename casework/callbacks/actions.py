"""Ask to be called, say what came of a call, withdraw: the only writers of status."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F

from casework.callbacks.access import may_call, may_withdraw
from casework.callbacks.models import CallBack, CallBackMove, Window
from casework.callbacks.statuses import MOVES
from casework.contacts.topics import office_for
from portal.access.models import Capacity

MOST_MISSES: Final = 3


class CallBackRefusedError(Exception):
    """The call-back is not in a status, or not for who tries, from which this can be done."""


class WaitsAlreadyError(Exception):
    """The person waits for a call of this office already."""


@dataclass(frozen=True)
class Wish:
    """What about, when and on which number somebody wants to be called."""

    topic: str
    day: date
    window: Window
    telephone: str


@transaction.atomic
def ask(capacity: Capacity, wish: Wish) -> CallBack:
    """Have the office that answers for a topic call a citizen.

    Raises `WaitsAlreadyError`, and `NoOfficeError`.
    """
    try:
        with transaction.atomic():
            asked = CallBack.objects.create(
                person=capacity.person,
                office=office_for(wish.topic, capacity.person),
                topic=wish.topic,
                day=wish.day,
                window=wish.window,
                telephone=wish.telephone,
                asked_by=capacity,
            )
    except IntegrityError as error:
        raise WaitsAlreadyError from error
    CallBackMove.objects.create(call_back=asked, verb="ask", capacity=capacity)
    return asked


@transaction.atomic
def tell(call_back: CallBack, capacity: Capacity, *, reached: bool) -> None:
    """Say whether somebody was reached; who is missed three times is not called again.

    Raises `CallBackRefusedError` when it is not for this caseworker, or was closed.
    """
    if not may_call(capacity, call_back):
        raise CallBackRefusedError
    if reached:
        return _move(call_back, "reach", capacity)
    last = call_back.misses + 1 >= MOST_MISSES
    return _move(call_back, "give_up" if last else "miss", capacity, misses=F("misses") + 1)


@transaction.atomic
def withdraw(call_back: CallBack, capacity: Capacity) -> None:
    """Take back that one wants to be called. Raises `CallBackRefusedError`."""
    if not may_withdraw(capacity, call_back):
        raise CallBackRefusedError
    _move(call_back, "withdraw", capacity)


def _move(call_back: CallBack, verb: str, capacity: Capacity, **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    CallBackMove.objects.create(call_back=call_back, verb=verb, capacity=capacity)
    # Two who called at once count one miss: what they saw must still stand.
    standing = CallBack.objects.filter(pk=call_back.pk, status__in=sources, misses=call_back.misses)
    if not standing.update(status=target, **changes):
        raise CallBackRefusedError(verb)
