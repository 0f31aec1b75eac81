"""Write a note in a case, with or without a document."""

from django.db import transaction

from benefits.attachments.actions import keep
from benefits.attachments.forms import Document
from casework.cases.access import may_see_case
from casework.cases.actions import locked
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.notes.models import CaseNote
from portal.access.models import Capacity


class NotOpenError(Exception):
    """The case is closed, or is not for this caseworker."""


@transaction.atomic
def write_note(
    case: Case, capacity: Capacity, text: str, document: Document | None = None
) -> CaseNote:
    """Write a note in an open case of the office; the same one sent twice is one.

    Who decides waits until it is written, and sees it. Raises `NotOpenError`.
    """
    case = locked(case)
    if case.status != CaseStatus.TAKEN or not may_see_case(capacity, case):
        raise NotOpenError
    mark = keep(document) if document else None
    last = CaseNote.objects.filter(case=case).order_by("pk").last()
    if last and (last.text, last.content_id, last.written_by_id) == (text, mark, capacity.user_id):
        return last
    return CaseNote.objects.create(
        case=case,
        text=text,
        content_id=mark,
        name=document.name if document else "",
        written_by=capacity.user,
    )
