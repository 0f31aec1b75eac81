"""Reads of call-backs."""

from typing import TYPE_CHECKING

from django.db import models

from casework.callbacks.statuses import CallBackStatus
from portal.access.door import persons_near
from portal.access.models import Capacity
from portal.people.models import Person

if TYPE_CHECKING:
    from casework.callbacks.models import CallBack


class CallBackQuerySet(models.QuerySet["CallBack"]):
    """Call-backs."""

    def of(self, person: Person) -> "CallBackQuerySet":
        """Return those of a person, the latest first."""
        return self.filter(person=person).select_related("office").order_by("-asked_at", "-pk")

    def waiting_for(self, capacity: Capacity) -> "CallBackQuerySet":
        """Return whom a caseworker's office is to call, the first window first; never somebody
        near."""
        waiting = self.filter(office=capacity.institution, status=CallBackStatus.ASKED)
        far = waiting.exclude(person__in=persons_near(capacity))
        return far.select_related("person").order_by("day", "window", "pk")
