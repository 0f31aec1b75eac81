"""What is practised happens in a transaction that is rolled back: of nothing anything is kept.

Each request of an exercise makes its people and its case anew, repeats what the caseworker did
before, does what they do now, shows it, and takes all of it back (decision 0011). So nobody else
ever sees these people, and nothing of them leaves: no event, letter, mail, payment or figure is
ever committed. That holds by the database too, which refuses to commit such a transaction.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Model, UUIDField
from django.db.models.signals import pre_save
from django.dispatch import receiver

from casework.cases.models import Case
from casework.training.models import Practice
from casework.training.situations import Scene, set_scene


@dataclass
class _Names:
    """References that are the same each time that an exercise is played."""

    space: UUID
    count: Counter[str] = field(default_factory=Counter)

    def next(self, table: str) -> UUID:
        """Return the reference of the next row of a table."""
        self.count[table] += 1
        return _reference(self.space, table, self.count[table])


_NAMES: ContextVar[_Names | None] = ContextVar("names of a rehearsal", default=None)


def _reference(space: UUID, table: str, number: int) -> UUID:
    return uuid5(space, f"{table} {number}")


def is_of(practice: Practice, case: UUID) -> bool:
    """Say whether a case is of an exercise: of the colleague who decided first, or of one's own."""
    table = Case._meta.db_table
    return case in {_reference(practice.reference, table, number) for number in (1, 2)}


@contextmanager
def rehearsed(practice: Practice) -> Iterator[Scene]:
    """Yield the situation of an exercise as it begins; whatever is done in it is taken back."""
    token = _NAMES.set(_Names(practice.reference))
    try:
        with transaction.atomic():
            yield set_scene(practice)
            transaction.set_rollback(True)
    finally:
        _NAMES.reset(token)


@receiver(pre_save)
def _name(sender: type[Model], instance: Any, **_: Any) -> None:
    """Give a new row the reference that it had the last time, so that addresses lead to it."""
    names = _NAMES.get()
    if names is None or not instance._state.adding:
        return
    if isinstance(getattr(sender, "reference", None), property):
        return
    if any(
        field.name == "reference" and isinstance(field, UUIDField)
        for field in sender._meta.concrete_fields
    ):
        instance.reference = names.next(sender._meta.db_table)
