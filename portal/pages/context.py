"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.access.models import Capacity, CapacityKind
from portal.pages import navigation

DENSE = (CapacityKind.CASEWORKER, CapacityKind.SUPERVISOR)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the service's name and promise, the capacity acted in, and its navigation.

    A page that failed before the capacity was known is shown without one.
    """
    capacity = getattr(request, "capacity", None) or None
    return {
        "service_name": settings.SERVICE_NAME,
        "service_promise": settings.SERVICE_PROMISE,
        "capacity": capacity,
        "nav": _links(capacity, request.path) if capacity else [],
        "dense": bool(capacity and capacity.kind in DENSE),
    }


def _links(capacity: Capacity, path: str) -> list[navigation.Link]:
    return navigation.links(_menu(capacity), path, capacity)


def _menu(capacity: Capacity) -> str:
    """Return whose navigation it is: a helper's holds what every helper may open."""
    return navigation.HELPER if capacity.mandate else capacity.kind
