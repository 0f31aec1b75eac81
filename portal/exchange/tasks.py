"""The bell of the outbox, of those who are called outside, and of what is removed at night."""

from celery import shared_task

from portal.exchange.actions import move_outbox
from portal.exchange.push.delivering import call_receivers
from portal.exchange.retention import remove_old

TURN = 4.0  # seconds after which other tasks of the worker have theirs


@shared_task
def move() -> None:
    """Move what is due. Rung after each commit and by the scheduler; safe at any time."""
    move_outbox(TURN)


@shared_task
def remove() -> None:
    """Remove what was kept for its period; safe at any time."""
    remove_old()


@shared_task
def call() -> None:
    """Call receivers outside for whom something waits; safe at any time."""
    call_receivers()
