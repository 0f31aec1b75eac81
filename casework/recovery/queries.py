"""What waits about debts for a caseworker."""

from django.db.models import QuerySet

from benefits.recovery.models import Arrangement, DebtRequest
from casework.cases.access import schemes_of
from portal.access.door import persons_near
from portal.access.models import Capacity


def asked_of(capacity: Capacity) -> QuerySet[DebtRequest]:
    """Return what people asked of debts for rights of the office, the oldest first; nobody near."""
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    waiting = DebtRequest.objects.waiting().filter(scheme__in=schemes_of(capacity.institution))
    return waiting.exclude(person__in=persons_near(capacity)).select_related("person")


def to_review(capacity: Capacity) -> QuerySet[Arrangement]:
    """Return what others decided and waits for a second word, the oldest first; nobody near."""
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    found = Arrangement.objects.to_review().filter(scheme__in=schemes_of(capacity.institution))
    others = found.exclude(decided_by=capacity.user)
    return others.exclude(person__in=persons_near(capacity)).select_related("person")
