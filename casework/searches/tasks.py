"""Each morning: who is mailed that something new waits in a search."""

from celery import shared_task

from casework.searches.actions import tell_of_new
from casework.searches.models import SavedSearch
from portal.access.models import Capacity, CapacityKind


@shared_task
def digest() -> None:
    """Mail those who work today and for whom something new waits. Safe to repeat."""
    with_digest = SavedSearch.objects.filter(daily=True).values("capacity")
    at_work = Capacity.objects.in_use().filter(kind=CapacityKind.CASEWORKER)
    for capacity in at_work.filter(pk__in=with_digest, user__is_active=True).order_by("pk"):
        tell_of_new(capacity)
