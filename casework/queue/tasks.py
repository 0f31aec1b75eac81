"""The order of the queue follows what is known of people, every night; what nobody holds any more
goes back into it."""

from celery import shared_task

from casework.queue.actions import weigh_again
from casework.queue.returning import return_ended


@shared_task
def weigh() -> None:
    """Look again at who is vulnerable. Safe at any time."""
    weigh_again()


@shared_task
def give_back() -> None:
    """Give back what is in the hands of whose time at the office is over. Safe at any time."""
    return_ended()
