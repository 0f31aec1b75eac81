"""The sign of life: scheduler, broker, worker and database have all done their part."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.db.models.functions import Now

from portal.pages.models import Heartbeat


@shared_task
def beat() -> None:
    """Note the time of this round."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": Now()})


@worker_ready.connect
def beat_at_once(**_: Any) -> None:
    """Do not wait for the scheduler's first round when a worker starts."""
    beat.delay()
