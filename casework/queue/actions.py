"""Take the next case; keep the order of the queue true."""

from contextlib import suppress
from typing import Any, Final

from django.db import connection, transaction

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.contacts import actions as contacts
from casework.contacts.models import Contact
from casework.plans import actions as plans
from casework.plans.models import SupportFile
from casework.queue.kinds import Source
from casework.queue.models import Waiting
from casework.queue.queries import ORDER, wanted
from casework.staff.caseload import require_room
from casework.staff.competence import NotCompetentError
from portal.access.models import Capacity

Held = Case | Contact | SupportFile
REFUSED: Final = (
    cases.CaseMoveRefusedError,
    contacts.ContactMoveRefusedError,
    plans.SupportRefusedError,
)
AT_ONCE: Final = 20  # more than who press in the same moment
WEIGH: Final = """
    UPDATE casework_waiting AS waiting SET rank = weighed.rank, language = weighed.language
    FROM (
        SELECT each.id, vulnerability_rank(each.person_id) AS rank, person.language
        FROM casework_waiting AS each JOIN portal_person AS person ON person.id = each.person_id
    ) AS weighed
    WHERE weighed.id = waiting.id
        AND (weighed.rank, weighed.language) <> (waiting.rank, waiting.language)
"""


def take(source: Source, capacity: Capacity) -> Held:
    """Take what waits, by the way of its own room; return what is in hand then.

    Raises one of `REFUSED` when a colleague was first or it is not for this caseworker, and
    `NotCompetentError` when it is not among their competences.
    """
    if isinstance(source, Contact):
        contacts.take(source, capacity)
        return source
    if isinstance(source, SupportFile):
        plans.take(source, capacity)
        return source
    return cases.take(source, capacity)


def take_next(capacity: Capacity, **kept: Any) -> Held | None:
    """Take what comes first in the queue, of what is `kept`; None when nothing waits.

    What a colleague is taking at this moment is passed over, and what was taken just before is not
    offered again: two who press at once get different cases. Raises `CaseloadFullError`.
    """
    with transaction.atomic():
        require_room(capacity)
    found, last = wanted(capacity, **kept), None
    while first := list(Waiting.objects.takeable(found, AT_ONCE, last)):
        with transaction.atomic():
            free = Waiting.objects.filter(pk__in=[each.pk for each in first]).order_by(*ORDER)
            chosen = free.select_for_update(skip_locked=True, of=("self",)).first()
            if chosen:
                with suppress(*REFUSED, plans.NoSeatError, NotCompetentError):
                    return take(chosen.about, capacity)
        last = chosen or first[-1]
    return None


def weigh_again() -> int:
    """Look again at who is vulnerable, and which language they read; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(WEIGH)
        return cursor.rowcount
