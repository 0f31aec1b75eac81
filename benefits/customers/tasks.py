"""What is removed at night of customer files."""

from celery import shared_task
from django.utils import timezone

from benefits.customers.retention import remove_old


@shared_task
def remove() -> None:
    """Remove files whose purpose is over; safe at any time."""
    remove_old(timezone.localdate())
