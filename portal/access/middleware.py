"""Which capacity somebody acts in: chosen, kept in the session, checked at each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.access.actor import acting
from portal.access.models import Capacity

SESSION_KEY = "capacity"


def capacity_of(request: HttpRequest) -> Capacity | None:
    """Return the capacity that the session chose, or the only one of one's own; None if unclear.

    Where the one that was chosen ended, none takes its place unasked: what was begun for another
    is not done in one's own name. The statement that reads it says to the database who acts.
    """
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get(SESSION_KEY)
    held = Capacity.objects.in_use().filter(user=request.user)
    asked = held.filter(mandate__isnull=True) if chosen is None else held.filter(pk=chosen)
    capacities = list(asked.annotate(said=acting(chosen)))
    return capacities[0] if len(capacities) == 1 else None


class CapacityMiddleware:
    """Give each request its `capacity`, read from the database when first looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the capacity and go on."""
        request.capacity = SimpleLazyObject(lambda: capacity_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
