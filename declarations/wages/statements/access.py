"""Who matches payments that name no account: the institution that collects the contributions."""

from django.http import Http404

from portal.access.models import Capacity

COLLECTOR = 12  # sector of the NSSO in the network


def must_collect(capacity: Capacity) -> None:
    """Raise Http404 for who does not act for the institution that collects."""
    if capacity.institution is None or capacity.institution.sector != COLLECTOR:
        raise Http404
