"""The nightly look at everybody's rights, on as many workers as there are."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from benefits.granting.models import GrantRun
from benefits.granting.sampling import draw
from benefits.granting.working import begin, work

HELPERS = 16  # are asked at once; who finds no piece returns
A_WHILE = 50  # seconds that one of them works: no task runs for hours
AGAIN = 60  # seconds after which help is called for again


@shared_task
def night() -> None:
    """Draw what is checked of yesterday, begin the run of the day and call for help.

    Safe to repeat: the same decisions are drawn, and an unfinished run goes on.
    """
    today = timezone.localdate()
    draw(today - timedelta(days=1))
    begin(today)
    go_on()


@shared_task
def go_on() -> None:
    """Call for help with what is not done: every minute, so that nothing rests when the broker
    forgets, or when who worked is gone."""
    for run in GrantRun.objects.filter(ended_at=None):
        for _number in range(HELPERS):
            help_with.apply_async((run.pk,), expires=AGAIN)


@shared_task
def help_with(run: int) -> None:
    """Work pieces of a run for a while, or until none is free."""
    work(GrantRun.objects.get(pk=run), seconds=A_WHILE)
