"""Decide of a debt, and review what another decided."""

from django.db import IntegrityError, transaction

from benefits.recovery import actions
from benefits.recovery.actions import Terms
from benefits.recovery.models import (
    Arrangement,
    ArrangementKind,
    ArrangementReview,
    DebtRequest,
)
from casework.approval.effect import wants_second
from casework.recovery.access import ground_to_see, may_review
from portal.access.models import Capacity
from portal.people.models import Person

GRACE = "grace"  # the table of the amount above which two decide


class DebtRefusedError(Exception):
    """Somebody else did it in between, or it is not for this caseworker to do."""


@transaction.atomic
def arrange(capacity: Capacity, person: Person, scheme: str, terms: Terms) -> Arrangement:
    """Decide of a debt, and so on what the person asked of it, if something waits.

    What is given up above an amount waits for a second person. Raises `DebtRefusedError` where
    this caseworker may not, or what was asked is decided, or waits for a second person, already.
    """
    actions.hold(person)
    waits = Arrangement.objects.of_debt(person, scheme).to_review().exists()
    request = DebtRequest.objects.of_debt(person, scheme).waiting().first()
    answers_nothing = terms.kind == ArrangementKind.KEPT and request is None
    if waits or answers_nothing or ground_to_see(capacity, person, scheme) is None:
        raise DebtRefusedError
    second = needs_second(terms)
    return actions.arrange(person, scheme, terms, capacity.user, request=request, waits=second)


def needs_second(terms: Terms) -> bool:
    """Say whether a second person has to approve."""
    return terms.kind == ArrangementKind.GRACE and wants_second(GRACE, terms.cents)


@transaction.atomic
def review(
    capacity: Capacity, arrangement: Arrangement, *, approved: bool, reason: str = ""
) -> ArrangementReview:
    """Approve what another decided, or say why not; of two at once one does.

    Raises `DebtRefusedError` where this caseworker may not, or it was reviewed.
    """
    if not may_review(capacity, arrangement):
        raise DebtRefusedError
    try:
        with transaction.atomic():
            return actions.review(arrangement, capacity.user, approved=approved, reason=reason)
    except IntegrityError as error:
        raise DebtRefusedError from error
