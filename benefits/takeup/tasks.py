"""The search of each week, and the figures of each hour."""

from celery import shared_task
from django.utils import timezone

from benefits.granting.models import Aim
from benefits.granting.tasks import go_on
from benefits.granting.working import begin
from benefits.takeup import actions


@shared_task
def search() -> None:
    """Begin the search of the day and call for help; safe to repeat: an unfinished one goes on."""
    begin(timezone.localdate(), dry=True, aim=Aim.TAKE_UP)
    go_on()


@shared_task
def recount() -> None:
    """Count what came of the letters. Safe at any time."""
    actions.recount(timezone.localdate())
