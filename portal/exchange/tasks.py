"""The bell of the outbox."""

from celery import shared_task

from portal.exchange.actions import move_outbox


@shared_task
def move() -> None:
    """Move what is due. Rung after each commit and by the scheduler; safe at any time."""
    move_outbox()
