"""The nightly look at everybody's rights, on as many workers as there are; a sample to check."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from benefits.granting.models import GrantRun
from benefits.granting.sampling import draw
from benefits.granting.working import begin, work

HELPERS = 16  # are asked at once; who finds no piece returns


@shared_task
def night() -> None:
    """Draw what is checked of yesterday, begin the run of the day and call for help.

    Safe to repeat: the same decisions are drawn, and an unfinished run goes on.
    """
    today = timezone.localdate()
    draw(today - timedelta(days=1))
    run = begin(today)
    for _number in range(HELPERS):
        help_with.delay(run.pk)


@shared_task
def help_with(run: int) -> None:
    """Work pieces of a run until none is free."""
    work(GrantRun.objects.get(pk=run))
