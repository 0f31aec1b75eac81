"""Save, leave out and discard what was typed of a quarter."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from declarations.wages.drafting.models import DraftWorker
from portal.access.models import Capacity
from portal.people.models import Company, Person


class StaleError(Exception):
    """Somebody else saved the worker since it was shown."""


def save(
    company: Company,
    quarter: int,
    person: Person,
    content: dict[str, Any],
    by: Capacity,
    version: int,
    is_left_out: bool = False,
) -> None:
    """Keep what was typed of a worker; `version` is the one that was shown, 0 for none.

    Raises `StaleError` when another version stands by now: nothing is written then.
    """
    typed = {"content": content, "is_left_out": is_left_out, "changed_by": by}
    key = {"company": company, "quarter": quarter, "person": person}
    if version:
        shown = DraftWorker.objects.filter(**key, version=version)
        if not shown.update(**typed, version=version + 1, changed_at=Now()):
            raise StaleError
        return
    try:
        with transaction.atomic():
            DraftWorker.objects.create(**key, **typed)
    except IntegrityError:
        raise StaleError from None


def discard(company: Company, quarter: int, person: Person | None = None) -> None:
    """Forget what was typed of a quarter, or of one worker of it: what is known stands again."""
    typed = DraftWorker.objects.filter(company=company, quarter=quarter)
    (typed.filter(person=person) if person else typed).delete()
