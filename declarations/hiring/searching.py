"""Search again for workers who were described without a number: the register may know them now."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from declarations.hiring.actions import give_verdicts
from declarations.hiring.models import IdentitySearch

PAUSE = timedelta(minutes=10)
AT_ONCE = 500


@transaction.atomic
def search_again() -> int:
    """Judge again what waits and was not tried for ten minutes; return how many were tried.

    Who is found gets the verdict that the hiring would have had at once; who is not waits on, until
    the judge's patience is over.
    """
    due = IdentitySearch.objects.filter(tried_at__lt=timezone.now() - PAUSE)
    rows = due.select_related("declaration").order_by("tried_at")
    held = list(rows.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    waiting = sorted((row.declaration for row in held), key=lambda each: (each.message_id, each.pk))
    for _message, declarations in groupby(waiting, key=lambda each: each.message_id):
        give_verdicts(list(declarations))
    return len(held)
