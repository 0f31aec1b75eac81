"""The bell of the outbox, and of those who are called outside."""

from celery import shared_task

from portal.exchange.actions import move_outbox
from portal.exchange.push.delivering import call_receivers


@shared_task
def move() -> None:
    """Move what is due. Rung after each commit and by the scheduler; safe at any time."""
    move_outbox()


@shared_task
def call() -> None:
    """Call receivers outside for whom something waits; safe at any time."""
    call_receivers()
