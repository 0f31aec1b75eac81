"""Take the next case; keep the order of the queue true."""

from contextlib import suppress
from typing import Any

from django.db import connection, transaction

from casework.cases.actions import CaseMoveRefusedError, take
from casework.cases.models import Case
from casework.queue.models import Waiting
from portal.access.models import Capacity

WEIGH: str = """
    UPDATE casework_waiting AS waiting SET rank = weighed.rank, language = weighed.language
    FROM (
        SELECT each.id, vulnerability_rank(each.person_id) AS rank, person.language
        FROM casework_waiting AS each JOIN portal_person AS person ON person.id = each.person_id
    ) AS weighed
    WHERE weighed.id = waiting.id
        AND (weighed.rank, weighed.language) <> (waiting.rank, waiting.language)
"""


def take_next(capacity: Capacity, **kept: Any) -> Case | None:
    """Take what comes first in the queue, of what is `kept`; None when nothing waits.

    What a colleague is taking at this moment is passed over, and what was taken just before is not
    offered again: two who press at once get different cases.
    """
    while True:
        with transaction.atomic():
            found = Waiting.objects.takeable_by(capacity).kept(**kept)
            first = found.select_for_update(skip_locked=True, of=("self",)).first()
            if first is None:
                return None
            with suppress(CaseMoveRefusedError):
                return take(first.about, capacity)


def weigh_again() -> int:
    """Look again at who is vulnerable, and which language they read; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(WEIGH)
        return cursor.rowcount
