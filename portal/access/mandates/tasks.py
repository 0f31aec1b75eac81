"""What the clock does with mandates: those whose last day is over are ended."""

from celery import shared_task

from portal.access.mandates.actions import lapse


@shared_task
def end_over() -> None:
    """End mandates whose last day is over; safe at any time."""
    lapse()
