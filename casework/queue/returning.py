"""What is in the hands of somebody whose time at an office is over goes back into the queue."""

from contextlib import suppress

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now, TruncDate

from benefits.claims.statuses import ClaimStatus
from casework.cases import actions as cases
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.contacts import actions as contacts
from casework.contacts.models import Contact
from casework.plans import actions as plans
from casework.plans.models import SupportFile
from casework.queue.actions import REFUSED
from portal.access.models import Capacity, CapacityKind


def return_ended() -> int:
    """Give back what caseworkers have in hand whose last day is over; return how much it was.

    Each thing once, with a line in its history. What waits for a second person stays until that
    one has looked. A case whose application is withdrawn meanwhile is closed.
    """
    here = Capacity.objects.in_use().filter(
        kind=CapacityKind.CASEWORKER, user=OuterRef("user"), institution=OuterRef("institution")
    )
    over = Capacity.objects.filter(kind=CapacityKind.CASEWORKER, until__lt=TruncDate(Now()))
    returned = sum(map(_return, over.exclude(Exists(here)).order_by("pk")))
    _close_withdrawn()
    return returned


def _close_withdrawn() -> None:
    """Close what was given back and waits for nothing: the queue lists it no more."""
    withdrawn = {"status": CaseStatus.FREE, "claim__status": ClaimStatus.WITHDRAWN}
    for case in Case.objects.filter(**withdrawn).select_related("official").order_by("pk"):
        theirs = {"user": case.official, "institution": case.office_id}
        last = Capacity.objects.filter(kind=CapacityKind.CASEWORKER, **theirs).latest("pk")
        with suppress(*REFUSED):
            cases.lapse(case, last)


def _return(capacity: Capacity) -> int:
    theirs = {"office": capacity.institution_id}
    done = 0
    held = Case.objects.filter(official=capacity.user, status=CaseStatus.TAKEN, **theirs)
    for case in held.order_by("pk"):
        with suppress(*REFUSED):
            cases.give_back(case, capacity)
            done += 1
    for contact in Contact.objects.in_hand_of(capacity.user).filter(**theirs):
        with suppress(*REFUSED):
            contacts.give_back(contact, capacity)
            done += 1
    for file in SupportFile.objects.counselled_by(capacity.user).filter(**theirs):
        with suppress(*REFUSED):
            plans.give_back(file, capacity)
            done += 1
    return done
