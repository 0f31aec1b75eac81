"""Forgetting what nobody's application holds."""

from celery import shared_task

from benefits.attachments import actions


@shared_task
def forget() -> None:
    """Remove documents that were taken away again."""
    actions.forget()
