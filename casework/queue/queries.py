"""Reads of what waits: in the order of the law's last day, of vulnerability, of age."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.cases.access import schemes_of
from portal.access.door import persons_near
from portal.access.models import Capacity

if TYPE_CHECKING:
    from casework.queue.models import Waiting

MOST_COUNTED = 1000


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """What waits."""

    def takeable_by(self, capacity: Capacity) -> "WaitingQuerySet":
        """Return what a caseworker can take, the next one first.

        Of the own sector; never of somebody near, nor against an own decision.
        """
        office = capacity.institution
        assert office is not None  # noqa: S101 - a caseworker has an office
        found = self.filter(sector=office.sector, scheme__in=schemes_of(office))
        found = found.exclude(not_for=capacity.user).exclude(person__in=near(capacity))
        return found.order_by("answer_by", "rank", "came_at", "id")

    def kept(
        self, scheme: str = "", days: int = 0, kind: str = "", language: str = ""
    ) -> "WaitingQuerySet":
        """Keep one right, what waits for at least so many days, one kind, one language."""
        wanted = {"scheme": scheme, "kind": kind, "language": language}
        found = self.filter(**{name: value for name, value in wanted.items() if value})
        if not days:
            return found
        last = timezone.localdate() - timedelta(days=days)
        return found.filter(came_at__date__lte=last)

    def after(self, last: "Waiting") -> "WaitingQuerySet":
        """Return what comes after a row, so that a later page costs no more than the first."""
        later = Q(rank__gt=last.rank) | Q(rank=last.rank, came_at__gt=last.came_at)
        later |= Q(rank=last.rank, came_at=last.came_at, pk__gt=last.pk)
        same_day = {"answer_by__gte": last.answer_by}  # where the index is entered
        return self.filter(Q(answer_by__gt=last.answer_by) | later, **same_day)


def near(capacity: Capacity) -> list[int]:
    """Return the ids of those at whom a caseworker may not look."""
    return list(persons_near(capacity).values_list("pk", flat=True))


def counted(found: WaitingQuerySet) -> int:
    """Return how many rows there are, and no more than one above `MOST_COUNTED`."""
    return found.order_by()[: MOST_COUNTED + 1].count()
