"""Reminders of appointments."""

from celery import shared_task
from django.utils import timezone

from casework.appointments import actions


@shared_task
def remind() -> None:
    """Have everybody told of what is near. Safe at any time."""
    actions.remind(timezone.now())
