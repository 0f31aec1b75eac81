"""Take the next case."""

from contextlib import suppress

from django.db import transaction

from benefits.claims.models import Claim
from benefits.objections.models import Objection
from casework.cases.actions import CaseMoveRefusedError, take
from casework.cases.models import Case
from casework.queue.queries import objections_for, waiting_for
from portal.access.models import Capacity


def take_next(capacity: Capacity, scheme: str = "") -> Case | None:
    """Take what has waited longest, an application or an objection; None when nothing waits.

    An application that a colleague is taking at this moment is passed over, and what was taken
    just before is not offered again: two who press at once get different cases.
    """
    while True:
        with transaction.atomic():
            waiting = waiting_for(capacity, scheme)
            claim = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            objection = objections_for(capacity, scheme).first()
            oldest = _older(claim, objection)
            if oldest is None:
                return None
            with suppress(CaseMoveRefusedError):
                return take(oldest, capacity)


def _older(claim: Claim | None, objection: Objection | None) -> Claim | Objection | None:
    if claim is None or objection is None:
        return claim or objection
    assert claim.submitted_at is not None  # noqa: S101 - the database gives what was sent a date
    return claim if claim.submitted_at <= objection.made_at else objection
