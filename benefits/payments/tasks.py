"""The nightly payment run, on as many workers as there are."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from benefits.payments.models import Run, RunPiece, Sent
from benefits.payments.running import begin, pay, work
from benefits.payments.sending import send

DAYS_TO_PAY = 2  # until the bank pays
HELPERS = 16  # are asked at once; who finds no piece sends what is whole
A_WHILE = 50  # seconds that one of them works: no task runs for hours
AGAIN = 60  # seconds after which help is called for again


@shared_task
def run() -> None:
    """Pay what is owed up to the last month; safe to repeat: what was paid is not paid again."""
    begin(last_month(), _pay_on())
    go_on()


@shared_task
def go_on() -> None:
    """Call for help with what is not done: every minute, so that nothing rests when the broker
    forgets, or when who worked is gone."""
    for begun in RunPiece.objects.values_list("run", flat=True).distinct().order_by("run"):
        for _number in range(HELPERS):
            help_with.apply_async((begun,), expires=AGAIN)


@shared_task
def help_with(begun: int) -> None:
    """Work pieces of a run for a while; send it when it is whole."""
    of = Run.objects.get(pk=begun)
    work(of, A_WHILE)
    send(of)


def hold(month: date) -> Sent | None:
    """Hold a run and send its order; None where nothing is to be paid."""
    return send(pay(month, _pay_on()))


def last_month() -> date:
    """Return the first day of the month before this one."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def _pay_on() -> date:
    return timezone.localdate() + timedelta(days=DAYS_TO_PAY)
