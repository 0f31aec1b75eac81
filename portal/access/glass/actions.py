"""Open a file without a case, and judge that it was opened."""

from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.access.door import TooNearError, is_near
from portal.access.glass.access import may_review
from portal.access.glass.models import GlassBreak, GlassFinding, GlassReason, GlassReview
from portal.access.models import Capacity
from portal.people.models import Person

OPEN_FOR: Final = timedelta(minutes=15)


class ReviewRefusedError(Exception):
    """This is not for who asks to judge, or somebody judged already."""


@transaction.atomic
def break_glass(person: Person, capacity: Capacity, reason: GlassReason, words: str) -> GlassBreak:
    """Let a capacity look at a person's file for `OPEN_FOR`, and keep why.

    A file that is open to it stays so, without a second row. Raises `TooNearError` for one's own
    file and those of one's household.
    """
    if is_near(capacity, person):
        raise TooNearError
    standing = GlassBreak.objects.open_on(person, capacity)
    return standing or GlassBreak.objects.create(
        person=person, capacity=capacity, reason=reason, words=words, until=Now() + OPEN_FOR
    )


@transaction.atomic
def review(glass: GlassBreak, capacity: Capacity, finding: GlassFinding, note: str) -> GlassReview:
    """Say what was found of an opening; once.

    Raises `ReviewRefusedError` when it is not for this supervisor, or was judged already.
    """
    if not may_review(capacity, glass):
        raise ReviewRefusedError
    try:
        with transaction.atomic():
            return GlassReview.objects.create(
                glass=glass, capacity=capacity, finding=finding, note=note
            )
    except IntegrityError as error:
        raise ReviewRefusedError from error
