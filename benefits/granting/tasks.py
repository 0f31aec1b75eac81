"""The nightly look at everybody's rights, on as many workers as there are."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from benefits.granting.models import GrantRun
from benefits.granting.sampling import draw
from benefits.granting.working import begin, work

HELPERS = 16  # are asked at once; who finds no piece returns


@shared_task
def night() -> None:
    """Begin the run of the day and call for help; safe to repeat: an unfinished one goes on."""
    run = begin(timezone.localdate())
    for _number in range(HELPERS):
        help_with.delay(run.pk)


@shared_task
def help_with(run: int) -> None:
    """Work pieces of a run until none is free."""
    work(GrantRun.objects.get(pk=run))


@shared_task
def sample() -> None:
    """Draw what is checked of yesterday's decisions; safe to repeat: the same are drawn."""
    draw(timezone.localdate() - timedelta(days=1))
