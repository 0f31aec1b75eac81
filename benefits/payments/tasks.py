"""The nightly payment run."""

from datetime import date, timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from benefits.payments.models import Sent
from benefits.payments.running import pay
from benefits.payments.sending import send

DAYS_TO_PAY = 2  # until the bank pays


@shared_task
def run() -> None:
    """Pay what is owed up to the last month; safe to repeat: what was paid is not paid again."""
    hold(last_month())


def hold(month: date) -> Sent | None:
    """Hold a run and send its order; None, and no trace of it, where nothing is to be paid."""
    with transaction.atomic():
        made = pay(month, timezone.localdate() + timedelta(days=DAYS_TO_PAY))
        if not made.payments.exists() and not made.posting_set.exists():
            transaction.set_rollback(True)
            return None
    return send(made) if made.payments.exists() else None


def last_month() -> date:
    """Return the first day of the month before this one."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
