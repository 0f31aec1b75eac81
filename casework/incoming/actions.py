"""Say whose debt money pays that names none, or send it back; review what another said."""

from django.db import IntegrityError, transaction

from benefits.payments.queries import debts_of
from benefits.recovery import allocating
from benefits.recovery.models import Allocation, AllocationReview, Repayment
from casework.approval.effect import wants_second
from casework.incoming.access import may_review, works_account
from portal.access.door import is_near
from portal.access.models import Capacity
from portal.people.models import Person

AMOUNT = "repayment"  # the table of the amount above which two decide


class RefusedError(Exception):
    """Somebody else did it in between, or it is not for this caseworker to do."""


@transaction.atomic
def allocate(
    capacity: Capacity, repayment: Repayment, debt: tuple[Person, str] | None, reason: str
) -> Allocation:
    """Say whose debt for which right a repayment pays; without one, send it back.

    Above an amount it waits for a second person. Raises `RefusedError`.
    """
    if not works_account(capacity) or not _can(capacity, repayment, debt):
        raise RefusedError
    waits = wants_second(AMOUNT, repayment.cents)
    try:
        return allocating.allocate(repayment, debt, reason, capacity.user, waits=waits)
    except allocating.AllocatedError as error:
        raise RefusedError from error


def _can(capacity: Capacity, repayment: Repayment, debt: tuple[Person, str] | None) -> bool:
    """Say whether it can be: to a debt that stands, of nobody near, or to a known account."""
    if debt is None:
        return repayment.can_go_back
    person, scheme = debt
    return repayment.cents > 0 and not is_near(capacity, person) and scheme in debts_of(person)


@transaction.atomic
def review(
    capacity: Capacity, allocation: Allocation, *, approved: bool, reason: str = ""
) -> AllocationReview:
    """Approve what another said, or say why not; of two at once one does.

    Raises `RefusedError` where this caseworker may not, or it was reviewed.
    """
    if not may_review(capacity, allocation):
        raise RefusedError
    try:
        with transaction.atomic():
            return allocating.review(allocation, capacity.user, approved=approved, reason=reason)
    except IntegrityError as error:
        raise RefusedError from error
