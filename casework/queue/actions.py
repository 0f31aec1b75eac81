"""Take the next case."""

from contextlib import suppress

from django.db import transaction

from casework.cases.actions import CaseMoveRefusedError, take
from casework.cases.models import Case, came_in
from casework.queue.queries import findings_for, objections_for, waiting_for
from portal.access.models import Capacity


def take_next(capacity: Capacity, scheme: str = "") -> Case | None:
    """Take what has waited longest, whatever it is; None when nothing waits.

    An application that a colleague is taking at this moment is passed over, and what was taken
    just before is not offered again: two who press at once get different cases.
    """
    while True:
        with transaction.atomic():
            waiting = waiting_for(capacity, scheme)
            claim = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            objection = objections_for(capacity, scheme).first()
            finding = findings_for(capacity, scheme).first()
            found = [each for each in (claim, objection, finding) if each]
            if not found:
                return None
            oldest = min(found, key=came_in)
            with suppress(CaseMoveRefusedError):
                return take(oldest, capacity)
