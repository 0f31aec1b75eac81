"""Say whose debt money pays that names none, or that it goes back; review what was said."""

from django.db import connection, transaction

from benefits.recovery.models import Allocation, AllocationReview, Repayment
from portal.access.models import User
from portal.exchange.actions import publish
from portal.people.models import Person

LOCK = 6_003  # of a repayment, one act at a time


class AllocatedError(Exception):
    """Somebody has said already what becomes of the money."""


@transaction.atomic
def allocate(
    repayment: Repayment, debt: tuple[Person, str] | None, reason: str, user: User, *, waits: bool
) -> Allocation:
    """Say whose debt for which right (a code) a repayment pays; without one, that it goes back.

    What `waits` takes effect when another approves it. Raises `AllocatedError`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, repayment.pk])
    if not Repayment.objects.unnamed().filter(pk=repayment.pk).exists():
        raise AllocatedError
    person, scheme = debt or (None, "")
    said = Allocation.objects.create(
        repayment=repayment,
        person=person,
        scheme=scheme,
        reason=reason,
        waits=waits,
        decided_by=user,
    )
    if not waits:
        _take_effect(said)
    return said


@transaction.atomic
def review(
    allocation: Allocation, user: User, *, approved: bool, reason: str = ""
) -> AllocationReview:
    """Say as a second person whether an allocation takes effect, or why not.

    The database refuses a second review, and one by who decided (`IntegrityError`).
    """
    said = AllocationReview.objects.create(
        allocation=allocation, approved=approved, reason=reason, reviewed_by=user
    )
    if approved:
        _take_effect(allocation)
    return said


def _take_effect(allocation: Allocation) -> None:
    """Let it be booked or sent back by who is told (`subscribers`)."""
    publish("repayment.allocated", allocation.pk, person=allocation.person)
