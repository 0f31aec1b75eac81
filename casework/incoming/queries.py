"""What waits about money that came in, and what was said of it."""

from django.db.models import Q, QuerySet

from benefits.recovery.models import Allocation, Repayment, RepaymentMatch
from portal.access.door import persons_near
from portal.access.models import Capacity

LATEST = 20


def to_review(capacity: Capacity) -> QuerySet[Allocation]:
    """Return what others said and waits for a second word, the oldest first; of nobody near."""
    found = Allocation.objects.to_review().exclude(decided_by=capacity.user)
    near = Q(person__in=persons_near(capacity))
    return found.exclude(near).select_related("person", "repayment")


def settled(capacity: Capacity) -> list[RepaymentMatch]:
    """Return the latest of what caseworkers found, the newest first; of nobody near."""
    found = RepaymentMatch.objects.filter(allocation__isnull=False).order_by("-pk")
    near = Q(person__in=persons_near(capacity))
    return list(found.exclude(near).select_related("repayment")[:LATEST])


def said_of(repayment: Repayment) -> list[Allocation]:
    """Return what was said of money that came in, the newest first, with reviews and effect."""
    said = repayment.allocations.select_related("person", "decided_by__person", "match")
    return list(said.select_related("review__reviewed_by__person").order_by("-pk"))
