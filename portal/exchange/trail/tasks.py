"""The sealer's bell."""

from celery import shared_task

from portal.exchange.trail.sealing import seal_all


@shared_task
def seal() -> None:
    """Seal what came since the last time. Rung by the scheduler; safe at any time."""
    seal_all()
