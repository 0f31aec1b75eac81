"""Keep a question, and forget it again: at the person's wish alone."""

from typing import Final
from uuid import UUID

from django.db import transaction

from benefits.outlook.models import Trial
from portal.people.models import Person

MOST: Final = 20  # questions of a person


class TooManyTrialsError(Exception):
    """So many questions are kept that one has to go first."""


@transaction.atomic
def keep(person: Person, asked: dict[str, str]) -> Trial:
    """Keep a question, once. Raises `TooManyTrialsError`."""
    kept = Trial.objects.filter(person=person)
    standing = kept.filter(asked=asked).first()
    if standing:
        return standing
    if kept.count() >= MOST:
        raise TooManyTrialsError
    return Trial.objects.create(person=person, asked=asked)


def forget(person: Person, reference: UUID) -> bool:
    """Forget a kept question of this person, and of nobody else; say whether there was one."""
    gone, _by_table = Trial.objects.filter(person=person, reference=reference).delete()
    return bool(gone)
