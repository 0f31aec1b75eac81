"""What became of people who lost a job is counted every night."""

from celery import shared_task
from django.utils import timezone

from casework.plans.profiling.actions import count_outcomes


@shared_task
def recount() -> None:
    """Count the shares of people who found work again. Safe at any time."""
    count_outcomes(timezone.localdate())
