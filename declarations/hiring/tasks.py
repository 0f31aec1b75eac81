"""The bell of the search for workers who were described without a number."""

from celery import shared_task

from declarations.hiring.searching import search_again


@shared_task
def search() -> None:
    """Search again for those who wait longest. Rung by the scheduler; safe at any time."""
    search_again()
