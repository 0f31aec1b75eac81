"""Take the next case."""

from contextlib import suppress

from django.db import transaction

from casework.cases.actions import CaseMoveRefusedError, take
from casework.cases.models import Case
from casework.queue.queries import waiting_for
from portal.access.models import Capacity


def take_next(capacity: Capacity, scheme: str = "") -> Case | None:
    """Take what has waited longest; None when nothing waits.

    What a colleague is taking at this moment is passed over, and what was taken just before is
    not offered again: two who press at once get different cases.
    """
    while True:
        with transaction.atomic():
            waiting = waiting_for(capacity, scheme)
            claim = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            if claim is None:
                return None
            with suppress(CaseMoveRefusedError):
                return take(claim, capacity)
