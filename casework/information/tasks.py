"""The pages are taken in each night."""

from celery import shared_task

from casework.information.actions import make_pages


@shared_task
def make() -> None:
    """Take in the pages again. Safe at any time."""
    make_pages()
