"""The figures of managers are counted every hour."""

from celery import shared_task
from django.utils import timezone

from casework.measures.actions import count


@shared_task
def recount() -> None:
    """Count the figures of this week and of the last. Safe at any time."""
    count(timezone.localdate())
