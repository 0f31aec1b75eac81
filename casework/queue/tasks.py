"""The order of the queue follows what is known of people, every night."""

from celery import shared_task

from casework.queue.actions import weigh_again


@shared_task
def weigh() -> None:
    """Look again at who is vulnerable. Safe at any time."""
    weigh_again()
