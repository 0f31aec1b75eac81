"""Reminders of reports go out in the morning."""

from celery import shared_task
from django.utils import timezone

from casework.plans.agreement import actions


@shared_task
def remind() -> None:
    """Remind of the reports that are due in some days. Safe at any time."""
    actions.remind(timezone.localdate())
