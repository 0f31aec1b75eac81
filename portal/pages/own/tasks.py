"""Copies do not stay longer than they are promised to."""

from celery import shared_task

from portal.pages.own.actions import remove_expired


@shared_task
def remove() -> None:
    """Remove the copies whose time has run out. Safe at any time."""
    remove_expired()
