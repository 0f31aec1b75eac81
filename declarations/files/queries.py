"""Reads of dropped files."""

from django.db.models import QuerySet

from declarations.files.models import DroppedFile, Sending
from portal.access.models import Capacity
from portal.access.scoping import tenant_filter


@tenant_filter
def files_of(capacity: Capacity) -> QuerySet[DroppedFile]:
    """Return the files that an organisation dropped in this environment, newest first."""
    return (
        DroppedFile.objects.filter(
            capacity__company=capacity.company_id, capacity__environment=capacity.environment
        )
        .defer("body")
        .order_by("-dropped_at", "-pk")
    )


@tenant_filter
def sendings_of(capacity: Capacity) -> QuerySet[Sending]:
    """Return what the GO files of an organisation set to work in this environment."""
    return (
        Sending.objects.filter(
            trigger__capacity__company=capacity.company_id,
            trigger__capacity__environment=capacity.environment,
        )
        .select_related("trigger", "message")
        .defer("trigger__body", "message__body")
    )


def waiting_files(capacity: Capacity) -> QuerySet[DroppedFile]:
    """Return the files whose GO file has not come."""
    worked = Sending.objects.values("trigger__of_set")
    return files_of(capacity).exclude(of_set__in=worked)
